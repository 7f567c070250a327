"""The acknowledgement of debt of a plan: the text that is signed, and the paper once both have signed (R-078)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from chalicelib.domain.document import DocumentKind
from chalicelib.domain.negotiation.acknowledgement import AcknowledgementFacts, SignerFacts
from chalicelib.domain.negotiation.known_contacts import mask
from chalicelib.domain.negotiation.payment_plan import PaymentPlan, Side, Signature
from chalicelib.domain.negotiation.signing import to_sign

from .message_facts import speaker_of
from .ports import Archive
from .recording import CaseFile, Recording
from .sending import Content


class PaperWriter(Protocol):
    """Writes the acknowledgement of debt, before and after it is signed."""

    def acknowledgement(self, facts: AcknowledgementFacts) -> bytes: ...
    def acknowledgement_text(self, facts: AcknowledgementFacts) -> str:
        """The words of the paper before anybody signed it."""


@dataclass(frozen=True)
class Papers:
    """The ports of a signature."""

    recording: Recording
    archive: Archive
    renderer: PaperWriter


def text_to_sign(file: CaseFile, plan_id: str, language: str, renderer: PaperWriter) -> str:
    """The words that the debtor has before their eyes and signs; the page shows them as they are.

    Errors: those of ``to_sign``.
    """
    plan = to_sign(file.case, plan_id, Side.DEBTOR, file.rates, file.now)
    return renderer.acknowledgement_text(_facts(file, plan, language))


def acknowledgement(file: CaseFile, plan: PaymentPlan, signed_at: datetime, ports: Papers) -> Content:
    """The paper of a plan that both have signed, in the language of the debtor's signature."""
    debtors = plan.signed_by(Side.DEBTOR)
    language = (debtors.language if debtors else None) or file.debtor.language
    facts = replace(
        _facts(file, plan, language),
        signers=tuple(_signer(file, signature, ports) for signature in plan.signatures),
        signed_at=signed_at,
    )
    name = f"reconnaissance-de-dette-{file.case.reference}.pdf"
    return Content(DocumentKind.PAYMENT_PLAN, name, "application/pdf", ports.renderer.acknowledgement(facts))


def _facts(file: CaseFile, plan: PaymentPlan, language: str) -> AcknowledgementFacts:
    """As it was agreed: signatures and what is followed later leave the text as it is."""
    case = file.case
    return AcknowledgementFacts(
        creditor=file.creditor,
        debtor=file.debtor,
        case_manager=speaker_of(case, file.creditor),
        case_reference=case.reference,
        plan=plan,
        invoice_numbers=tuple(invoice.number for invoice in case.invoices),
        language=language,
        collector=file.creditor.collector if case.mandate else None,
    )


def _signer(file: CaseFile, signature: Signature, ports: Papers) -> SignerFacts:
    """Where the code went is read from its contact, which is sealed: no address lies in the plan."""
    if signature.contact_id is None:
        return SignerFacts(signature)
    contact = ports.recording.store.contact(file.case.scope, signature.contact_id)
    return SignerFacts(signature, mask(contact.channel, contact.recipient), contact.recipient_name)
