"""The last days that a negotiation waits for: of a proposal, a signature, an offer, the answer to a dispute.

Each kind says by itself which last days it has, and what becomes of what it waits for once one is over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.domain.case import Case
from chalicelib.domain.events import CaseEvent

Change = tuple[Case, tuple[CaseEvent, ...]]


@dataclass(frozen=True)
class Deadline:
    """``last_day`` is included: what waits for it is over once that day is, where the debtor lives.

    ``holds`` tells whether the scenario waits for it too, ``reason`` what is waited for (R-124).
    """

    subject_id: str
    last_day: date
    reason: str
    holds: bool = True


def is_over(deadline: Deadline, today: date) -> bool:
    """Whether its last day has passed."""
    return today > deadline.last_day


def unchanged(case: Case, _subject_id: str, _now: datetime) -> Change:
    """Where nothing becomes of a last day."""
    return case, ()
