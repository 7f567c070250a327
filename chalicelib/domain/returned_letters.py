"""Letters that came back and that nobody has settled yet: never sent again to the same address by themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from .case import Case
from .case_contacts import WITHDRAWAL, of_this_edition, reached
from .contact import ContactRef, ContactState
from .holds import Attention
from .negotiation.note import NoteState
from .receipt import Receipt, ReceiptState
from .step_record import StepState

LETTER_RETURNED = "letter_returned"


def about_returned(owner: str, contact_id: str, now: datetime) -> Attention:
    """What a person is asked when a letter came back."""
    detail = "the letter came back: unknown at this address; give a new address, then retry"
    return Attention(LETTER_RETURNED, detail, now, owner, contact_id)


def unsettled_return(case: Case, now: datetime) -> Attention | None:
    """The first letter that came back and still has to go out: of a step, a receipt, what withdraws one, or a note.

    While another question is open, or the case is closed, it waits here; then it is asked about.
    """
    for record in case.steps:
        for ref in record.contacts if record.state is not StepState.SKIPPED else ():
            if is_back(record.contacts, ref.template) and ref.state is ContactState.RETURNED:
                return about_returned(record.step_id, ref.id, now)
    for receipt in case.receipts:
        refs = of_this_edition(receipt) if _is_waiting(receipt) else ()
        back = [ref for ref in refs if ref.state is ContactState.RETURNED]
        if back and is_back(refs, back[-1].template):
            return about_returned(receipt.payment_id, back[-1].id, now)
    for note in case.negotiation.notes:
        back = [ref for ref in note.contacts if ref.state is ContactState.RETURNED]
        if note.state is NoteState.DUE and back and is_back(note.contacts, note.template):
            return about_returned(note.id, back[-1].id, now)
    return None


def is_back(refs: Iterable[ContactRef], template: str) -> bool:
    """Whether this message came back, and nothing went out in its place."""
    found = [ref for ref in refs if ref.template == template]
    return any(ref.state is ContactState.RETURNED for ref in found) and not any(reached(ref) for ref in found)


def _is_waiting(receipt: Receipt) -> bool:
    return receipt.state in (ReceiptState.ISSUED, ReceiptState.WITHDRAWAL_DUE)


def sent_back(receipt: Receipt, template: str, *, is_closed: bool) -> Receipt:
    """The receipt after its letter came back: due again once a person says where to; over when the case is."""
    if is_closed:
        state = ReceiptState.NOT_DELIVERABLE
    else:
        state = ReceiptState.WITHDRAWAL_DUE if template == WITHDRAWAL else ReceiptState.ISSUED
    return replace(receipt, state=state)
