"""Send what is due: an e-mail, an SMS, a letter or the formal notice. Intent, effect, receipt.

The intent's transaction decides: what commits before it prevents the send, what commits after it stands later in the
chain. Nothing queues between intent and provider; an answer that never comes leaves the contact in doubt, which
``check_delivery`` resolves by rule.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from chalicelib.domain.case import Action, Case, FormalNotice, NextStep, ReceiptState, StepRecord, StepState
from chalicelib.domain.contact import Channel, Contact, ContactState, Purpose, reference_to
from chalicelib.domain.contact_log import Solicitation
from chalicelib.domain.errors import AmbiguousFailure, ProviderUnavailable, VersionConflict
from chalicelib.domain.events import CaseEvent, EventType, event
from chalicelib.domain.plan import local_day, named_last_day
from chalicelib.domain.scenario import Step

from .compose import Composed, compose, recipient_of
from .ports import OutgoingEmail, OutgoingLetter, OutgoingSms, ProviderReceipt
from .recording import RETRIES, CaseFile, load_case_file, record
from .sending import Sending, keep_in
from .unreachable import pass_over
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
    recipient = recipient_of(file, channel)
    if recipient is None or step.refused:
        return pass_over(file, step, channel, ports)
    contact_id = ports.recording.ids.new("ctc")
    composed = compose(file, step, channel, recipient, ports, contact_id)
    contact, file = _intend(file, step, composed, contact_id, ports)
    return deliver(file, contact, composed.content.body, ports)


def _intend(
    file: CaseFile, step: NextStep, composed: Composed, contact_id: str, ports: Sending
) -> tuple[Contact, CaseFile]:
    """The point of no return: content kept, contact intended, caps reserved, in one transaction."""
    document = keep_in(file, composed.content, ports)
    contact = _contact(file, step, composed, contact_id, ports)
    contact = replace(contact, document_ids=(document.id,), content_sha256=document.sha256)
    case = with_contact(file.case, contact)
    log = file.log
    writes: list[Write] = [Create(contact, file.key), Create(document, file.key)]
    if contact.purpose is Purpose.SOLICITATION:
        log = log.add(Solicitation(file.now, contact.channel.value, case.id, contact.step_id))
        writes.append(SaveContactLog(log))
    changed = record(file, case, (), actor=ACTOR, ports=ports.recording, log=log, in_run=True, keep_step=True)
    ports.recording.store.commit((*changed.writes, *writes))
    return contact, replace(file, case=changed.case, log=log)


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
    )


def with_contact(case: Case, contact: Contact) -> Case:
    """The case remembering this contact: on its receipt for a service message, else on its step."""
    receipt = case.receipt_of(contact.payment_id) if contact.payment_id else None
    if receipt is None:
        return case.with_contact(contact.step_id, reference_to(contact))
    others = tuple(ref for ref in receipt.contacts if ref.id != contact.id)
    return case.with_receipt(replace(receipt, contacts=(*others, reference_to(contact))))


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
    return conclude(file, _sent(contact, receipt, file), receipt, ports)


def _hand_over(file: CaseFile, contact: Contact, body: bytes, ports: Sending) -> ProviderReceipt:
    channels = ports.channels(file.case)
    if contact.channel is Channel.EMAIL:
        return channels.mailer.send(OutgoingEmail(contact.id, contact.recipient, body))
    if contact.channel is Channel.SMS:
        sms = OutgoingSms(contact.id, contact.recipient, contact.text or "", file.creditor.sender_name)
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


def _sent(contact: Contact, receipt: ProviderReceipt, file: CaseFile) -> Contact:
    posted = receipt.posted_on is not None
    return replace(
        contact,
        state=ContactState.POSTED if posted else ContactState.SENT,
        sent_at=file.now,
        provider_message_id=receipt.message_id,
        expected_event_on=receipt.expected_event_on,
    )


def conclude(file: CaseFile, contact: Contact, receipt: ProviderReceipt | None, ports: Sending) -> Case:
    """Saves the outcome on top of whatever was committed meanwhile; it happened, so it is never dropped."""
    contact = replace(contact, version=contact.version + 1)
    for attempt in range(RETRIES):
        case, drafts = after_sending(file, contact, receipt)
        changed = record(file, case, drafts, actor=ACTOR, ports=ports.recording, in_run=True)
        try:
            ports.recording.store.commit((*changed.writes, Update(contact, file.key)))
        except VersionConflict:
            if attempt == RETRIES - 1:
                raise
            fresh = load_case_file(file.case.scope, file.case.id, ports.recording, due_at=file.now)
            file = replace(fresh, log=file.log)
            continue
        return changed.case
    raise AssertionError("unreachable")


def after_sending(
    file: CaseFile, contact: Contact, receipt: ProviderReceipt | None
) -> tuple[Case, tuple[CaseEvent, ...]]:
    """The case after a contact went out, or surely did not."""
    case = with_contact(file.case, contact)
    details = {
        "contact_id": contact.id,
        "step_id": contact.step_id,
        "channel": contact.channel.value,
        "template": contact.template,
        "documents": [{"document_id": contact.document_ids[0], "sha256": contact.content_sha256}],
    }
    if contact.state is ContactState.FAILED:
        return case, (event(EventType.CONTACT_FAILED, {"error": contact.error}, **details),)
    private = {
        "recipient": contact.recipient,
        "subject": contact.subject,
        "guard": [{"rule": reason.rule, "detail": reason.detail} for reason in contact.guard],
    }
    cost = {"amount": contact.cost.amount, "currency": contact.cost.currency}
    duplicate = {"duplicate_possible": True} if contact.duplicate_possible else {}
    drafts = [event(EventType.CONTACT_SENT, private, **details, cost=cost, **duplicate)]
    if receipt is not None and receipt.posted_on is not None:
        drafts.append(
            event(
                EventType.LETTER_POSTED,
                contact_id=contact.id,
                step_id=contact.step_id,
                on=receipt.posted_on.isoformat(),
            )
        )
    return _advance(file, case, contact, receipt), tuple(drafts)


def _advance(file: CaseFile, case: Case, contact: Contact, receipt: ProviderReceipt | None) -> Case:
    payment = case.receipt_of(contact.payment_id) if contact.payment_id else None
    if payment is not None:
        withdrawn = contact.template == "receipt_withdrawal"
        return case.with_receipt(replace(payment, state=ReceiptState.WITHDRAWN if withdrawn else ReceiptState.SENT))
    if contact.purpose is Purpose.LEGAL:
        case = replace(case, notice=_notice(file, contact, receipt))
    record_ = case.record_of(contact.step_id)
    if record_ is not None and is_complete(file.scenario.step(contact.step_id), record_):
        case = case.with_record(replace(record_, state=StepState.DONE, at=contact.sent_at or file.now))
    return case


def is_complete(step: Step, record_: StepRecord) -> bool:
    """Every message of the step went out or was passed over."""
    gone = {ref.template for ref in record_.contacts if ref.state not in (ContactState.INTENDED, ContactState.FAILED)}
    return all(m.template in gone or m.template in record_.skipped_channels for m in step.messages)


def _notice(file: CaseFile, contact: Contact, receipt: ProviderReceipt | None) -> FormalNotice:
    handed_over = local_day(file.case, contact.intended_at)
    return FormalNotice(
        contact_id=contact.id,
        handed_over_on=handed_over,
        named_last_day=named_last_day(file.scenario, handed_over),
        posted_on=receipt.posted_on if receipt else None,
    )
