"""Bring what is known of a debtor to all their open cases: stops, proofs, call tasks (STOP_02..STOP_04).

A case that is at work learns it by itself before its next decision; this is for those that sleep. Twice is harmless.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from chalicelib.domain.crockford import crockford
from chalicelib.domain.debtor_fact import DebtorFact
from chalicelib.domain.document import Document, DocumentKind, document_added
from chalicelib.domain.errors import Conflict, DebtorErased, DomainError, NotFound
from chalicelib.domain.fact_effects import is_stopped
from chalicelib.domain.parties import Debtor, Scope
from chalicelib.domain.reads import CaseSummary
from chalicelib.domain.sealed_event import KeyErased

from .catch_up import caught_up
from .debtor_cases import cases_of
from .life_cycle import expire_call_tasks
from .lost_races import RETRIES
from .ports import Archive, OutboxRow
from .recording import CaseFile, Recording, load_case_file, next_step_of, record
from .sealed_papers import taken_out
from .sending import Content, keep
from .store_ports import Outbox, Store
from .wake_up import ACTOR
from .writes import Create, Write

AT_ONCE = 10


@dataclass(frozen=True)
class Spreading:
    """The ports of whoever brings facts to cases."""

    recording: Recording
    archive: Archive


def spread_facts(row: OutboxRow, *, ports: Spreading, outbox: Outbox) -> None:
    """Every open case of the row's debtor, then the row is removed.

    A case that cannot be changed now (its test clock advances, others are faster, something about it is refused) does
    not keep the others waiting: the row comes again for it.
    """
    late: DomainError | None = None
    try:
        debtor, _ = ports.recording.store.debtor(row.scope, row.case_id)
        frees = _frees_somebody(debtor)
        for summary in cases_of(row.scope, debtor.id, ports.recording.store):
            if summary.outcome is None or frees:
                late = _told(row.scope, summary.id, ports) or late
    except (NotFound, KeyErased):
        pass  # an erased debtor has no open case
    if late is not None:
        raise late
    outbox.finish(row.key)


def tell_first_cases(debtor: Debtor, *, ports: Spreading) -> None:
    """The first open cases at once, so that whoever recorded the fact sees its effect; the queue does the rest."""
    for summary in islice(open_cases(debtor.scope, debtor.id, ports.recording.store), AT_ONCE):
        _told(debtor.scope, summary.id, ports)


def open_cases(scope: Scope, debtor_id: str, store: Store) -> Iterator[CaseSummary]:
    """The debtor's cases that are not closed, newest first, by the debtor's own index."""
    return (summary for summary in cases_of(scope, debtor_id, store) if summary.outcome is None)


def _frees_somebody(debtor: Debtor) -> bool:
    """Whether what was learnt last lets a receipt out that a closed case still owes (PAY_03)."""
    latest = max(debtor.facts, key=lambda fact: fact.revision, default=None)
    return latest is not None and (not latest.stands or latest.addressee is not None)


def _told(scope: Scope, case_id: str, ports: Spreading) -> DomainError | None:
    """``None`` once the case knows; else why it does not yet."""
    for attempt in range(RETRIES):
        try:
            _tell(scope, case_id, ports)
        except DebtorErased:
            return None
        except DomainError as error:
            if not (isinstance(error, Conflict) and error.retryable) or attempt == RETRIES - 1:
                return error
            continue
        return None
    return None


def _tell(scope: Scope, case_id: str, ports: Spreading) -> None:
    file = load_case_file(scope, case_id, ports.recording)
    learnt = caught_up(file, ports.recording)
    known = learnt.file
    if known.case.is_closed:
        _wake_for_receipt(file, ports.recording)
        return
    proofs = _proofs(known, ports)
    tasks = _unmade_calls(known, ports.recording)
    if known is file and not proofs and not tasks:
        return
    drafts = (*learnt.events, *(document_added(document) for document in proofs))
    changed = record(file, known.case, drafts, actor=ACTOR, ports=ports.recording)
    creations: tuple[Write, ...] = tuple(Create(document, file.key) for document in proofs)
    ports.recording.store.commit((*changed.writes, *creations, *tasks))


def _wake_for_receipt(file: CaseFile, recording: Recording) -> None:
    """A closed case takes no fact in; a receipt that had to wait for one goes out all the same (PAY_03)."""
    before = file.case.next_step
    step = next_step_of(file, file.case, file.debtor, file.log, file.rates)
    if (before is None or before.due_at is None) and step.due_at is not None:
        recording.store.commit(record(file, file.case, (), actor=ACTOR, ports=recording).writes)


def _unmade_calls(file: CaseFile, recording: Recording) -> tuple[Write, ...]:
    """The calls still to be made that a fact forbids: all of a stopped case, or those to a number that is closed."""
    if is_stopped(file.debtor):
        return expire_call_tasks(file, recording)
    if any(block.channel == "call" and block.fact_id for block in file.debtor.blocks):
        return expire_call_tasks(file, recording, still_called=file.debtor.usable_phones())
    return ()


def _proofs(file: CaseFile, ports: Spreading) -> tuple[Document, ...]:
    """The copies of the facts' documents that this case has not got yet; sealed and dated like all of its evidence."""
    standing = [fact for fact in file.debtor.facts if fact.stands and fact.document]
    return tuple(_copy(file, fact, ports) for fact in standing if not _has(file, fact, ports.recording.store))


def _has(file: CaseFile, fact: DebtorFact, store: Store) -> bool:
    try:
        store.document(file.case.scope, copy_id(file.case.id, fact))
    except NotFound:
        return False
    return True


def _copy(file: CaseFile, fact: DebtorFact, ports: Spreading) -> Document:
    kept = fact.document
    if kept is None:
        raise AssertionError("only facts with a document are copied")
    body = taken_out(
        kept.archive_key,
        owner_id=file.debtor.id,
        paper_id=kept.archive_key.rsplit("/", 1)[1],
        key=file.key,
        vault=ports.recording.vault,
        archive=ports.archive,
    )
    content = Content(DocumentKind(kept.kind), kept.name, kept.media_type, body)
    document_id = copy_id(file.case.id, fact)
    return keep(file.case, file.key, content, recording=ports.recording, archive=ports.archive, document_id=document_id)


def copy_id(case_id: str, fact: DebtorFact) -> str:
    """The id of a case's copy of a fact's document: always the same, so that it is never kept twice."""
    place = fact.document.archive_key if fact.document else fact.id
    number = int.from_bytes(hashlib.sha256(f"{case_id}/{place}".encode()).digest()[:16], "big")
    return f"doc_{crockford(number, 26)}"
