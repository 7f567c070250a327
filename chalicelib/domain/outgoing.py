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
    """A whole MIME message; ``contact_id`` travels along, so that the provider's reports find their contact."""

    contact_id: str
    to: str
    mime: bytes


@dataclass(frozen=True)
class OutgoingSms:
    """``to`` is E.164; ``sender`` is the creditor's trade name."""

    contact_id: str
    to: str
    text: str
    sender: str


@dataclass(frozen=True)
class OutgoingLetter:
    """``recipient`` is the postal address on lines; ``handed_over_on`` is case time."""

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
