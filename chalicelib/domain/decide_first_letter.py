"""The first letter of a mandate in a decision: before it is posted, nothing else reaches the debtor (LTR_01)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from .case import Case
from .case_contacts import failures
from .contact import Channel, ContactRef, ContactState
from .contact_guard import Decision
from .decide_messages import when_open
from .decide_notice import POSTING_WORKING_DAYS, working_days_later
from .decision_facts import Facts, patience, start_of
from .first_letter import is_awaited, refs_of_first_letter
from .next_step import Action, NextStep
from .scenarios.model import FIRST_LETTER

EXTENDED = "extended"


def first_letter_step(facts: Facts, now: datetime) -> NextStep | None:
    """The letter, then the day its carrier posted it; ``None`` once that is known, and without a mandate.

    Exempt from the caps, never from the hours. What the debtor promised is waited for, as by every other step.
    """
    case = facts.case
    if not is_awaited(case):
        return None
    letter = case.mandate.first_letter if case.mandate else None
    if letter is not None:
        day = working_days_later(case, letter.handed_over_on, POSTING_WORKING_DAYS)
        reason = "the carrier has not posted the first letter yet"
        return _check(start_of(case, day + timedelta(days=1)), case, reason, letter.contact_id)
    doubtful = _in_doubt(case)
    if doubtful is not None:
        return _check(now, case, "nobody knows whether the first letter went out", doubtful.id)
    return _send(facts, now)


def _check(due: datetime, case: Case, reason: str, contact_id: str) -> NextStep:
    return NextStep(
        Action.CHECK_DELIVERY, max(due, case.last_instant), reason, step_id=FIRST_LETTER, subject_id=contact_id
    )


def _in_doubt(case: Case) -> ContactRef | None:
    """An attempt that may have reached the debtor, and that nobody was asked about any more."""
    return next((ref for ref in refs_of_first_letter(case) if ref.state is ContactState.UNKNOWN), None)


def _send(facts: Facts, now: datetime) -> NextStep:
    case = facts.case
    wanted = now
    if case.hold is not None and case.hold.reason != EXTENDED:
        wanted = max(wanted, start_of(case, case.hold.until))
    failed = failures(refs_of_first_letter(case), FIRST_LETTER)
    if failed:
        wanted = max(wanted, failed[-1].at + patience(Channel.LETTER, len(failed)))
    verdict = when_open(facts, Channel.LETTER, wanted, step_id=FIRST_LETTER)
    return NextStep(
        Action.SEND_LETTER,
        verdict.allowed_at.astimezone(UTC) if verdict.allowed_at else wanted,
        "the letter of the mandate comes before any other contact (CPCE R124-4)",
        step_id=FIRST_LETTER,
        template=FIRST_LETTER,
        moves=verdict.reasons,
        refused=verdict.decision is Decision.REFUSED,
        wanted_at=wanted if verdict.reasons else None,
    )
