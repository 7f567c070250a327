"""What a mandate adds to a contact: the power to make it, the facts it recalls, and the annex.

MAND_01 to MAND_03, LTR_04, PAY_04, PAY_06; CPCE R124-2 to R124-5.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chalicelib.domain.advice import PROPOSAL_ADVICE, given_up, subject_of
from chalicelib.domain.advice_record import ProposalRecord
from chalicelib.domain.case import Case
from chalicelib.domain.collector import Payee
from chalicelib.domain.contact import Purpose
from chalicelib.domain.document import Document, DocumentKind, document_added
from chalicelib.domain.errors import Refused
from chalicelib.domain.events import CaseEvent
from chalicelib.domain.first_letter import reference_of
from chalicelib.domain.messages import MessageFacts, Proposal, public_name
from chalicelib.domain.next_step import NextStep
from chalicelib.domain.scenarios.model import FIRST_LETTER

from .life_cycle import missing_power
from .recording import CaseFile, record
from .sending import Content, Sending
from .wake_up import ACTOR


def require_power(file: CaseFile, purpose: Purpose) -> None:
    """Nothing leaves once the mandate or the collector's cover is over; receipts are owed all the same (MAND_01).

    Errors: ``mandate_ended``, ``collector_incomplete`` and their kind: a person is asked.
    """
    if purpose in (Purpose.SERVICE, Purpose.ADVICE):
        return
    for finding in missing_power(file):
        raise Refused(finding.detail, code=finding.code)


def facts_under_mandate(file: CaseFile) -> dict[str, Any]:
    """Whose letterhead, which letter is recalled, whose account, from which mandate; nothing in the creditor's name."""
    mandate = file.case.mandate
    if mandate is None:
        return {}
    letter = mandate.first_letter
    return {
        "collector": file.creditor.collector,
        "first_letter": letter if letter is not None and letter.posted_on is not None else None,
        "letter_reference": None if letter is not None else reference_of(file.case),
        "payee": mandate.payee,
        "mandate": next((each for each in file.creditor.mandates if each.id == mandate.mandate_id), None),
    }


def advised_payment(file: CaseFile, step: NextStep) -> str | None:
    """The payment an advice is about; ``None`` for a proposal."""
    subject = subject_of(step.subject_id or "")
    return subject if subject and file.case.receipt_of(subject) else None


def shown_sender(file: CaseFile) -> str:
    """The name that a phone shows: the collector's under a mandate, never one that tells of debts (CON_07)."""
    return public_name(file.creditor, file.creditor.collector if file.case.mandate else None)


def collectors_address(facts: MessageFacts) -> str | None:
    """Answers to the collector's messages go to the collector, or to who answers for it."""
    return (facts.collector.email or facts.case_manager.email) if facts.collector else None


def advice_facts(facts: MessageFacts, file: CaseFile, step: NextStep) -> MessageFacts:
    """With the proposal, or the day on which the collector passes the payment on."""
    subject = subject_of(step.subject_id or "") or ""
    if step.template == PROPOSAL_ADVICE:
        found = next(proposal for proposal in file.case.proposals if proposal.id == subject)
        return replace(facts, proposal=_proposal(found))
    receipt = file.case.receipt_of(subject)
    remittance = receipt.remittance if receipt and facts.payee is Payee.COLLECTOR else None
    return replace(facts, remit_by=remittance.due_on if remittance else None)


def _proposal(found: ProposalRecord) -> Proposal:
    return Proposal(found.made_on, channel=found.channel, pay_on=found.pay_on)


def not_told(file: CaseFile, step: NextStep, ports: Sending, reason: str = "no_creditor_email") -> Case:
    """The creditor cannot be told by e-mail: the event says so, the case goes on."""
    case, drafts = given_up(file.case, subject_of(step.subject_id or "") or "", reason)
    changed = record(file, case, drafts, actor=ACTOR, ports=ports.recording, in_run=True)
    ports.recording.store.commit(changed.writes)
    return changed.case


def annex_content(file: CaseFile, template: str, facts: MessageFacts, ports: Sending) -> Content | None:
    """The annex to the mandate: each sum of this claim by itself, kept as the first letter leaves (MAND_02).

    ``None`` for any other message, and once the case has its annex.
    """
    mandate = file.case.mandate
    if mandate is None or template != FIRST_LETTER or mandate.annex_document_id is not None:
        return None
    name = f"annexe-mandat-{file.case.reference}.pdf"
    return Content(DocumentKind.MANDATE_ANNEX, name, "application/pdf", ports.renderer.mandate_annex(facts))


def with_annex(case: Case, annex: Document) -> tuple[Case, CaseEvent]:
    """The case with its annex, and the event that says so."""
    mandate = replace(case.mandate, annex_document_id=annex.id) if case.mandate else None
    return replace(case, mandate=mandate), document_added(annex)
