"""Compose one message of a step: recipient, exact bytes, documents. Rendered the same for preview and sending."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chalicelib.domain.acceleration_mentions import check_acceleration
from chalicelib.domain.advice import ADVICES, subject_of
from chalicelib.domain.contact import Channel, Purpose
from chalicelib.domain.document import Document, DocumentKind
from chalicelib.domain.messages import AttachedDocument, MessageFacts
from chalicelib.domain.negotiation.correspondence import demands, paper_of
from chalicelib.domain.negotiation.note import Note
from chalicelib.domain.next_step import NextStep
from chalicelib.domain.parties import Address, ContactRole
from chalicelib.domain.scenarios.model import FIRST_LETTER

from .checked_words import check_email, check_letter, check_notice, check_sms
from .email_bytes import email_bytes
from .message_facts import message_facts, recipient_name_of, with_logo
from .note_words import with_creditors_words
from .own_text import with_own_text
from .ports import Attachment
from .recording import CaseFile
from .sending import Content, Sending, fetch
from .under_mandate import advice_facts, advised_payment, annex_content

RECEIPTS = frozenset({"receipt", "final_receipt"})
MOST_ATTACHED_BYTES = 7_000_000  # SES takes 10 MB, of which base64 makes a quarter
SERVICE_TEMPLATES = RECEIPTS | {"receipt_withdrawal"}


@dataclass(frozen=True)
class Composed:
    """A message ready for its intent. ``content`` is kept byte for byte; ``text`` is what a person reads."""

    channel: Channel
    template: str
    purpose: Purpose
    recipient: str
    recipient_name: str | None
    subject: str | None
    text: str | None
    content: Content
    payment_id: str | None = None
    note_id: str | None = None
    annex: Content | None = None


def purpose_of(file: CaseFile, step: NextStep) -> Purpose:
    """Whether the message counts as a solicitation."""
    if step.template in ADVICES:
        return Purpose.ADVICE
    note = note_of(file, step)
    if note is not None and demands(note):
        return Purpose.LEGAL if note.registered else Purpose.SOLICITATION
    if step.template in SERVICE_TEMPLATES or step.step_id is None:
        return Purpose.SERVICE
    return file.scenario.step(step.step_id).purpose


def note_of(file: CaseFile, step: NextStep) -> Note | None:
    """The note that a step sends, where it sends one."""
    return file.case.negotiation.note(step.subject_id) if step.subject_id else None


def recipient_of(file: CaseFile, channel: Channel, step_id: str | None) -> str | None:
    """The address this channel would use, or ``None`` when the debtor cannot be reached by it (R-011)."""
    debtor = file.debtor
    role = file.scenario.step(step_id).role if step_id else ContactRole.ACCOUNTING
    addresses = {
        Channel.EMAIL: debtor.usable_emails(role),
        Channel.SMS: debtor.usable_mobiles(role),
        Channel.CALL: debtor.usable_phones(role),
    }.get(channel)
    if addresses is not None:
        return addresses[0] if addresses else None
    return postal_lines(debtor.postal_name, debtor.postal_address) if debtor.postal_address else None


def postal_lines(name: str, address: Address) -> str:
    """The address as it stands on an envelope."""
    lines = [name, address.line1, address.line2, f"{address.postal_code} {address.city}"]
    return "\n".join(line for line in lines if line)


def compose(
    file: CaseFile,
    step: NextStep,
    channel: Channel,
    recipient: str,
    ports: Sending,
    contact_id: str,
    *,
    others: tuple[CaseFile, ...] = (),
) -> Composed:
    """Renders the message and checks its words; ``others`` are further cases that it speaks for (R-123).

    Errors: ``message_incomplete`` names a fact that the wording needs and the case lacks; ``wording_refused`` and its
    kind name the rule that the words break (``domain.mentions``).
    """
    template, ports = step.template or "", with_own_text(file, step, ports)
    if channel is Channel.EMAIL:
        return _email(file, step, recipient, ports, contact_id, others)
    if channel is Channel.SMS:
        facts = message_facts(file, file.rates, recipient=recipient, step_id=step.step_id, others=others)
        facts = with_page_link(facts, file, ports)
        text = ports.renderer.sms(template, facts)
        check_sms(template, text, facts)
        content = Content(DocumentKind.SMS, f"{template}.txt", "text/plain; charset=utf-8", text.encode())
        return _composed(file, step, channel, recipient, content, text=text)
    facts = message_facts(file, file.rates, step_id=step.step_id, subject_id=step.subject_id, others=others)
    facts = with_page_link(with_logo(facts, ports.recording.store), file, ports)
    facts = with_creditors_words(facts, file, step, ports)
    printed = ports.renderer.letter(template, facts)
    check_letter(template, printed, facts)
    check_notice(channel, template, printed.words, facts)
    check_acceleration(template, printed.words, facts)
    kind = DocumentKind.FORMAL_NOTICE if channel is Channel.REGISTERED_LETTER else DocumentKind.LETTER
    content = Content(kind, f"{template}.pdf", "application/pdf", printed.pdf)
    composed = _composed(file, step, channel, recipient, content)
    return replace(composed, annex=annex_content(file, template, facts, ports))


def with_page_link(facts: MessageFacts, file: CaseFile, ports: Sending) -> MessageFacts:
    """With the debtor's own page, in whatever goes to a debtor (R-127); no link where no page is published."""
    return replace(facts, page_link=ports.links.link_for(file) or None)


def first_annex(file: CaseFile, template: str, ports: Sending) -> Content | None:
    """The annex of a case that another one's first letter speaks for: each claim has its own (MAND_02)."""
    if template != FIRST_LETTER or file.case.mandate is None:
        return None
    return annex_content(file, template, message_facts(file, file.rates, step_id=FIRST_LETTER), ports)


def _email(
    file: CaseFile, step: NextStep, recipient: str, ports: Sending, contact_id: str, others: tuple[CaseFile, ...]
) -> Composed:
    template, is_advice = step.template or "", step.template in ADVICES
    attachments = () if is_advice else attachments_of(file, step, ports, others)
    named = tuple(AttachedDocument(attachment.name) for attachment in attachments)
    facts = message_facts(
        file,
        file.rates,
        recipient=recipient,
        step_id=step.step_id,
        subject_id=advised_payment(file, step) if is_advice else step.subject_id,
        attachments=named,
        others=others,
    )
    facts = advice_facts(facts, file, step) if is_advice else with_page_link(facts, file, ports)
    facts = with_creditors_words(with_logo(facts, ports.recording.store), file, step, ports)
    email = ports.renderer.email(template, facts)
    if not is_advice:
        check_email(template, email, facts)
    mime = email_bytes(file, facts, email, (recipient, contact_id), ports, attachments)
    content = Content(DocumentKind.EMAIL, f"{template}.eml", "message/rfc822", mime)
    return _composed(file, step, Channel.EMAIL, recipient, content, subject=email.subject, text=email.text)


def attachments_of(
    file: CaseFile, step: NextStep, ports: Sending, others: tuple[CaseFile, ...] = ()
) -> tuple[Attachment, ...]:
    """The invoices with a reminder (R-037), of every case that it speaks for; with a receipt or a note its paper."""
    note = note_of(file, step)
    if step.template in RECEIPTS:
        receipt = file.case.receipt_of(step.subject_id or "")
        wanted = [receipt.document_id] if receipt and receipt.document_id else []
    elif note is not None:
        paper = paper_of(file.case.negotiation, note)
        wanted = [paper] if paper else []
    else:
        wanted = [document_id for each in (file, *others) for document_id in each.case.invoice_documents]
    found = [ports.recording.store.document(file.case.scope, document_id)[0] for document_id in wanted]
    return tuple(_attachment(document, file, ports) for document in _that_fit(found))


def _that_fit(documents: list[Document]) -> list[Document]:
    """Those that a mail server takes together, in their order; the message still lists every invoice."""
    fitting, room = [], MOST_ATTACHED_BYTES
    for document in documents:
        if document.size <= room:
            fitting.append(document)
            room -= document.size
    return fitting


def _attachment(document: Document, file: CaseFile, ports: Sending) -> Attachment:
    body = fetch(document, file.key, recording=ports.recording, archive=ports.archive)
    return Attachment(document.name, document.media_type, body)


def _composed(
    file: CaseFile,
    step: NextStep,
    channel: Channel,
    recipient: str,
    content: Content,
    *,
    subject: str | None = None,
    text: str | None = None,
) -> Composed:
    purpose, note = purpose_of(file, step), note_of(file, step)
    return Composed(
        channel=channel,
        template=step.template or "",
        purpose=purpose,
        recipient=recipient,
        recipient_name=None
        if purpose is Purpose.ADVICE
        else recipient_name_of(file, None if channel.is_postal else recipient),
        subject=subject,
        text=text,
        content=content,
        payment_id=_paid_by(step, purpose) if note is None else None,
        note_id=note.id if note else None,
    )


def _paid_by(step: NextStep, purpose: Purpose) -> str | None:
    """The payment that a receipt or an advice is about."""
    if purpose is Purpose.ADVICE:
        return subject_of(step.subject_id or "")
    return step.subject_id if purpose is Purpose.SERVICE else None
