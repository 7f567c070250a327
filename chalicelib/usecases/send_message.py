"""Send what is due: an e-mail, an SMS, a letter or the formal notice. Intent, effect, receipt.

The intent's transaction decides: what commits before it prevents the send, what commits after it stands later in the
chain. Nothing queues between intent and provider; an answer that never comes leaves the contact in doubt, which
``check_delivery`` resolves by rule.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from chalicelib.domain.advice import ADVICES
from chalicelib.domain.case import Case
from chalicelib.domain.case_commands import needs_attention
from chalicelib.domain.case_contacts import not_sent, owner_of, refs_of, sent, with_contact
from chalicelib.domain.contact import Channel, Contact, ContactState, Purpose
from chalicelib.domain.contact_log import Solicitation
from chalicelib.domain.errors import AmbiguousFailure, ProviderUnavailable, Refused, VersionConflict
from chalicelib.domain.events import CaseEvent, EventType, event
from chalicelib.domain.next_step import Action, NextStep
from chalicelib.domain.plan import local_day
from chalicelib.domain.stated_amounts import stating

from .begin_step import begun
from .catch_up import as_known
from .compose import Composed, compose, purpose_of, recipient_of
from .ports import OutgoingEmail, OutgoingLetter, OutgoingSms, ProviderReceipt
from .recording import RETRIES, CaseFile, load_case_file, record
from .sending import Sending, keep_in
from .under_mandate import not_told, require_power, shown_sender, with_annex
from .unreachable import cannot_be_written, pass_over
from .wake_up import ACTOR, Route, WakeUp, wake_up
from .writes import Create, SaveContactLog, Update, Write

INTENT_LIFETIME = timedelta(seconds=30)

CHANNEL_OF_ACTION = {
    Action.SEND_EMAIL: Channel.EMAIL,
    Action.SEND_SMS: Channel.SMS,
    Action.SEND_LETTER: Channel.LETTER,
    Action.SEND_FORMAL_NOTICE: Channel.REGISTERED_LETTER,
}


def send_message(command: WakeUp, action: Action, *, ports: Sending) -> Route:
    """Carries out one sending action of the state machine."""

    def effect(file: CaseFile, step: NextStep) -> Case:
        return _send(file, step, CHANNEL_OF_ACTION[action], ports)

    return wake_up(command, action, effect, recording=ports.recording, rooms=ports.rooms)


def _send(file: CaseFile, step: NextStep, channel: Channel, ports: Sending) -> Case:
    is_advice = step.template in ADVICES
    recipient = file.creditor.email if is_advice else recipient_of(file, channel, step.step_id)
    if recipient is None and is_advice:
        return not_told(file, step, ports)
    if recipient is None or step.refused:
        return pass_over(file, step, channel, ports)
    contact_id = ports.recording.ids.new("ctc")
    try:
        require_power(file, purpose_of(file, step))
        composed = compose(file, step, channel, recipient, ports, contact_id)
    except Refused as refusal:
        if is_advice:
            return not_told(file, step, ports, refusal.code)
        return cannot_be_written(file, step, refusal, ports)
    contact, file = _intend(file, step, composed, contact_id, ports)
    return deliver(file, contact, composed.content.body, ports)


def _intend(
    file: CaseFile, step: NextStep, composed: Composed, contact_id: str, ports: Sending
) -> tuple[Contact, CaseFile]:
    """The point of no return: content kept, contact intended, caps reserved, in one transaction.

    It holds only while the debtor is known as when this was decided: a fact recorded before it stops the contact.
    """
    file, passed = begun(file, step)
    document = keep_in(file, composed.content, ports)
    contact = _contact(file, step, composed, contact_id, ports)
    contact = replace(contact, document_ids=(document.id,), content_sha256=document.sha256)
    case = with_contact(_stating(file, contact), contact)
    log = file.log
    writes: list[Write] = [as_known(file.debtor), Create(contact, file.key), Create(document, file.key)]
    if contact.purpose is Purpose.SOLICITATION:
        log = log.add(Solicitation(file.now, contact.channel.value, case.id, contact.step_id))
        writes.append(SaveContactLog(log))
    drafts: tuple[CaseEvent, ...] = (*passed, intended(contact))
    if composed.annex is not None:
        annex = keep_in(file, composed.annex, ports)
        writes.append(Create(annex, file.key))
        case, added = with_annex(case, annex)
        drafts = (added, *drafts)
    changed = record(file, case, drafts, actor=ACTOR, ports=ports.recording, log=log, in_run=True, keep=step)
    ports.recording.store.commit((*changed.writes, *writes))
    return contact, replace(file, case=changed.case, log=log)


def _stating(file: CaseFile, contact: Contact) -> Case:
    """Whatever is written but an SMS states the account of the day, which later ones then keep to."""
    if contact.channel is Channel.SMS:
        return file.case
    return stating(file.case, file.rates, local_day(file.case, file.now))


def intended(contact: Contact) -> CaseEvent:
    """The point of no return in the trail: whatever is recorded after it came too late to stop the contact."""
    return event(
        EventType.CONTACT_INTENDED,
        {
            "recipient": contact.recipient,
            "purpose": contact.purpose.value,
            "guard": [{"rule": reason.rule, "detail": reason.detail} for reason in contact.guard],
        },
        contact_id=contact.id,
        step_id=contact.step_id,
        channel=contact.channel.value,
        template=contact.template,
        duplicate_possible=contact.duplicate_possible,
        documents=[{"document_id": contact.document_ids[0], "sha256": contact.content_sha256}],
    )


def _contact(file: CaseFile, step: NextStep, composed: Composed, contact_id: str, ports: Sending) -> Contact:
    today = local_day(file.case, file.now)
    return Contact(
        id=contact_id,
        scope=file.case.scope,
        case_id=file.case.id,
        debtor_id=file.case.debtor_id,
        step_id=step.step_id or step.template or "",
        channel=composed.channel,
        template=composed.template,
        purpose=composed.purpose,
        state=ContactState.INTENDED,
        recipient=composed.recipient,
        recipient_name=composed.recipient_name,
        intended_at=file.now,
        recorded_at=ports.recording.wall.now(),
        subject=composed.subject,
        text=composed.text,
        guard=step.moves,
        cost=ports.tariff.cost(composed.channel, today, file.case.scope.livemode),
        payment_id=composed.payment_id,
        duplicate_possible=_in_doubt_before(file.case, step, composed),
    )


def _in_doubt_before(case: Case, step: NextStep, composed: Composed) -> bool:
    """Whether an earlier attempt at this message may have reached the debtor (design: ambiguous failure)."""
    refs = refs_of(case, (step.subject_id if composed.payment_id else step.step_id) or "")
    return any(ref.template == composed.template and ref.state is ContactState.UNKNOWN for ref in refs)


def deliver(file: CaseFile, contact: Contact, body: bytes, ports: Sending) -> Case:
    """Calls the provider and writes down what it said."""
    if ports.recording.wall.now() - contact.recorded_at > INTENT_LIFETIME:
        return conclude(file, replace(contact, state=ContactState.FAILED, error="intent_expired"), None, ports)
    try:
        receipt = _hand_over(file, contact, body, ports)
    except ProviderUnavailable as refusal:
        return conclude(file, replace(contact, state=ContactState.FAILED, error=refusal.code), None, ports)
    except AmbiguousFailure:
        return file.case
    return conclude_sent(file, contact, receipt, ports)


def _hand_over(file: CaseFile, contact: Contact, body: bytes, ports: Sending) -> ProviderReceipt:
    channels = ports.channels(file.case)
    if contact.channel is Channel.EMAIL:
        return channels.mailer.send(OutgoingEmail(contact.id, contact.recipient, body))
    if contact.channel is Channel.SMS:
        sms = OutgoingSms(contact.id, contact.recipient, contact.text or "", shown_sender(file))
        return channels.texter.send(sms)
    letter = OutgoingLetter(
        contact_id=contact.id,
        scope=file.case.scope,
        registered=contact.channel is Channel.REGISTERED_LETTER,
        recipient=contact.recipient,
        pdf=body,
        handed_over_on=local_day(file.case, file.now),
    )
    return channels.postal.send(letter)


def _sent(contact: Contact, receipt: ProviderReceipt) -> Contact:
    """It went out when it was intended, at whatever instant that is found out."""
    return replace(
        contact,
        state=ContactState.SENT if receipt.posted_on is None else ContactState.POSTED,
        sent_at=contact.intended_at,
        provider_message_id=receipt.message_id,
        expected_event_on=receipt.expected_event_on,
    )


def conclude_sent(file: CaseFile, contact: Contact, receipt: ProviderReceipt, ports: Sending) -> Case:
    """The provider has it."""
    return conclude(file, _sent(contact, receipt), receipt, ports)


def conclude(file: CaseFile, contact: Contact, receipt: ProviderReceipt | None, ports: Sending) -> Case:
    """Saves the outcome on top of whatever was committed meanwhile; it happened, so it is never dropped."""
    contact = replace(contact, version=contact.version + 1)
    for attempt in range(RETRIES):
        case, drafts = _after(file, contact, receipt)
        changed = record(file, case, drafts, actor=ACTOR, ports=ports.recording, in_run=True)
        try:
            ports.recording.store.commit((*changed.writes, Update(contact, file.key)))
        except VersionConflict:
            if attempt == RETRIES - 1:
                raise
            file = load_case_file(file.case.scope, file.case.id, ports.recording, due_at=file.now)
            contact = _merged(ports.recording.store.contact(contact.scope, contact.id), contact)
            continue
        return changed.case
    raise AssertionError("unreachable")


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
