"""The formal notice on its way: presented, or presumed so; from then on its delay runs (R-040)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from .case import Case
from .notice import FormalNotice, Presentation, ProvenNotice
from .scenarios.model import Scenario


def presented(notice: FormalNotice, how: Presentation, on: date, scenario: Scenario) -> FormalNotice:
    """The delay runs from the first presentation; the last day named in the letter is never shortened (R-040)."""
    first = notice.presented_on if notice.presentation not in (None, Presentation.PRESUMED) else None
    day = min(first, on) if first else on
    deadline = max(notice.named_last_day, day + timedelta(days=scenario.notice_days))
    return replace(notice, posted_on=notice.posted_on or day, presented_on=day, presentation=how, deadline=deadline)


def presume_presented(notice: FormalNotice, on: date, scenario: Scenario) -> FormalNotice:
    """Seven days after posting without the carrier's event the case goes on, marked ``presumed``."""
    return presented(notice, Presentation.PRESUMED, on, scenario)


def proven_notices(case: Case) -> tuple[ProvenNotice, ...]:
    """The case's own notice once its presentation is reported, and those that the creditor sent and proved before."""
    told = [(reminder.on, reminder.formal_notice_presented_on) for reminder in case.prior_reminders]
    if case.notice is not None:
        told.append((case.notice.handed_over_on, case.notice.proven_on))
    return tuple(ProvenNotice(written, presented) for written, presented in told if presented is not None)
