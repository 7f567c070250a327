"""What providers and carriers report, and what it changes: bounces, presentations, unclaimed and returned letters.

``unclaimed`` and ``refused`` are valid presentations of a formal notice; ``returned`` (unknown address) is not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from .case import Case
from .case_commands import needs_attention, resting_status
from .case_contacts import WITHDRAWAL, of_this_edition, owner_of, refs_of, sent, with_contact
from .contact import Contact, ContactState, DeliveryEvent, DeliveryKind, Purpose
from .events import CaseEvent, EventType, event
from .first_letter import reported
from .formal_notice import presented
from .negotiation import acceleration_notice
from .negotiation.correspondence import due_again
from .notice import Presentation
from .parties import ChannelBlock, Debtor
from .receipt import Receipt, ReceiptState
from .returned_letters import about_returned, is_back, sent_back
from .scenarios.model import FIRST_LETTER, Scenario
from .step_record import StepState

EVENT_OF_KIND = {
    DeliveryKind.DELIVERED: EventType.CONTACT_DELIVERED,
    DeliveryKind.BOUNCED: EventType.CONTACT_BOUNCED,
    DeliveryKind.COMPLAINED: EventType.CONTACT_BOUNCED,
    DeliveryKind.POSTED: EventType.LETTER_POSTED,
    DeliveryKind.PRESENTED: EventType.LETTER_PRESENTED,
    DeliveryKind.RECEIVED: EventType.LETTER_RECEIVED,
    DeliveryKind.UNCLAIMED: EventType.LETTER_UNCLAIMED,
    DeliveryKind.REFUSED: EventType.LETTER_REFUSED,
    DeliveryKind.RETURNED: EventType.LETTER_RETURNED,
}

PRESENTATION_OF_KIND = {
    DeliveryKind.PRESENTED: Presentation.PRESENTED,
    DeliveryKind.RECEIVED: Presentation.RECEIVED,
    DeliveryKind.UNCLAIMED: Presentation.UNCLAIMED,
    DeliveryKind.REFUSED: Presentation.REFUSED,
}


@dataclass(frozen=True)
class Delivered:
    """What a report changes. ``debtor`` is ``None`` when it stays as it was."""

    case: Case
    contact: Contact
    debtor: Debtor | None
    events: tuple[CaseEvent, ...]


def record_delivery(
    case: Case, contact: Contact, debtor: Debtor, report: DeliveryEvent, scenario: Scenario, now: datetime
) -> Delivered | None:
    """Applies a report once; the same report again changes nothing (``None``)."""
    if any(e.kind is report.kind and e.on == report.on for e in contact.events):
        return None
    confirmed, changed, drafts = _confirm(case, contact, scenario)
    changed_contact = replace(confirmed.with_event(report), version=contact.version + 1)
    changed = _with_reference(changed, changed_contact)
    drafts.append(
        event(
            EVENT_OF_KIND[report.kind],
            {"detail": report.detail},
            contact_id=contact.id,
            step_id=contact.step_id,
            channel=contact.channel.value,
            on=report.on.isoformat(),
            kind=report.kind.value,
        )
    )
    block = _block(contact, report)
    changed_debtor = replace(debtor, blocks=(*debtor.blocks, block), version=debtor.version + 1) if block else None
    if report.kind in (DeliveryKind.BOUNCED, DeliveryKind.RETURNED):
        changed = _send_again(changed, changed_contact)
    if contact.purpose is Purpose.LEGAL and changed.notice and changed.notice.contact_id == contact.id:
        changed, more = _follow_notice(changed, contact, report, scenario, now)
        drafts.extend(more)
        return Delivered(changed, changed_contact, changed_debtor, tuple(drafts))
    if contact.note_id is not None:
        changed = acceleration_notice.reported(changed, changed_contact, report)
    if contact.step_id == FIRST_LETTER:
        changed = reported(changed, changed_contact, report)
    if report.kind is DeliveryKind.RETURNED and not changed.is_closed:
        changed, more = _returned(changed, contact, now)
        drafts.extend(more)
    return Delivered(changed, changed_contact, changed_debtor, tuple(drafts))


def _confirm(case: Case, contact: Contact, scenario: Scenario) -> tuple[Contact, Case, list[CaseEvent]]:
    """A report about an intent in doubt proves that it was sent; nobody needs to be asked about it any more."""
    if contact.state not in (ContactState.INTENDED, ContactState.UNKNOWN):
        return contact, case, []
    confirmed = replace(contact, state=ContactState.SENT, sent_at=contact.intended_at)
    changed, drafts = sent(case, confirmed, scenario)
    attention = case.attention
    if attention is None or attention.contact_id != contact.id:
        return confirmed, changed, list(drafts)
    changed = replace(changed, attention=None)
    resolved = event(
        EventType.CASE_ATTENTION_RESOLVED,
        {"reason": "the contact was reported"},
        code=attention.code,
        action="mark_sent",
        step_id=attention.step_id,
    )
    return confirmed, replace(changed, status=resting_status(changed)), [*drafts, resolved]


def _with_reference(case: Case, contact: Contact) -> Case:
    """A contact that a person put aside (a notice sent again) is no longer one of the case's."""
    if all(ref.id != contact.id for ref in refs_of(case, owner_of(contact))):
        return case
    return with_contact(case, contact)


def _block(contact: Contact, report: DeliveryEvent) -> ChannelBlock | None:
    """A bounced address is not used again; a complaint stops the channel (CON_09). The creditor's is no matter here."""
    if contact.purpose is Purpose.ADVICE:
        return None
    if report.kind is DeliveryKind.BOUNCED:
        return ChannelBlock(contact.channel.value, "bounced", report.on, contact.recipient)
    if report.kind is DeliveryKind.COMPLAINED:
        return ChannelBlock(contact.channel.value, "complaint", report.on)
    return None


def _send_again(case: Case, contact: Contact) -> Case:
    """The message goes out again by another way, unless a later step was taken already. A receipt always does."""
    if contact.purpose is Purpose.ADVICE:
        return case
    if contact.note_id is not None:
        return due_again(case, contact.note_id)
    receipt = case.receipt_of(contact.payment_id) if contact.payment_id else None
    if receipt is not None and contact.state is ContactState.RETURNED:
        return _receipt_returned(case, receipt, contact)
    if receipt is not None:
        again = receipt.state is ReceiptState.SENT
        return case.with_receipt(replace(receipt, state=ReceiptState.ISSUED)) if again else case
    record = case.record_of(contact.step_id)
    if record is None or case.is_closed or case.steps[-1].step_id != record.step_id:
        return case
    return case.with_record(replace(record, state=StepState.STARTED))


def _receipt_returned(case: Case, receipt: Receipt, contact: Contact) -> Case:
    """Only what the receipt waits for now is due again; a letter of before changes nothing."""
    settled = ReceiptState.WITHDRAWN if contact.template == WITHDRAWAL else ReceiptState.SENT
    if receipt.state is not settled or not is_back(of_this_edition(receipt), contact.template):
        return case
    return case.with_receipt(sent_back(receipt, contact.template, is_closed=case.is_closed))


def _follow_notice(
    case: Case, contact: Contact, report: DeliveryEvent, scenario: Scenario, now: datetime
) -> tuple[Case, tuple[CaseEvent, ...]]:
    notice = case.notice
    if notice is None:
        return case, ()
    if report.kind is DeliveryKind.POSTED:
        return replace(case, notice=replace(notice, posted_on=report.on)), ()
    if report.kind is DeliveryKind.RETURNED:
        return _returned(replace(case, notice=None), contact, now)
    presentation = PRESENTATION_OF_KIND.get(report.kind)
    if presentation is None:
        return case, ()
    return replace(case, notice=presented(notice, presentation, report.on, scenario)), ()


def _returned(case: Case, contact: Contact, now: datetime) -> tuple[Case, tuple[CaseEvent, ...]]:
    """A person finds the new address; nobody looks for one when the case is over."""
    if case.is_closed:
        return case, ()
    """One question at a time: the answer to another one brings this one up."""
    if case.attention is not None and case.attention.contact_id != contact.id:
        return case, ()
    return needs_attention(case, about_returned(owner_of(contact), contact.id, now))
