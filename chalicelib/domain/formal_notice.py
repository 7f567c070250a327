"""The formal notice on its way: presented, or presumed so; from then on its delay runs (R-040)."""

from __future__ import annotations

from datetime import date

from .case import Case
from .notice import FormalNotice, Presentation, ProvenNotice
from .scenarios.model import Scenario


def presented(notice: FormalNotice, how: Presentation, on: date, scenario: Scenario) -> FormalNotice:
    """The delay of the scenario runs from the first presentation; what the letter names is never shortened (R-040)."""
    return notice.shown(how, on, scenario.notice_days)


def presume_presented(notice: FormalNotice, on: date, scenario: Scenario) -> FormalNotice:
    """Seven days after posting without the carrier's event the case goes on, marked ``presumed``."""
    return presented(notice, Presentation.PRESUMED, on, scenario)


def proven_notices(case: Case) -> tuple[ProvenNotice, ...]:
    """The case's own notice once its presentation is reported, and those that the creditor sent and proved before."""
    told = [(reminder.on, reminder.formal_notice_presented_on) for reminder in case.prior_reminders]
    if case.notice is not None:
        told.append((case.notice.handed_over_on, case.notice.proven_on))
    return tuple(ProvenNotice(written, presented) for written, presented in told if presented is not None)
