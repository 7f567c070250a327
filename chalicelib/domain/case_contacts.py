"""What a contact leaves on its case: the memory of it, the step or receipt it completes, the notice it starts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from .advice import advice_of, attempt_failed, owner_of_advice, subject_of, told, with_advice_contact
from .case import Case
from .contact import Channel, Contact, ContactRef, ContactState, Purpose, reference_to, shared_by
from .events import CaseEvent, EventType, event
from .first_letter import handed_over
from .holds import Attention
from .negotiation.acceleration_notice import announced
from .negotiation.correspondence import note_sent, with_note_contact
from .notice import FormalNotice
from .plan import local_day, named_last_day
from .receipt import Receipt, ReceiptState
from .scenarios.model import FIRST_LETTER, Scenario, Step
from .step_record import StepRecord, StepState

ATTEMPTS = 3

WITHDRAWAL = "receipt_withdrawal"

_NOT_OUT = frozenset({ContactState.INTENDED, ContactState.FAILED, ContactState.BOUNCED, ContactState.RETURNED})

_RETRIED = frozenset({ContactState.FAILED, ContactState.UNKNOWN, ContactState.RETURNED})


def reached(ref: ContactRef) -> bool:
    """Whether this contact settles its message: it went out, or nobody may send it a second time by itself.

    An e-mail in doubt may be sent once more (then marked ``duplicate_possible``); nothing else may.
    """
    if ref.state is ContactState.UNKNOWN and ref.channel is Channel.EMAIL:
        return ref.duplicate_possible
    return ref.state not in _NOT_OUT


def failures(refs: tuple[ContactRef, ...], template: str) -> tuple[ContactRef, ...]:
    """The attempts at a message that surely failed."""
    return tuple(ref for ref in refs if ref.template == template and ref.state is ContactState.FAILED)


def without_failures(refs: tuple[ContactRef, ...]) -> tuple[ContactRef, ...]:
    """What is left when a person has the rest sent again: attempts that failed, came back or are in doubt are not."""
    return tuple(ref for ref in refs if ref.state not in _RETRIED)


def of_this_edition(receipt: Receipt) -> tuple[ContactRef, ...]:
    """What became of an earlier receipt does not hold the one that corrects it."""
    since = receipt.issued_at
    return tuple(ref for ref in receipt.contacts if since is None or ref.at >= since)


def refs_of(case: Case, owner: str) -> tuple[ContactRef, ...]:
    """The contacts of a step, of a payment's receipt, of a note, or of what the creditor is told."""
    subject = subject_of(owner)
    if subject is not None:
        advice = advice_of(case, subject)
        return advice.contacts if advice else ()
    receipt = case.receipt_of(owner)
    if receipt is not None:
        return receipt.contacts
    note = case.negotiation.note(owner)
    if note is not None:
        return note.contacts
    record = case.record_of(owner)
    return record.contacts if record else ()


def open_call_contacts(case: Case) -> tuple[str, ...]:
    """Contacts that may have an open call task."""
    refs = [ref for record in case.steps for ref in record.contacts]
    return tuple(ref.id for ref in refs if ref.channel is Channel.CALL and ref.state is ContactState.SENT)


def with_contact(case: Case, contact: Contact) -> Case:
    """The case remembering this contact: on its note or receipt, else on its step."""
    if contact.purpose is Purpose.ADVICE:
        return with_advice_contact(case, contact)
    if contact.note_id is not None:
        return with_note_contact(case, contact)
    receipt = case.receipt_of(contact.payment_id) if contact.payment_id else None
    if receipt is None:
        return case.with_contact(contact.step_id, reference_to(contact))
    others = tuple(ref for ref in receipt.contacts if ref.id != contact.id)
    return case.with_receipt(replace(receipt, contacts=(*others, reference_to(contact))))


def owner_of(contact: Contact) -> str:
    """What the case knows the contact under: its note, its payment for a receipt, else its step."""
    if contact.purpose is Purpose.ADVICE:
        return owner_of_advice(contact.payment_id or "")
    return contact.note_id or contact.payment_id or contact.step_id


def sent(
    case: Case, contact: Contact, scenario: Scenario, *, posted_on: date | None = None
) -> tuple[Case, tuple[CaseEvent, ...]]:
    """The case after a contact went out, whoever found out: the provider's answer, its report, or a person."""
    private = {
        "recipient": contact.recipient,
        "subject": contact.subject,
        "guard": [{"rule": reason.rule, "detail": reason.detail} for reason in contact.guard],
    }
    cost = contact.cost.as_json()
    duplicate = {"duplicate_possible": True} if contact.duplicate_possible else {}
    drafts = [event(EventType.CONTACT_SENT, private, **_details(contact), cost=cost, **duplicate)]
    if posted_on is not None:
        drafts.append(
            event(
                EventType.LETTER_POSTED,
                contact_id=contact.id,
                step_id=contact.step_id,
                on=posted_on.isoformat(),
            )
        )
    after = settle(with_contact(case, contact), contact, scenario, posted_on=posted_on)
    return after, (*drafts, *announced(case, after, contact))


def not_sent(case: Case, contact: Contact) -> tuple[Case, tuple[CaseEvent, ...], Attention | None]:
    """The case after a contact surely did not go out; a message that fails for the third time asks for a person."""
    case = with_contact(case, contact)
    if contact.purpose is Purpose.ADVICE:
        case, told_of = attempt_failed(case, contact)
        return case, (_failed(contact), *told_of), None
    failed = failures(refs_of(case, owner_of(contact)), contact.template)
    attention = None
    if len(failed) >= ATTEMPTS:
        detail = f"the {contact.channel.value} could not be sent {len(failed)} times ({contact.error})"
        attention = Attention("sending_failed", detail, contact.intended_at, owner_of(contact), contact.id)
    return case, (_failed(contact),), attention


def _failed(contact: Contact) -> CaseEvent:
    return event(EventType.CONTACT_FAILED, {"error": contact.error}, **_details(contact))


def _details(contact: Contact) -> dict[str, object]:
    return {
        "contact_id": contact.id,
        "step_id": contact.step_id,
        "channel": contact.channel.value,
        "template": contact.template,
        "documents": [
            {"document_id": document_id, "sha256": contact.content_sha256} for document_id in contact.document_ids[:1]
        ],
        **shared_by(contact),
    }


def settle(case: Case, contact: Contact, scenario: Scenario, *, posted_on: date | None = None) -> Case:
    """What a contact that went out completes. A receipt that was to be withdrawn meanwhile stays so."""
    if contact.purpose is Purpose.ADVICE:
        return told(case, contact.payment_id or "")
    if contact.note_id is not None:
        return note_sent(case, contact, posted_on=posted_on)
    receipt = case.receipt_of(contact.payment_id) if contact.payment_id else None
    if receipt is not None:
        return case.with_receipt(_settled(receipt, contact))
    if contact.step_id == FIRST_LETTER:
        case = handed_over(case, contact, posted_on)
    elif contact.purpose is Purpose.LEGAL:
        case = replace(case, notice=formal_notice(case, contact, scenario, posted_on))
    record = case.record_of(contact.step_id)
    if record is not None and is_complete(scenario.step(contact.step_id), record):
        case = case.with_record(replace(record, state=StepState.DONE, at=contact.sent_at or contact.intended_at))
    return case


def _settled(receipt: Receipt, contact: Contact) -> Receipt:
    if contact.template == WITHDRAWAL:
        return replace(receipt, state=ReceiptState.WITHDRAWN)
    return replace(receipt, state=ReceiptState.SENT) if receipt.state is ReceiptState.ISSUED else receipt


def is_complete(step: Step, record: StepRecord) -> bool:
    """Every message of the step went out or was passed over."""
    gone = {ref.template for ref in record.contacts if reached(ref)}
    return all(m.template in gone or m.template in record.skipped_channels for m in step.messages)


def formal_notice(case: Case, contact: Contact, scenario: Scenario, posted_on: date | None) -> FormalNotice:
    """The notice as handed over; its dates are those of the letter."""
    handed_over = local_day(case, contact.intended_at)
    return FormalNotice(
        contact_id=contact.id,
        handed_over_on=handed_over,
        named_last_day=named_last_day(scenario, handed_over),
        posted_on=posted_on,
    )
