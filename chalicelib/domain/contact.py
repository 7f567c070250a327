"""A contact: one message, letter or call to the debtor, from its intent to its delivery."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from .contact_guard import GuardReason
from .money import ZERO, Money
from .parties import Scope


class Channel(StrEnum):
    """How a contact reaches the debtor (R-025)."""

    EMAIL = "email"
    SMS = "sms"
    CALL = "call"
    LETTER = "letter"
    REGISTERED_LETTER = "registered_letter"

    @property
    def is_postal(self) -> bool:
        return self in POSTAL


POSTAL = (Channel.LETTER, Channel.REGISTERED_LETTER)


class Purpose(StrEnum):
    """Solicitations count towards the caps; service messages and legal letters do not.

    An ``advice`` goes to the creditor (CPCE R124-5): it is no contact with the debtor at all.
    """

    SOLICITATION = "solicitation"
    SERVICE = "service"
    LEGAL = "legal"
    ADVICE = "advice"


class ContactState(StrEnum):
    """``intended`` is the point of no return; what follows is what the provider or carrier said."""

    INTENDED = "intended"
    UNKNOWN = "unknown"
    SENT = "sent"
    FAILED = "failed"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    POSTED = "posted"
    PRESENTED = "presented"
    RECEIVED = "received"
    UNCLAIMED = "unclaimed"
    REFUSED = "refused"
    RETURNED = "returned"
    EXPIRED = "expired"


class DeliveryKind(StrEnum):
    """What a provider or carrier can report about a contact."""

    DELIVERED = "delivered"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    POSTED = "posted"
    PRESENTED = "presented"
    RECEIVED = "received"
    UNCLAIMED = "unclaimed"
    REFUSED = "refused"
    RETURNED = "returned"


@dataclass(frozen=True)
class DeliveryEvent:
    """One report. ``on`` is the day it happened by the carrier, in the debtor's calendar."""

    kind: DeliveryKind
    on: date
    recorded_at: datetime
    detail: str | None = None
    document_id: str | None = None


@dataclass(frozen=True)
class Shared:
    """One case's part in a contact that was made for several at once (R-123)."""

    case_id: str
    contact_id: str


@dataclass(frozen=True)
class Contact:
    """The whole record of one contact, personal data included: stored sealed.

    ``recipient`` is an e-mail address, an E.164 number or a postal address on lines. ``recorded_at`` is the wall
    clock of the intent; every other instant is case time. ``shared_with`` are the other cases that the same message
    spoke for, each with its own record of it; ``led_by`` is the contact that really went out, where this is one of
    them, and ``reference`` the one that its paper carries. ``template_version`` is that of a tenant's own text;
    ``note_id`` the note that it carries, where it is one of an agreement or a dispute.
    """

    id: str
    scope: Scope
    case_id: str
    debtor_id: str
    step_id: str
    channel: Channel
    template: str
    purpose: Purpose
    state: ContactState
    recipient: str
    recipient_name: str | None
    intended_at: datetime
    recorded_at: datetime
    version: int = 1
    subject: str | None = None
    text: str | None = None
    document_ids: tuple[str, ...] = ()
    content_sha256: str | None = None
    guard: tuple[GuardReason, ...] = ()
    sent_at: datetime | None = None
    provider_message_id: str | None = None
    expected_event_on: date | None = None
    cost: Money = ZERO
    duplicate_possible: bool = False
    error: str | None = None
    payment_id: str | None = None
    events: tuple[DeliveryEvent, ...] = ()
    shared_with: tuple[Shared, ...] = ()
    led_by: str | None = None
    reference: str | None = None
    template_version: int | None = None
    note_id: str | None = None

    @property
    def subject_id(self) -> str | None:
        """The promise, plan, settlement or dispute that a note is about."""
        return self.note_id.partition("/")[0] if self.note_id else None

    @property
    def travels_as(self) -> str:
        """The id that the provider or carrier knows it under."""
        return self.led_by or self.id

    def with_event(self, event: DeliveryEvent) -> Contact:
        """Adds a report; a late or repeated one never takes a final state back."""
        state = ContactState(event.kind.value)
        if self.state in FINAL_STATES and state not in FINAL_STATES:
            state = self.state
        return replace(self, state=state, events=(*self.events, event), version=self.version + 1)


FINAL_STATES = frozenset(
    {
        ContactState.BOUNCED,
        ContactState.RECEIVED,
        ContactState.UNCLAIMED,
        ContactState.REFUSED,
        ContactState.RETURNED,
    }
)


@dataclass(frozen=True)
class ContactRef:
    """What the case itself remembers of a contact, enough to decide; no personal data.

    ``shared``: it spoke for other cases too, so its record tells which (R-123).
    """

    id: str
    channel: Channel
    template: str
    state: ContactState
    at: datetime
    duplicate_possible: bool = False
    expected_event_on: date | None = None
    recorded_at: datetime | None = None
    shared: bool = False


def reference_to(contact: Contact) -> ContactRef:
    """What the case keeps of this contact."""
    return ContactRef(
        id=contact.id,
        channel=contact.channel,
        template=contact.template,
        state=contact.state,
        at=contact.sent_at or contact.intended_at,
        duplicate_possible=contact.duplicate_possible,
        expected_event_on=contact.expected_event_on,
        recorded_at=contact.recorded_at,
        shared=bool(contact.shared_with),
    )


def shared_by(contact: Contact) -> dict[str, Any]:
    """What an event says of a contact that spoke for several cases; nothing of one that spoke for its own (R-123)."""
    if not contact.shared_with:
        return {}
    told: dict[str, Any] = {"grouped_with": [each.case_id for each in contact.shared_with]}
    return told | ({"led_by": contact.led_by} if contact.led_by else {})
