"""Write the declaration of the claim in the debtor's insolvency, for the creditor to sign and send (STOP_02, L622-24).

What was written is never changed: when the claim as of the judgment changes, another edition replaces it.
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain import french
from chalicelib.domain.case import Case
from chalicelib.domain.claim_declaration import DeclarationFacts, claim_of, content_of, insolvency_fact
from chalicelib.domain.document import DocumentKind
from chalicelib.domain.events import CaseEvent, EventType, event
from chalicelib.domain.next_step import Action, NextStep
from chalicelib.domain.plan import local_day
from chalicelib.domain.stated_amounts import stating

from .message_facts import case_manager_of
from .recording import CaseFile, record
from .sending import Content, Sending, keep_in
from .wake_up import ACTOR, Route, WakeUp, wake_up
from .writes import Create

PROOFS = frozenset(
    {
        DocumentKind.ORDER,
        DocumentKind.DELIVERY_NOTE,
        DocumentKind.CONTRACT,
        DocumentKind.PROOF_OF_DELIVERY,
        DocumentKind.CREDIT_NOTE,
        DocumentKind.FORMAL_NOTICE,
    }
)
MOST_PROOFS = 100


def issue_declaration(command: WakeUp, *, ports: Sending) -> Route:
    """Writes and keeps the paper, once for each content."""

    def effect(file: CaseFile, _step: NextStep) -> Case:
        return _issue(file, ports)

    return wake_up(command, Action.ISSUE_DECLARATION, effect, recording=ports.recording, rooms=ports.rooms)


def _issue(file: CaseFile, ports: Sending) -> Case:
    facts = _facts(file, ports)
    if facts is None:
        return file.case
    name = f"declaration-de-creance-{facts.case_reference}-{facts.edition}.pdf"
    body = ports.renderer.declaration(facts)
    document = keep_in(file, Content(DocumentKind.CLAIM_DECLARATION, name, "application/pdf", body), ports)
    issued = replace(
        facts.insolvency,
        edition=facts.edition,
        declared=content_of(facts.fact, facts.claim),
        document_id=document.id,
        issued_at=file.now,
    )
    drafts = (_issued(facts, document.id, document.sha256),)
    case = replace(stating(file.case, file.rates, facts.claim.as_of), insolvency=issued)
    changed = record(file, case, drafts, actor=ACTOR, ports=ports.recording, in_run=True)
    ports.recording.store.commit((*changed.writes, Create(document, file.key)))
    return changed.case


def _issued(facts: DeclarationFacts, document_id: str, sha256: str) -> CaseEvent:
    claim, deadline = facts.claim, facts.insolvency.declaration_deadline
    return event(
        EventType.DECLARATION_ISSUED,
        fact_id=facts.fact.id,
        edition=facts.edition,
        as_of=claim.as_of.isoformat(),
        total=claim.total.as_json(),
        declaration_deadline=deadline.isoformat() if deadline else None,
        documents=[{"document_id": document_id, "sha256": sha256}],
    )


def _facts(file: CaseFile, ports: Sending) -> DeclarationFacts | None:
    case = file.case
    fact, claim = insolvency_fact(case, file.debtor), claim_of(case, file.rates)
    if case.insolvency is None or fact is None or claim is None:
        return None
    before = case.insolvency.issued_at
    facts = DeclarationFacts(
        creditor=file.creditor,
        debtor=file.debtor,
        case_manager=case_manager_of(case, file.creditor),
        case_reference=case.reference,
        fact=fact,
        insolvency=case.insolvency,
        claim=claim,
        today=local_day(case, file.now),
        edition=case.insolvency.edition + 1,
        replaces=local_day(case, before) if before else None,
    )
    return replace(facts, enclosures=(*_invoices(facts), *_proofs(file, ports)))


def _invoices(facts: DeclarationFacts) -> tuple[str, ...]:
    lines = (*facts.claim.due, *facts.claim.to_come)
    return tuple(f"Facture n° {x.invoice.number} du {french.format_date(x.invoice.issue_date)}" for x in lines)


def _proofs(file: CaseFile, ports: Sending) -> tuple[str, ...]:
    """The supporting documents of the case by their names."""
    page = ports.recording.store.documents(file.case.scope, file.case.id, limit=MOST_PROOFS, position=None)
    return tuple(document.name for document in reversed(page.items) if document.kind in PROOFS)
