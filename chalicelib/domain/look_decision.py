"""The last look in a decision: a contact about the debt waits while the balance is in doubt (R-133)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from .case import Case
from .contact import ContactState
from .contact_log import COUPLED_WITHIN
from .decision_facts import Facts, still
from .last_look import Doubt, LastLook
from .next_step import Action, NextStep
from .plan import local_day

LIFETIME = timedelta(seconds=30)
"""How long after a look its contact may leave, in wall time: that of an intent."""

CONTACTS = frozenset(
    {Action.SEND_EMAIL, Action.SEND_SMS, Action.SEND_LETTER, Action.SEND_FORMAL_NOTICE, Action.ASK_FOR_CALL}
)


def with_last_look(facts: Facts, step: NextStep | None, now: datetime) -> NextStep | None:
    """The contact, or what is waited for instead: the next look, or the end of the patience."""
    doubt = doubt_of(facts.case)
    if facts.last_look is None or doubt is None or step is None or step.action not in CONTACTS or step.refused:
        return step
    wakes = max(doubt.again_at, step.due_at) if step.due_at else doubt.again_at
    if wakes >= doubt.gives_up_at:
        return still(_held(doubt), doubt.gives_up_at)
    return step if wakes <= now else still(_held(doubt), wakes)


def _held(doubt: Doubt) -> str:
    return f"the balance is not confirmed: {doubt.reason}"


def doubt_of(case: Case) -> Doubt | None:
    """The doubt that stands."""
    return case.look.doubt if case.look else None


def balance_as_of(case: Case) -> date:
    """The day up to which the balance is known to agree: at first that of the opening."""
    opened_on = local_day(case, case.opened_at)
    return max(opened_on, case.look.as_of) if case.look and case.look.as_of else opened_on


def is_recent(case: Case, policy: LastLook, now: datetime) -> bool:
    """Whether the balance is young enough for a contact, with ``max_age``; never while it is in doubt."""
    age = (local_day(case, now) - balance_as_of(case)).days
    return age <= (policy.max_age_days or 0) and doubt_of(case) is None


def still_counts(case: Case, step: NextStep, now: datetime, wall_now: datetime) -> bool:
    """Whether the last look serves this contact too: made moments ago, or for another channel of the same step."""
    look = case.look
    if look is None or look.doubt is not None or look.looked_at is None or look.step_id != step.step_id:
        return False
    return is_fresh(case, wall_now) or (now - look.looked_at <= COUPLED_WITHIN and _is_coupled(case, step))


def is_fresh(case: Case, wall_now: datetime) -> bool:
    """Whether the last look was made less than its lifetime ago."""
    made = case.look.recorded_at if case.look else None
    return made is not None and timedelta(0) <= wall_now - made <= LIFETIME


def _is_coupled(case: Case, step: NextStep) -> bool:
    """Whether another channel of the step has left since that look: one solicitation, one look."""
    record, look = case.record_of(step.step_id or ""), case.look
    if record is None or look is None or look.looked_at is None:
        return False
    return any(
        ref.template != step.template and ref.state is not ContactState.FAILED and ref.at >= look.looked_at
        for ref in record.contacts
    )
