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
    """One solicitation, at its case-time instant."""

    at: datetime
    channel: str
    case_id: str
    step_id: str


@dataclass(frozen=True)
class ContactLog:
    """``sender`` is the creditor's id in its own name, the tenant's id under a mandate (design: caps)."""

    scope: Scope
    debtor_id: str
    sender: str
    entries: tuple[Solicitation, ...] = ()
    version: int = 0

    def past_contacts(self, *, case_id: str, step_id: str, now: datetime) -> tuple[PastContact, ...]:
        """What counts against a contact of this step: all but the step's own within two hours (one solicitation)."""
        return tuple(
            PastContact(channel=entry.channel, at=entry.at)
            for entry in self.entries
            if not (entry.case_id == case_id and entry.step_id == step_id and now - entry.at <= COUPLED_WITHIN)
        )

    def add(self, entry: Solicitation) -> ContactLog:
        """The log after one more solicitation; a step's second channel within two hours adds nothing."""
        kept = tuple(e for e in self.entries if entry.at - e.at < KEPT_FOR)
        coupled = any(
            e.case_id == entry.case_id and e.step_id == entry.step_id and entry.at - e.at <= COUPLED_WITHIN
            for e in kept
        )
        entries = kept if coupled else (*kept, entry)
        return replace(self, entries=entries, version=self.version + 1)
