"""What a caller should know beside the script: when they may call, how often still, what was written last (R-070)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from .case import Case
from .contact import Channel
from .contact_guard import BUSINESS_CAPS, CONSUMER_CAPS, HOURS, PROTECTED, Cap, Decision, evaluate
from .contact_log import ContactLog
from .contact_policy import GuardPolicy
from .decision_facts import start_of
from .parties import DebtorKind
from .plan import local_day


@dataclass(frozen=True)
class LastLetter:
    """The last written message. ``words`` where it has some of its own; otherwise ``pages`` is its PDF."""

    on: date
    channel: str
    template: str
    words: str = ""
    pages: bytes = b""


@dataclass(frozen=True)
class CallBrief:
    """``hours`` are the spans of that day, local time of the debtor, none on a closed one.

    ``left`` contacts may still be made within ``days`` days, this call among them.
    """

    hours: tuple[tuple[time, time], ...]
    left: int
    days: int
    new_customer: bool
    sector: str | None = None
    last_letter: LastLetter | None = None


def hours_of(case: Case, policy: GuardPolicy, now: datetime) -> tuple[tuple[time, time], ...]:
    """When this debtor may be called on that day (CON_01..CON_04); nothing on a closed day or in no known territory."""
    opening = start_of(case, local_day(case, now), HOURS[policy.profile].opening)
    verdict = evaluate(
        opening,
        channel=Channel.CALL.value,
        debtor_kind=case.debtor_kind,
        postal_code=case.postal_code,
        policy=policy,
        counts=False,
    )
    return HOURS[policy.profile].spans if verdict.decision is Decision.NOW else ()


def calls_left(kind: DebtorKind, log: ContactLog, now: datetime) -> tuple[int, int]:
    """How many contacts may still be made, this call among them, and within how many days (CON_05, CON_06).

    The narrowest cap tells. ``log`` is without this call.
    """
    caps = CONSUMER_CAPS if kind in PROTECTED else BUSINESS_CAPS
    return min((_left(cap, log, now), cap.days) for cap in caps)


def _left(cap: Cap, log: ContactLog, now: datetime) -> int:
    since = now - timedelta(days=cap.days)
    counted = [entry for entry in log.entries if entry.at > since and cap.channel in (None, entry.channel)]
    return max(cap.most - len(counted), 0)
