"""The e-mails of this deployment: its sender address, and a message id that names the contact (for correlation)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from chalicelib.adapters.mime import Attachment as MimeAttachment
from chalicelib.adapters.mime import build_mime
from chalicelib.domain.outgoing import Attachment


class MimeWriter:
    """Every address and header that does not depend on the message."""

    def __init__(self, mail_from: str) -> None:
        self._mail_from = mail_from
        self._domain = mail_from.rpartition("@")[2]

    def __call__(
        self,
        *,
        sender_name: str,
        to: str,
        reply_to: str | None,
        subject: str,
        text: str,
        html: str,
        attachments: Sequence[Attachment],
        contact_id: str,
        date: datetime,
        logo: bytes | None = None,
    ) -> bytes:
        """The exact bytes; the contact's id travels as message id and header (design: ambiguous failure)."""
        return build_mime(
            sender_name=sender_name,
            sender_address=self._mail_from,
            to=to,
            reply_to=reply_to,
            subject=subject,
            text=text,
            html=html,
            attachments=[MimeAttachment(a.name, a.content, a.media_type) for a in attachments],
            message_id=f"{contact_id}@{self._domain}",
            headers=self._headers(contact_id, reply_to),
            date=date,
            logo=logo,
        )

    def _headers(self, contact_id: str, reply_to: str | None) -> dict[str, str]:
        headers = {"X-Amiable-Contact": contact_id, "Auto-Submitted": "auto-generated"}
        if reply_to:
            headers["List-Unsubscribe"] = f"<mailto:{reply_to}?subject=STOP>"
        return headers
