"""An e-mail as it leaves: whose name it carries, where answers go, and the bytes that are kept."""

from __future__ import annotations

from chalicelib.domain.messages import EmailContent, MessageFacts

from .ports import Attachment
from .recording import CaseFile
from .sending import Sending
from .under_mandate import collectors_address


def email_bytes(
    file: CaseFile,
    facts: MessageFacts,
    email: EmailContent,
    to: tuple[str, str],
    ports: Sending,
    attachments: tuple[Attachment, ...] = (),
) -> bytes:
    """``to`` is the address and the contact's id. Answers reach the collector, else whom the creditor named."""
    recipient, contact_id = to
    sender = file.creditor.sender
    return ports.mime(
        sender_name=facts.public_name,
        to=recipient,
        reply_to=collectors_address(facts) or (sender.reply_to if sender else None) or file.creditor.email,
        subject=email.subject,
        text=email.text,
        html=email.html,
        attachments=attachments,
        contact_id=contact_id,
        date=file.now,
        logo=email.logo,
    )
