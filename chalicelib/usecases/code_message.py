"""The message that carries a one-time code, and the copy of it that is kept (R-127)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chalicelib.domain.arrangement import CodeFacts
from chalicelib.domain.contact import Channel
from chalicelib.domain.document import DocumentKind
from chalicelib.domain.messages import MessageFacts
from chalicelib.domain.negotiation.one_time_code import LIFETIME, MASK, TEMPLATE
from chalicelib.domain.outgoing import OutgoingEmail, OutgoingSms

from .email_bytes import email_bytes
from .message_facts import message_facts
from .recording import CaseFile
from .sending import Content, Sending
from .under_mandate import shown_sender


@dataclass(frozen=True)
class CodeMessage:
    """What goes out, and the copy that is kept, where the digits are masked in live mode."""

    outgoing: OutgoingEmail | OutgoingSms
    kept: Content
    subject: str | None
    text: str


def code_message(
    file: CaseFile, language: str, address: tuple[Channel, str], contact_id: str, digits: str, ports: Sending
) -> CodeMessage:
    """The same words twice: with the digits to go out, without them to be kept. Test mode keeps what it sends."""
    channel, recipient = address
    facts = message_facts(file, file.rates, recipient=recipient)
    facts = replace(facts, debtor=replace(file.debtor, language=language))
    minutes = int(LIFETIME.total_seconds()) // 60
    shown = replace(facts, code=CodeFacts(digits, minutes))
    kept = replace(facts, code=CodeFacts(MASK, minutes)) if file.case.scope.livemode else shown
    if channel is Channel.SMS:
        text = ports.renderer.sms(TEMPLATE, kept)
        copy = Content(DocumentKind.SMS, f"{TEMPLATE}.txt", "text/plain; charset=utf-8", text.encode())
        sms = OutgoingSms(contact_id, recipient, ports.renderer.sms(TEMPLATE, shown), shown_sender(file))
        return CodeMessage(sms, copy, None, text)
    _, body, _ = _email(file, shown, recipient, contact_id, ports)
    text, copied, subject = _email(file, kept, recipient, contact_id, ports)
    copy = Content(DocumentKind.EMAIL, f"{TEMPLATE}.eml", "message/rfc822", copied)
    return CodeMessage(OutgoingEmail(contact_id, recipient, body), copy, subject, text)


def _email(
    file: CaseFile, facts: MessageFacts, recipient: str, contact_id: str, ports: Sending
) -> tuple[str, bytes, str]:
    """Its text, its bytes and its subject line."""
    email = ports.renderer.email(TEMPLATE, facts)
    body = email_bytes(file, facts, email, (recipient, contact_id), ports)
    return email.text, body, email.subject
