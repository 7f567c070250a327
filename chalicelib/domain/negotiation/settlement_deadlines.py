"""Until when an offer of settlement can be taken."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.case import Case

from .deadlines import Change, Deadline, unchanged


def settlement_deadlines(case: Case) -> tuple[Deadline, ...]:
    """The last day of the offer that stands."""
    del case
    return ()


def settlement_expired(case: Case, settlement_id: str, now: datetime) -> Change:
    """The amount did not come in time."""
    return unchanged(case, settlement_id, now)
