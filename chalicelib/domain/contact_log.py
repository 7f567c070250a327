"""The solicitations of one debtor by one sender, across all cases: what the caps count (CON_05, CON_06, R-126)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from .contact_guard import PastContact
from .parties import Scope

COUPLED_WITHIN = timedelta(hours=2)
KEPT_FOR = timedelta(days=31)


@dataclass(frozen=True)
class Solicitation:
    """One solicitation, at its case-time instant.

    ``others`` are the other cases that it spoke for, each as ``case/step`` (R-123): it counts once for all of them.
    """

    at: datetime
    channel: str
    case_id: str
    step_id: str
    others: tuple[str, ...] = ()

    def is_of(self, case_id: str, step_id: str) -> bool:
        """Whether it was made for this step of this case."""
        return (self.case_id, self.step_id) == (case_id, step_id) or place_of(case_id, step_id) in self.others

    def concerns(self, case_id: str) -> bool:
        """Whether it spoke for this case."""
        return self.case_id == case_id or any(other.startswith(f"{case_id}/") for other in self.others)


def place_of(case_id: str, step_id: str) -> str:
    """A step of a case as a solicitation names it."""
    return f"{case_id}/{step_id}"


@dataclass(frozen=True)
class ContactLog:
    """``sender`` is the creditor's id in its own name, the tenant's id under a mandate (design: caps).

    ``first_case`` and ``latest_case`` tell, without another read, whether the debtor has more than one case (R-123).
    """

    scope: Scope
    debtor_id: str
    sender: str
    entries: tuple[Solicitation, ...] = ()
    version: int = 0
    first_case: str | None = None
    latest_case: str | None = None

    def is_alone(self, case_id: str) -> bool:
        """Whether no other case of the debtor is known under this sender."""
        return {self.first_case, self.latest_case} <= {None, case_id}

    def past_contacts(self, *, case_id: str, step_id: str, now: datetime) -> tuple[PastContact, ...]:
        """What counts against a contact of this step: all but the step's own within two hours (one solicitation)."""
        return tuple(
            PastContact(channel=entry.channel, at=entry.at)
            for entry in self.entries
            if not (entry.is_of(case_id, step_id) and now - entry.at <= COUPLED_WITHIN)
        )

    def add(self, entry: Solicitation) -> ContactLog:
        """The log after one more solicitation; a step's second channel within two hours adds nothing."""
        kept = tuple(e for e in self.entries if entry.at - e.at < KEPT_FOR)
        coupled = any(e.is_of(entry.case_id, entry.step_id) and entry.at - e.at <= COUPLED_WITHIN for e in kept)
        entries = kept if coupled else (*kept, entry)
        return replace(self, entries=entries, version=self.version + 1)
