"""What a change adds to the compliance log of its debtor, in the same transaction (R-066)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.compliance import ComplianceEntry, Told, channel_changes, told
from chalicelib.domain.events import CaseEvent
from chalicelib.domain.next_step import NextStep
from chalicelib.domain.parties import Debtor

from .writes import KeepComplianceEntry, StoredEvent, Write


def compliance_writes(
    case: Case,
    drafts: Sequence[CaseEvent],
    stored: Sequence[StoredEvent],
    step: NextStep,
    debtors: tuple[Debtor, Debtor],
) -> tuple[Write, ...]:
    """One small item for each event that is about a contact, and for each channel that closed or opened again.

    ``debtors`` are the debtor before and after the change. Places are those of the events: what the chain refuses to
    hold twice, the log does not hold twice either.
    """
    return tuple(KeepComplianceEntry(entry) for entry in _entries(case, drafts, stored, step, debtors))


def _entries(
    case: Case,
    drafts: Sequence[CaseEvent],
    stored: Sequence[StoredEvent],
    step: NextStep,
    debtors: tuple[Debtor, Debtor],
) -> Iterator[ComplianceEntry]:
    for draft, event in zip(drafts, stored, strict=True):
        said = told(draft, step)
        if said is not None:
            yield _placed(case, said, event, 0)
    for place, said in enumerate(channel_changes(*debtors), start=1):
        if stored:
            yield _placed(case, said, stored[-1], place)


def _placed(case: Case, said: Told, event: StoredEvent, place: int) -> ComplianceEntry:
    header = event.header
    return ComplianceEntry(
        case.scope,
        case.debtor_id,
        header.occurred_at,
        header.recorded_at,
        said,
        case_id=case.id,
        sequence=header.sequence,
        place=place,
    )


def channel_writes(before: Debtor, after: Debtor, at: datetime) -> tuple[Write, ...]:
    """The same for a debtor that changes outside any case; ``at`` is wall time, as there is no other."""
    entries = (
        ComplianceEntry(after.scope, after.id, at, at, said, sequence=after.version, place=place)
        for place, said in enumerate(channel_changes(before, after), start=1)
    )
    return tuple(KeepComplianceEntry(entry) for entry in entries)
