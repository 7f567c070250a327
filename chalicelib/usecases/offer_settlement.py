"""Offer to settle for less, or take the offer back (R-073)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chalicelib.domain.case_payments import whole_statement_of
from chalicelib.domain.local_time import local_day
from chalicelib.domain.money import Money
from chalicelib.domain.negotiation import settlements
from chalicelib.domain.negotiation.settlements import settlement_of

from .change_case import Changing, Outcome, Transition, change_case
from .ports import Reply
from .recording import CaseFile, Recording


@dataclass(frozen=True)
class OfferSettlement:
    """``amount`` received by ``valid_until``, that day included, settles all that is owed."""

    changing: Changing
    amount: Money
    valid_until: date


@dataclass(frozen=True)
class WithdrawSettlement:
    """Which offer the creditor takes back, and why."""

    changing: Changing
    settlement_id: str
    reason: str


def offer_settlement(command: OfferSettlement, *, recording: Recording, reply: Reply) -> Outcome:
    """``result`` is the ``SettlementOffer``.

    Errors: ``case_closed``; ``agreement_not_possible``; ``settlement_stands``; ``agreement_stands``;
    ``too_many_settlements``; ``rate_unknown``; fields: ``not_positive``, ``not_less_than_owed``, ``outside_range``.
    """
    settlement_id = recording.ids.new("stl")

    def transition(file: CaseFile) -> Transition:
        owed = whole_statement_of(file.case, file.rates, local_day(file.case, file.now)).total
        case, drafts = settlements.offer_settlement(
            file.case, settlement_id, command.amount, command.valid_until, owed, file.now
        )
        return Transition(case, drafts, result=settlement_of(case, settlement_id))

    return change_case(command.changing, transition, recording=recording, reply=reply)


def withdraw_settlement(command: WithdrawSettlement, *, recording: Recording, reply: Reply) -> Outcome:
    """``result`` is the ``SettlementOffer``. Errors: ``not_found``; ``settlement_over``; ``settlement_being_paid``."""

    def transition(file: CaseFile) -> Transition:
        case, drafts = settlements.withdraw_settlement(
            file.case, command.settlement_id, file.now, reason=command.reason
        )
        return Transition(case, drafts, result=settlement_of(case, command.settlement_id))

    return change_case(command.changing, transition, recording=recording, reply=reply)
