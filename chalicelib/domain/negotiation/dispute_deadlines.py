"""Until when the creditor answers a dispute."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.case import Case

from .deadlines import Change, Deadline, unchanged


def dispute_deadlines(case: Case) -> tuple[Deadline, ...]:
    """The last day to answer of each dispute that stands."""
    del case
    return ()


def answer_overdue(case: Case, dispute_id: str, now: datetime) -> Change:
    """The creditor did not answer in time: it is told so, once."""
    return unchanged(case, dispute_id, now)
