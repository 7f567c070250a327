"""Build the evidence pack of a case: everything that happened, signed, for a third party to verify offline (R-128).

The pack shows the chain up to the moment it was asked for; the event that tells of it comes after. It is kept sealed in
the archive like any document, and handed out plain by a short-lived link (docs/decisions/0001-evidence-trail.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from chalicelib.domain.archive_layout import case_prefix, event_context
from chalicelib.domain.case import Case
from chalicelib.domain.chronology import chronology_entry
from chalicelib.domain.document import Document, DocumentKind
from chalicelib.domain.errors import DomainError
from chalicelib.domain.events import EventType, event
from chalicelib.domain.evidence import ChainHead, SaltedPayload, verify_chain
from chalicelib.domain.evidence_pack import EvidencePack, PackContents, PackDocument, build_pack
from chalicelib.domain.ledger import Statement
from chalicelib.domain.messages import MessageFacts
from chalicelib.domain.money import ZERO
from chalicelib.domain.parties import Debtor
from chalicelib.domain.plan import local_day
from chalicelib.domain.scenarios.own import is_own
from chalicelib.domain.sealed_event import WrappedKey, parse_payload

from .case_documents import case_documents
from .change_case import Changing, Outcome, Transition, change_case
from .mandate_paper import papers_told
from .message_facts import case_manager_of
from .pack_ports import EvidenceRenderer, ListedArchive, PackSigner
from .ports import Files, Reply
from .recording import CaseFile, Recording, scenario_of
from .sending import Content, fetch, keep
from .writes import Create, StoredEvent

NAME_OF_ERASED = "Données effacées"


class TrailBroken(DomainError):
    """The stored events do not form the chain that the case says: no pack is signed over that."""

    code = "evidence_trail_broken"


@dataclass(frozen=True)
class Verifier:
    """The stand-alone verifier and the page that explains it, as they go into every pack."""

    source: bytes
    readme: str


@dataclass(frozen=True)
class Packing:
    """The ports of building a pack."""

    recording: Recording
    archive: ListedArchive
    files: Files
    renderer: EvidenceRenderer
    signer: PackSigner
    verifier: Verifier


@dataclass(frozen=True)
class BuiltPack:
    """``head`` is the chain's as the pack holds it; ``document`` is ``None`` for an erased debtor: nothing is kept."""

    sha256: str
    size: int
    head: ChainHead
    url: str
    document: Document | None


def build_evidence_pack(command: Changing, *, ports: Packing, reply: Reply) -> BuiltPack:
    """Errors: ``evidence_trail_broken``; ``clock_advancing`` (409): the pack is an event of the case.

    Once the debtor's key is erased the pack shows headers alone; no event tells of it, as nothing can be sealed.
    """
    case = ports.recording.store.case(command.scope, command.case_id)
    key = ports.recording.store.debtor_key(case.scope, case.debtor_id)
    pack = _pack(case, key, ports)
    name = f"preuves-{case.reference}-{pack.head.sequence}.zip"
    url = ports.files.download_link(case.scope, case.debtor_id, name, "application/zip", pack.content)
    if key is None:
        return BuiltPack(pack.sha256, len(pack.content), pack.head, url, None)
    content = Content(DocumentKind.EVIDENCE_PACK, name, "application/zip", pack.content)
    document = keep(case, key, content, recording=ports.recording, archive=ports.archive)
    built = BuiltPack(pack.sha256, len(pack.content), pack.head, url, document)
    _tell(command, built, document, ports, reply)
    return built


def _tell(command: Changing, built: BuiltPack, document: Document, ports: Packing, reply: Reply) -> Outcome:
    """Under its own names, not as a document of the case: no pack can hold itself."""
    draft = event(
        EventType.EVIDENCE_PACK_READY,
        pack_id=document.id,
        pack_sha256=built.sha256,
        sequence=built.head.sequence,
        head_hash=built.head.hash,
    )

    def transition(file: CaseFile) -> Transition:
        return Transition(file.case, (draft,), writes=(Create(document, file.key),), result=built)

    return change_case(command, transition, recording=ports.recording, reply=reply)


def _pack(case: Case, key: WrappedKey | None, ports: Packing) -> EvidencePack:
    events = ports.recording.store.event_range(case.scope, case.id, 1, case.chain.sequence)
    payloads = _opened(case, events, key, ports)
    headers = [stored.header for stored in events]
    if verify_chain(case.id, headers, payloads, case.chain) or len(headers) != case.chain.sequence:
        raise TrailBroken("The stored events do not form the chain that the case says.")
    papers, unreadable = papers_told(
        ports.recording.store.creditor(case.scope, case.creditor_id),
        [salted.payload for salted in payloads.values()],
        vault=ports.recording.vault,
        archive=ports.archive,
    )
    contents = PackContents(
        case_id=case.id,
        livemode=case.scope.livemode,
        generated_at=ports.recording.wall.now(),
        headers=headers,
        payloads=payloads,
        documents=[*_documents(case, key, payloads, ports), *papers],
        unreadable=unreadable,
        chronology=ports.renderer.chronology(_chronology_facts(case, key, events, payloads, ports)),
        verifier=ports.verifier.source,
        readme_template=ports.verifier.readme,
    )
    return build_pack(contents, public_key=ports.signer.public_key(), sign=ports.signer.sign)


def _opened(
    case: Case, events: tuple[StoredEvent, ...], key: WrappedKey | None, ports: Packing
) -> dict[int, SaltedPayload]:
    if key is None:
        return {}
    vault = ports.recording.vault
    return {
        stored.header.sequence: parse_payload(
            vault.open(key, stored.sealed, event_context(case.id, stored.header.sequence))
        )
        for stored in events
    }


def _documents(
    case: Case, key: WrappedKey | None, payloads: Mapping[int, SaltedPayload], ports: Packing
) -> list[PackDocument]:
    if key is None:
        return [PackDocument(document_id, "", None) for document_id in _archived_ids(case, ports)]
    said = [salted.payload for salted in payloads.values()]
    documents = case_documents(case.scope, case.id, said, store=ports.recording.store)
    return [
        PackDocument(each.id, each.name, fetch(each, key, recording=ports.recording, archive=ports.archive))
        for each in documents
    ]


def _archived_ids(case: Case, ports: Packing) -> list[str]:
    """Their names are erased with them; their ids are all that is left."""
    prefix = f"{case_prefix(case.scope.tenant_id, case.scope.livemode, case.id)}documents/"
    return [item.key.removeprefix(prefix) for item in ports.archive.list_objects(prefix)]


def _chronology_facts(
    case: Case,
    key: WrappedKey | None,
    events: tuple[StoredEvent, ...],
    payloads: Mapping[int, SaltedPayload],
    ports: Packing,
) -> MessageFacts:
    """No amounts of today: the chronology tells what happened, whatever is owed and whether a rate is known."""
    creditor = ports.recording.store.creditor(case.scope, case.creditor_id)
    today = local_day(case, case.last_instant)
    titles = _titles(case, ports)
    return MessageFacts(
        creditor=creditor,
        debtor=_debtor(case, key, ports),
        case_manager=case_manager_of(case, creditor),
        case_reference=case.reference,
        statement=Statement(today, (), (), (), ZERO, ZERO, ZERO, ZERO, ZERO),
        today=today,
        chronology=tuple(
            chronology_entry(
                each.header, salted.payload if (salted := payloads.get(each.header.sequence)) else None, titles
            )
            for each in events
        ),
        head_hash=case.chain.hash,
    )


def _titles(case: Case, ports: Packing) -> dict[str, str]:
    """What the scenario that the case is on calls its steps."""
    own = None
    if is_own(case.scenario_id):
        own = ports.recording.store.scenario_version(case.scope, case.scenario_id, case.scenario_version).definition
    return {step.id: step.title for step in scenario_of(case, own).steps if step.title}


def _debtor(case: Case, key: WrappedKey | None, ports: Packing) -> Debtor:
    if key is not None:
        return replace(ports.recording.store.debtor(case.scope, case.debtor_id)[0], language="fr")
    return Debtor(case.debtor_id, case.scope, 1, case.created_at, case.debtor_kind, NAME_OF_ERASED)
