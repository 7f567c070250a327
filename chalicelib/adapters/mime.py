"""Builds the MIME of an e-mail: text, HTML, attachments, headers; 7-bit throughout, same bytes for same input."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.generator import BytesGenerator
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from io import BytesIO

from chalicelib.domain.brand import LOGO_ID

_BLANKS = re.compile(r"[\s\x00-\x1f\x7f]+", re.ASCII)


class _WholeLinks(EmailPolicy):
    """Never encodes a header that is plain ASCII without spaces: a folded List-Unsubscribe link is no link."""

    def fold(self, name: str, value: str) -> str:
        plain = str(value)
        if plain.isascii() and " " not in plain and "\n" not in plain:
            return f"{name}: {plain}{self.linesep}"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode("ascii", "surrogateescape")


POLICY = _WholeLinks(linesep="\r\n", cte_type="7bit", max_line_length=76)
MAX_SUBJECT = 200


@dataclass(frozen=True)
class Attachment:
    """A file that goes with an e-mail, under the name that the reader sees. ``media_type`` is guessed from the name."""

    name: str
    content: bytes
    media_type: str | None = None


def build_mime(
    *,
    sender_name: str,
    sender_address: str,
    to: str | Sequence[str],
    reply_to: str | None,
    subject: str,
    text: str,
    html: str,
    attachments: Sequence[Attachment] = (),
    message_id: str,
    headers: Mapping[str, str] | None = None,
    date: datetime,
    logo: bytes | None = None,
) -> bytes:
    """The whole message with CRLF. ``message_id`` without angle brackets; ``headers`` may hold List-Unsubscribe.

    Raises ValueError for an address that is none. No line break in a value reaches a header.
    """
    message = EmailMessage(policy=POLICY)
    message["From"] = Address(_one_line(sender_name), addr_spec=sender_address)
    message["To"] = [Address(addr_spec=address) for address in ([to] if isinstance(to, str) else to)]
    if reply_to:
        message["Reply-To"] = Address(_one_line(sender_name), addr_spec=reply_to)
    message["Subject"] = _one_line(subject)[:MAX_SUBJECT]
    message["Date"] = format_datetime(date)
    message["Message-ID"] = f"<{_one_line(message_id).strip('<>')}>"
    for name, value in (headers or {}).items():
        message[name] = _one_line(value)
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    if logo is not None:
        _show(message, logo)
    for attachment in attachments:
        main, _, sub = _media_type(attachment).partition("/")
        message.add_attachment(attachment.content, maintype=main, subtype=sub, filename=_one_line(attachment.name))
    _fix_boundaries(message, message_id)
    out = BytesIO()
    BytesGenerator(out, policy=POLICY).flatten(message)
    return out.getvalue()


def _show(message: EmailMessage, logo: bytes) -> None:
    """The picture that the HTML shows, as a part beside it (RFC 2387)."""
    *_, html = message.iter_parts()
    if isinstance(html, EmailMessage):
        html.add_related(logo, "image", "png", cid=f"<{LOGO_ID}>", disposition="inline", filename="logo.png")


def _media_type(attachment: Attachment) -> str:
    return attachment.media_type or mimetypes.guess_type(attachment.name)[0] or "application/octet-stream"


def _one_line(value: str) -> str:
    return _BLANKS.sub(" ", value).strip(" ")


def _fix_boundaries(message: EmailMessage, message_id: str) -> None:
    """The library draws boundaries at random; ours come from the message id, so that the bytes can be hashed twice."""
    for index, part in enumerate(p for p in message.walk() if p.is_multipart()):
        digest = hashlib.sha256(f"{message_id} {index}".encode()).hexdigest()[:32]
        part.set_boundary(f"=_{digest}")
