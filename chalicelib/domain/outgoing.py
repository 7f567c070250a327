"""What is handed to a provider or carrier, and the receipt that comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .parties import Scope


@dataclass(frozen=True)
class ProviderReceipt:
    """The provider took it. ``expected_event_on``: when a carrier should report next."""

    message_id: str
    posted_on: date | None = None
    expected_event_on: date | None = None


@dataclass(frozen=True)
class OutgoingEmail:
    contact_id: str
    to: str
    mime: bytes


@dataclass(frozen=True)
class OutgoingSms:
    contact_id: str
    to: str
    text: str
    sender: str


@dataclass(frozen=True)
class OutgoingLetter:
    contact_id: str
    scope: Scope
    registered: bool
    recipient: str
    pdf: bytes
    handed_over_on: date


@dataclass(frozen=True)
class Attachment:
    """A file that travels with an e-mail."""

    name: str
    media_type: str
    content: bytes
