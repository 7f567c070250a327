"""Write down what became of a contact that was intended: on its case, and on every case that it spoke for (R-123)."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.case import Case
from chalicelib.domain.case_commands import needs_attention
from chalicelib.domain.case_contacts import not_sent, owner_of, refs_of, sent, with_contact
from chalicelib.domain.contact import Contact, ContactState
from chalicelib.domain.errors import VersionConflict
from chalicelib.domain.events import CaseEvent

from .lost_races import RETRIES
from .ports import ProviderReceipt
from .recording import CaseFile, Changed, load_case_file, record
from .sending import Sending
from .shared_contact import Part, parts_of, record_beside
from .wake_up import ACTOR
from .writes import Update, Write


def conclude_sent(
    file: CaseFile, contact: Contact, receipt: ProviderReceipt, ports: Sending, *, parts: tuple[Part, ...] | None = None
) -> Case:
    """The provider has it."""
    return conclude(file, _sent(contact, receipt), receipt, ports, parts=parts)


def conclude(
    file: CaseFile,
    contact: Contact,
    receipt: ProviderReceipt | None,
    ports: Sending,
    *,
    parts: tuple[Part, ...] | None = None,
) -> Case:
    """Saves the outcome on top of whatever was committed meanwhile; it happened, so it is never dropped.

    Whoever the contact spoke for learns it in the same transaction, or where somebody was faster, in the next one.
    ``parts`` are those cases where they are at hand. A case that learns nothing asks by itself (``check_delivery``).
    """
    parts = _led(file, contact, ports) if parts is None else parts
    if parts:
        try:
            return _together(file, contact, parts, receipt, ports)
        except VersionConflict:
            pass
    case = _alone(Part(file, contact), receipt, ports, leads=True)
    for part in parts:
        _alone(Part(part.file, _as_lead(part.contact, contact)), receipt, ports, leads=False)
    return case


def _led(file: CaseFile, contact: Contact, ports: Sending) -> tuple[Part, ...]:
    """The cases that a contact leads and that do not know its outcome yet."""
    if contact.led_by is not None:
        return ()
    parts = parts_of(file, contact, ports.recording)
    return tuple(part for part in parts if part.contact.state is ContactState.INTENDED)


def _together(
    file: CaseFile, contact: Contact, parts: tuple[Part, ...], receipt: ProviderReceipt | None, ports: Sending
) -> Case:
    outcome = replace(contact, version=contact.version + 1)
    lead, writes = _changed(Part(file, outcome), receipt, ports, leads=True)
    for part in parts:
        own = _as_lead(part.contact, contact)
        own = replace(own, version=own.version + 1)
        writes = (*writes, *_changed(Part(part.file, own), receipt, ports, leads=False)[1])
    ports.recording.store.commit(writes)
    return lead.case


def _as_lead(own: Contact, lead: Contact) -> Contact:
    """What became of the message, as a case records it that the message spoke for."""
    return replace(
        own,
        state=lead.state,
        sent_at=lead.sent_at,
        provider_message_id=lead.provider_message_id,
        expected_event_on=lead.expected_event_on,
        error=lead.error,
    )


def _alone(part: Part, receipt: ProviderReceipt | None, ports: Sending, *, leads: bool) -> Case:
    file, contact = part.file, replace(part.contact, version=part.contact.version + 1)
    for attempt in range(RETRIES):
        changed, writes = _changed(Part(file, contact), receipt, ports, leads=leads)
        try:
            ports.recording.store.commit(writes)
        except VersionConflict:
            if attempt == RETRIES - 1:
                raise
            file = load_case_file(file.case.scope, file.case.id, ports.recording, due_at=file.now)
            contact = _merged(ports.recording.store.contact(contact.scope, contact.id), contact)
            continue
        return changed.case
    raise AssertionError("unreachable")


def _changed(
    part: Part, receipt: ProviderReceipt | None, ports: Sending, *, leads: bool
) -> tuple[Changed, tuple[Write, ...]]:
    file, contact = part.file, part.contact
    case, drafts = _after(file, contact, receipt)
    if leads:
        changed = record(file, case, drafts, actor=ACTOR, ports=ports.recording, in_run=True)
    else:
        changed = record_beside(file, case, drafts, actor=ACTOR, ports=ports.recording, sleeps_on=True)
    return changed, (*changed.writes, Update(contact, file.key))


def _sent(contact: Contact, receipt: ProviderReceipt) -> Contact:
    """It went out when it was intended, at whatever instant that is found out."""
    return replace(
        contact,
        state=ContactState.SENT if receipt.posted_on is None else ContactState.POSTED,
        sent_at=contact.intended_at,
        provider_message_id=receipt.message_id,
        expected_event_on=receipt.expected_event_on,
    )


def _merged(stored: Contact, outcome: Contact) -> Contact:
    """A report that was faster than the provider's own answer stands; the answer adds what it alone knows."""
    if stored.state is ContactState.INTENDED:
        return replace(outcome, version=stored.version + 1)
    return replace(
        stored,
        provider_message_id=outcome.provider_message_id or stored.provider_message_id,
        expected_event_on=outcome.expected_event_on,
        version=stored.version + 1,
    )


def _after(file: CaseFile, contact: Contact, receipt: ProviderReceipt | None) -> tuple[Case, tuple[CaseEvent, ...]]:
    known = next((ref for ref in refs_of(file.case, owner_of(contact)) if ref.id == contact.id), None)
    if known is not None and known.state is not ContactState.INTENDED:
        return with_contact(file.case, contact), ()
    if contact.state is not ContactState.FAILED:
        return sent(file.case, contact, file.scenario, posted_on=receipt.posted_on if receipt else None)
    case, drafts, attention = not_sent(file.case, contact)
    if attention is None:
        return case, drafts
    case, asked = needs_attention(case, attention)
    return case, (*drafts, *asked)
