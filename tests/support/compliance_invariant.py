"""What must hold of every compliance log, whatever went wrong on the way (R-066)."""

from __future__ import annotations

from collections import Counter

from chalicelib.domain.compliance import ComplianceEntry, EntryKind
from chalicelib.domain.contact import Contact

from .story import Story


def check_log(story: Story) -> None:
    """Each contact was attempted exactly once in the log of its own debtor, and every line points to an event."""
    entries = list(story.memory._compliance.values())
    attempted = Counter(_named(entry) for entry in entries if entry.told.kind is EntryKind.ATTEMPTED)
    known = {(c.scope, c.debtor_id, c.case_id, c.id) for c in story.memory._all(Contact)}
    assert attempted == Counter(known)
    places = Counter((entry.case_id, entry.sequence, entry.place) for entry in entries)
    assert max(places.values(), default=1) == 1
    for entry in entries:
        assert entry.sequence in story.memory._events[entry.scope, str(entry.case_id)]


def _named(entry: ComplianceEntry) -> tuple[object, ...]:
    return entry.scope, entry.debtor_id, entry.case_id, entry.told.contact_id
