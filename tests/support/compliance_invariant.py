"""What must hold of every compliance log, whatever went wrong on the way (R-066)."""

from __future__ import annotations

from collections import Counter

from chalicelib.domain.compliance import ComplianceEntry, EntryKind
from chalicelib.domain.contact import Contact, Purpose

from .story import Story


def check_log(story: Story) -> None:
    """Each contact was attempted exactly once in the log of its own debtor, and every line points to an event."""
    entries = list(story.memory._compliance.values())
    attempted = Counter(_named(entry) for entry in entries if entry.told.kind is EntryKind.ATTEMPTED)
    contacts = [c for c in story.memory._all(Contact) if c.purpose is not Purpose.ADVICE]
    known = {(c.scope, c.debtor_id, c.case_id, c.id) for c in contacts}
    assert attempted == Counter(known)
    places = Counter((e.debtor_id, e.case_id, e.sequence, e.place) for e in entries)
    assert max(places.values(), default=1) == 1
    for entry in (each for each in entries if each.case_id is not None):
        assert entry.sequence in story.memory._events[entry.scope, str(entry.case_id)]


def _named(entry: ComplianceEntry) -> tuple[object, ...]:
    return entry.scope, entry.debtor_id, entry.case_id, entry.told.contact_id
