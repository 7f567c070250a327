"""The formal notice (mise en demeure) of a case, and how it reached the debtor (R-039, R-040)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum


class Presentation(StrEnum):
    """How the formal notice reached the debtor. ``unclaimed`` and ``refused`` are valid; ``returned`` is not."""

    PRESENTED = "presented"
    RECEIVED = "received"
    UNCLAIMED = "unclaimed"
    REFUSED = "refused"
    PRESUMED = "presumed"


FINAL = frozenset({Presentation.RECEIVED, Presentation.UNCLAIMED, Presentation.REFUSED})


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

    def shown(self, how: Presentation, on: date, days: int) -> FormalNotice:
        """The delay of so many days runs from the first presentation, presumed ones aside.

        The last day named in the letter is never shortened (R-040, PLAN_02). A report that comes late may still tell an
        earlier presentation, and takes back none that was final.
        """
        first = self.presented_on if self.presentation not in (None, Presentation.PRESUMED) else None
        day = min(first, on) if first else on
        if self.presentation in FINAL and how not in FINAL:
            how = self.presentation
        deadline = max(self.named_last_day, day + timedelta(days=days))
        return replace(self, posted_on=self.posted_on or day, presented_on=day, presentation=how, deadline=deadline)

    @property
    def proven_on(self) -> date | None:
        """The day of first presentation that the carrier reported; a presumption proves nothing (INT_08).

        Where only the return of an unclaimed letter was reported, its day counts: later than the presentation, never
        earlier.
        """
        return None if self.presentation is Presentation.PRESUMED else self.presented_on
