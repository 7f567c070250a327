"""Whether somebody may call now: looked at afresh before a claim is given (R-126, R-059..R-061).

A task may wait for days; what has happened meanwhile decides, as it would decide about a message that leaves now.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from .call_task import CallTask
from .case import Case, CaseStatus
from .contact import Channel
from .contact_guard import Decision, GuardDecision, PastContact, evaluate
from .contact_log import COUPLED_WITHIN, ContactLog
from .contact_policy import GuardPolicy
from .errors import Conflict, Refused
from .fact_effects import is_stopped
from .negotiation.firmness import held_until
from .parties import Debtor
from .plan import local_day


def refuse_call(
    cases: Sequence[Case], debtor: Debtor, log: ContactLog, policy: GuardPolicy, task: CallTask, now: datetime
) -> None:
    """Raises unless this call may be made at ``now`` (case time). ``cases`` are all that it is about, its own first.

    Whoever calls speaks of each of them: one that waits holds the call, one that is closed is no matter any more.

    Errors: ``call_forbidden`` (422): nobody may call this debtor, or this number; ``call_held`` (409): the case waits;
    ``call_not_now`` (409): the hours or the caps, with each rule and the earliest instant.
    """
    _forbidden(debtor, task)
    for case in [each for each in cases if not each.is_closed] or cases[:1]:
        _held(case, now)
    verdict = _guarded(cases[0], debtor, log, policy, task, now)
    if verdict.decision is Decision.NOW:
        return
    why = "; ".join(f"{reason.rule}: {reason.detail}" for reason in verdict.reasons)
    if verdict.allowed_at is None:
        raise Refused(f"Nobody may call: {why}.", code="call_forbidden")
    when = verdict.allowed_at.isoformat(timespec="seconds")
    raise Conflict(f"Nobody may call now, but from {when} on: {why}.", code="call_not_now")


def _forbidden(debtor: Debtor, task: CallTask) -> None:
    if debtor.representative is not None:
        detail = "STOP_04: the debtor's representative is the only addressee, in writing."
        raise Refused(detail, code="call_forbidden")
    if is_stopped(debtor):
        raise Refused("A fact of the debtor forbids to contact them.", code="call_forbidden")
    if task.phone not in debtor.usable_phones():
        raise Refused("CON_09: this number is no longer to be called.", code="call_forbidden")


def _held(case: Case, now: datetime) -> None:
    if case.status is not CaseStatus.OPEN:
        until = f" until {case.pause.until}" if case.pause and case.pause.until else ""
        kind = f" ({case.pause.kind})" if case.pause else ""
        raise Conflict(f"The case is {case.status}{kind}{until}.", code="call_held")
    if case.hold is not None and case.hold.until > local_day(case, now):
        raise Conflict(f"The case waits until {case.hold.until} ({case.hold.reason}).", code="call_held")
    agreed = held_until(case)
    if agreed is not None:
        raise Conflict(f"The case waits until {agreed}: a promise or a payment plan stands.", code="call_held")


def _guarded(
    case: Case, debtor: Debtor, log: ContactLog, policy: GuardPolicy, task: CallTask, now: datetime
) -> GuardDecision:
    return evaluate(
        now,
        channel=Channel.CALL.value,
        debtor_kind=case.debtor_kind,
        postal_code=case.postal_code,
        policy=policy,
        past_contacts=_others(log, task, now),
        blocked_channels=debtor.closed_channels,
    )


def _others(log: ContactLog, task: CallTask, now: datetime) -> tuple[PastContact, ...]:
    """What counts beside this very call, which was counted when it was asked for."""
    return tuple(
        PastContact(entry.channel, entry.at)
        for entry in log.entries
        if entry.at <= now and not (entry.is_of(task.case_id, task.step_id) and _together(entry.at, task.created_at))
    )


def _together(one: datetime, other: datetime) -> bool:
    return abs(one - other) <= COUPLED_WITHIN
