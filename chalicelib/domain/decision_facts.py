"""What a decision is made from, and the words every kind of decision shares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from .case import Case
from .contact import Channel
from .contact_log import ContactLog
from .contact_policy import DEFAULT_POLICY, GuardPolicy
from .last_look import LastLook
from .ledger import Statement
from .local_time import zone_of
from .money import Money
from .next_step import Action, NextStep
from .parties import Debtor

ANSWER_WAIT = timedelta(minutes=15)


@dataclass(frozen=True)
class Facts:
    """All that a decision depends on. ``owed`` is what is due and unpaid on the day of the decision.

    ``account`` is the décompte behind it; ``None`` while a rate is missing. ``declaration`` is the content that the
    claim's declaration should have in an insolvency. ``last_look`` is what the creditor chose.
    """

    case: Case
    debtor: Debtor
    log: ContactLog | None
    owed: Money
    policy: GuardPolicy = DEFAULT_POLICY
    account: Statement | None = None
    declaration: str | None = None
    last_look: LastLook | None = None


def still(reason: str, until: datetime | None = None) -> NextStep:
    """Nothing to do, with the reason; ``until`` is when to look again."""
    return NextStep(Action.STAND_STILL, until, reason)


def is_with_a_person(case: Case, owner: str) -> bool:
    """What a person was asked about waits for the answer: a step that keeps failing, a receipt that came back."""
    return case.attention is not None and case.attention.step_id == owner


def patience(channel: Channel, failures: int) -> timedelta:
    """How long to wait after so many failed attempts: a day for a call, else four times longer each time."""
    if channel is Channel.CALL:
        return timedelta(days=1)
    return ANSWER_WAIT * (1 << 2 * (failures - 1))


def start_of(case: Case, day: date, hour: time = time.min) -> datetime:
    """That hour of a day where the debtor lives, in UTC."""
    return datetime.combine(day, hour, zone_of(case)).astimezone(UTC)
