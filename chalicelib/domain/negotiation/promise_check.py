"""What becomes of the promise that is due."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.events import CaseEvent
from chalicelib.domain.next_step import NextStep
from chalicelib.domain.rates import RateTable


def checked(case: Case, step: NextStep, rates: RateTable, now: datetime) -> tuple[Case, tuple[CaseEvent, ...]]:
    """The case after the check, and what it tells."""
    del step, rates, now
    return case, ()
