"""The formal notice in a decision: followed until it is presented, or presumed so (R-039, R-040)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from .calendar import add_working_days
from .case import Case
from .decision_facts import start_of
from .next_step import Action, NextStep
from .notice import FormalNotice
from .plan import NOTICE_PRESUMED_AFTER_DAYS
from .territory import territory_of

POSTING_WORKING_DAYS = 3


def follow_notice(case: Case) -> NextStep | None:
    """Until the formal notice is presented or presumed so, nothing else happens."""
    notice = case.notice
    if notice is None or notice.presentation is not None:
        return None
    return follow(case, notice, "formal_notice", "formal notice")


def follow(case: Case, notice: FormalNotice, owner: str, what: str) -> NextStep:
    """When the carrier is asked next about a notice on its way, of the case or of a payment plan."""
    due, reason = _notice_check(case, notice, what)
    return NextStep(
        Action.CHECK_DELIVERY,
        max(due, case.last_instant),
        reason,
        step_id=owner,
        subject_id=notice.contact_id,
    )


def _notice_check(case: Case, notice: FormalNotice, what: str) -> tuple[datetime, str]:
    if notice.posted_on is None:
        day = working_days_later(case, notice.handed_over_on, POSTING_WORKING_DAYS)
        return start_of(case, day + timedelta(days=1)), f"the carrier has not posted the {what} yet"
    expected = expected_event(case, notice.contact_id)
    if expected is not None:
        return start_of(case, expected) + timedelta(hours=12), f"the carrier presents the {what}"
    presumed = notice.posted_on + timedelta(days=NOTICE_PRESUMED_AFTER_DAYS)
    return start_of(case, presumed) + timedelta(hours=12), f"waiting for the presentation of the {what}"


def working_days_later(case: Case, day: date, count: int) -> date:
    """Working days where the debtor lives; a weekend is added where that is not known."""
    territory = territory_of(case.postal_code)
    return add_working_days(day, count, territory) if territory else day + timedelta(days=count + 2)


def expected_event(case: Case, contact_id: str) -> date | None:
    """The day the carrier announced for its next report on this letter."""
    owned = (*(record.contacts for record in case.steps), *(note.contacts for note in case.negotiation.notes))
    refs = [ref for contacts in owned for ref in contacts if ref.id == contact_id]
    return refs[0].expected_event_on if refs else None
