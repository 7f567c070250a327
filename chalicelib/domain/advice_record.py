"""What the creditor is told of a payment or a proposal, and what the collector owes it (CPCE R124-5, R124-6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .contact import ContactRef


class AdviceState(StrEnum):
    """Whether the creditor was told (PAY_04); ``none`` without a mandate."""

    NONE = "none"
    DUE = "due"
    SENT = "sent"
    NOT_DELIVERABLE = "not_deliverable"


@dataclass(frozen=True)
class Advice:
    """The message that tells the creditor."""

    state: AdviceState = AdviceState.NONE
    contacts: tuple[ContactRef, ...] = ()


NO_ADVICE = Advice()
TO_BE_TOLD = Advice(AdviceState.DUE)


@dataclass(frozen=True)
class Remittance:
    """What was paid into the collector's account is passed on by ``due_on`` (PAY_05). ``made_on`` is when it was."""

    due_on: date
    made_on: date | None = None
    reference: str | None = None


@dataclass(frozen=True)
class ProposalRecord:
    """What the debtor proposed instead of paying at once (CPCE R124-5); ``channel`` as in the guard."""

    id: str
    made_on: date
    channel: str
    pay_on: date | None = None
    advice: Advice = TO_BE_TOLD
