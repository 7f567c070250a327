"""The formal notice (mise en demeure) of a case, and how it reached the debtor (R-039, R-040)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Presentation(StrEnum):
    """How the formal notice reached the debtor. ``unclaimed`` and ``refused`` are valid; ``returned`` is not."""

    PRESENTED = "presented"
    RECEIVED = "received"
    UNCLAIMED = "unclaimed"
    REFUSED = "refused"
    PRESUMED = "presumed"


@dataclass(frozen=True)
class ProvenNotice:
    """A formal notice that the debtor was shown for sure: a consumer owes interest from the next day on (INT_08).

    It speaks of the invoices that were due when it was written.
    """

    written_on: date
    presented_on: date


@dataclass(frozen=True)
class FormalNotice:
    """The formal notice of the case. ``named_last_day`` is the date in the letter; ``deadline`` the effective one."""

    contact_id: str
    handed_over_on: date
    named_last_day: date
    posted_on: date | None = None
    presented_on: date | None = None
    presentation: Presentation | None = None
    deadline: date | None = None

    @property
    def proven_on(self) -> date | None:
        """The day of first presentation that the carrier reported; a presumption proves nothing (INT_08).

        Where only the return of an unclaimed letter was reported, its day counts: later than the presentation, never
        earlier.
        """
        return None if self.presentation is Presentation.PRESUMED else self.presented_on
