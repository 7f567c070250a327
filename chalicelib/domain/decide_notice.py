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
    due, reason = _notice_check(case, notice)
    return NextStep(
        Action.CHECK_DELIVERY,
        max(due, case.last_instant),
        reason,
        step_id="formal_notice",
        subject_id=notice.contact_id,
    )


def _notice_check(case: Case, notice: FormalNotice) -> tuple[datetime, str]:
    if notice.posted_on is None:
        day = working_days_later(case, notice.handed_over_on, POSTING_WORKING_DAYS)
        return start_of(case, day + timedelta(days=1)), "the carrier has not posted the formal notice yet"
    expected = expected_event(case, notice.contact_id)
    if expected is not None:
        return start_of(case, expected) + timedelta(hours=12), "the carrier presents the formal notice"
    presumed = notice.posted_on + timedelta(days=NOTICE_PRESUMED_AFTER_DAYS)
    return start_of(case, presumed) + timedelta(hours=12), "waiting for the presentation of the formal notice"


def working_days_later(case: Case, day: date, count: int) -> date:
    """Working days where the debtor lives; a weekend is added where that is not known."""
    territory = territory_of(case.postal_code)
    return add_working_days(day, count, territory) if territory else day + timedelta(days=count + 2)


def expected_event(case: Case, contact_id: str) -> date | None:
    """The day the carrier announced for its next report on this letter."""
    refs = [ref for record in case.steps for ref in record.contacts if ref.id == contact_id]
    return refs[0].expected_event_on if refs else None
