"""Letters of live mode without a carrier's API: print-ready files and their orders, for a person or a print service.

What the carrier then says (posted, presented, received) comes back through the API.
"""

from __future__ import annotations

import json
from datetime import date, datetime

from chalicelib.domain.contact import Contact, DeliveryEvent
from chalicelib.domain.outgoing import OutgoingLetter, ProviderReceipt

from .once_box import OnceBox


class PostalOutbox:
    """``postal/<mode>/<contact>.pdf`` and, put once and last, the order ``postal/<mode>/<contact>``."""

    def __init__(self, box: OnceBox, *, livemode: bool = True) -> None:
        self._box = box
        self._mode = "live" if livemode else "test"

    def send(self, letter: OutgoingLetter) -> ProviderReceipt:
        """Handed over, not posted yet: the receipt has no posting date."""
        if letter.scope.mode != self._mode:
            raise ValueError("this outbox carries letters of the other mode")
        order = {
            "contact_id": letter.contact_id,
            "tenant_id": letter.scope.tenant_id,
            "registered": letter.registered,
            "recipient": letter.recipient,
            "handed_over_on": letter.handed_over_on.isoformat(),
            "file": f"{self._place(letter.contact_id)}.pdf",
        }
        self._box.put(f"{self._place(letter.contact_id)}.pdf", letter.pdf, "application/pdf")
        body = json.dumps(order, ensure_ascii=False).encode()
        self._box.put(self._place(letter.contact_id), body, "application/json")
        return ProviderReceipt(message_id=letter.contact_id)

    def lookup(self, contact_id: str) -> ProviderReceipt | None:
        return ProviderReceipt(contact_id) if self._box.read(self._place(contact_id)) is not None else None

    def track(self, contact: Contact, today: date, recorded_at: datetime) -> tuple[DeliveryEvent, ...]:
        """Nothing by itself: reports come through the API."""
        del contact, today, recorded_at
        return ()

    def _place(self, contact_id: str) -> str:
        return f"postal/{self._mode}/{contact_id}"
