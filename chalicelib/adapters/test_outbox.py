"""What test mode sends instead of messages: objects that nobody receives, one a contact (design: test mode)."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

from chalicelib.domain.contact import Channel, Contact, DeliveryEvent, DeliveryKind
from chalicelib.domain.outgoing import OutgoingEmail, OutgoingLetter, OutgoingSms, ProviderReceipt

from .once_box import OnceBox

PRESENTED_AFTER = timedelta(days=3)
"""When the simulated carrier presents a registered letter."""


def place(contact_id: str) -> str:
    """Where a test message lies in the files bucket."""
    return f"test-outbox/{contact_id}"


class TestOutboxMailer:
    """Keeps the exact bytes of the e-mail."""

    __test__ = False

    def __init__(self, box: OnceBox) -> None:
        self._box = box

    def send(self, email: OutgoingEmail) -> ProviderReceipt:
        self._box.put(place(email.contact_id), email.mime, "message/rfc822")
        return _receipt(email.contact_id)

    def lookup(self, contact_id: str) -> ProviderReceipt | None:
        return _receipt(contact_id) if self._box.read(place(contact_id)) is not None else None


class TestOutboxTexter:
    """Keeps number, sender and text."""

    __test__ = False

    def __init__(self, box: OnceBox) -> None:
        self._box = box

    def send(self, sms: OutgoingSms) -> ProviderReceipt:
        body = json.dumps({"to": sms.to, "sender": sms.sender, "text": sms.text}, ensure_ascii=False)
        self._box.put(place(sms.contact_id), body.encode(), "application/json")
        return _receipt(sms.contact_id)

    def lookup(self, contact_id: str) -> ProviderReceipt | None:
        return _receipt(contact_id) if self._box.read(place(contact_id)) is not None else None


class TestOutboxPostal:
    """A simulated carrier: posts at once, presents a registered letter after three days, and it is received then."""

    __test__ = False

    def __init__(self, box: OnceBox) -> None:
        self._box = box

    def send(self, letter: OutgoingLetter) -> ProviderReceipt:
        """The PDF first: the order, put once, is what counts as sent."""
        self._box.put(f"{place(letter.contact_id)}.pdf", letter.pdf, "application/pdf")
        order = {
            "registered": letter.registered,
            "recipient": letter.recipient,
            "posted_on": letter.handed_over_on.isoformat(),
        }
        self._box.put(place(letter.contact_id), json.dumps(order, ensure_ascii=False).encode(), "application/json")
        return self.lookup(letter.contact_id) or _posted(letter.contact_id, letter.handed_over_on, letter.registered)

    def lookup(self, contact_id: str) -> ProviderReceipt | None:
        body = self._box.read(place(contact_id))
        if body is None:
            return None
        order = json.loads(body)
        return _posted(contact_id, date.fromisoformat(order["posted_on"]), bool(order["registered"]))

    def track(self, contact: Contact, today: date, recorded_at: datetime) -> tuple[DeliveryEvent, ...]:
        """Presented and received, each once, from the third day after posting."""
        if contact.channel is not Channel.REGISTERED_LETTER:
            return ()
        receipt = self.lookup(contact.id)
        if receipt is None or receipt.expected_event_on is None or today < receipt.expected_event_on:
            return ()
        known = {event.kind for event in contact.events}
        return tuple(
            DeliveryEvent(kind, receipt.expected_event_on, recorded_at, "simulated carrier")
            for kind in (DeliveryKind.PRESENTED, DeliveryKind.RECEIVED)
            if kind not in known
        )


def _receipt(contact_id: str) -> ProviderReceipt:
    return ProviderReceipt(message_id=f"test-{contact_id}")


def _posted(contact_id: str, posted_on: date, registered: bool) -> ProviderReceipt:
    expected = posted_on + PRESENTED_AFTER if registered else None
    return ProviderReceipt(f"test-{contact_id}", posted_on=posted_on, expected_event_on=expected)
