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
from chalicelib.domain.case_contacts import refs_of, with_contact
from chalicelib.domain.contact import Channel, Contact, ContactState, Purpose, shared_by
from chalicelib.domain.errors import AmbiguousFailure, ProviderUnavailable, Refused
from chalicelib.domain.events import CaseEvent, EventType, event
from chalicelib.domain.next_step import Action, NextStep
from chalicelib.domain.plan import local_day
from chalicelib.domain.sms_text import sms_segments
from chalicelib.domain.stated_amounts import stating

from .begin_step import begun
from .catch_up import as_known
from .companions import Company, looked_company, written_for_all
from .compose import Composed, compose, first_annex, purpose_of, recipient_of
from .conclude_contact import conclude, conclude_sent
from .look_before import look_before, require_look
from .own_text import version_of
from .ports import OutgoingEmail, OutgoingLetter, OutgoingSms, ProviderReceipt
from .recording import CaseFile, record
from .sending import Sending, keep_in
from .shared_contact import Begun, Change, Part, begin_beside, saved_log, shared, solicited
from .under_mandate import not_told, require_power, shown_sender, with_annex
from .unreachable import cannot_be_written, pass_over
from .wake_up import ACTOR, Route, WakeUp, wake_up
from .writes import Create, Write

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
    looked = look_before(file, step, channel, purpose_of(file, step), ports)
    if looked.held:
        return looked.file.case
    file, contact_id = looked.file, ports.recording.ids.new("ctc")
    company = looked_company(file, step, channel, purpose_of(file, step), ports)
    try:
        require_power(file, purpose_of(file, step))
        composed, company = written_for_all(
            lambda others: compose(file, step, channel, recipient, ports, contact_id, others=others), company
        )
    except Refused as refusal:
        if is_advice:
            return not_told(file, step, ports, refusal.code)
        return cannot_be_written(file, step, refusal, ports)
    contact, file, parts = _intend(file, step, composed, contact_id, ports, company)
    return deliver(file, contact, composed.content.body, ports, parts)


def _intend(
    file: CaseFile, step: NextStep, composed: Composed, contact_id: str, ports: Sending, company: Company
) -> tuple[Contact, CaseFile, tuple[Part, ...]]:
    """The point of no return: content kept, contacts intended, caps reserved, in one transaction.

    It holds only while the debtor is known as when this was decided: a fact recorded before it stops the contact; and
    while every case that it speaks for is as it was read: one that was paid meanwhile is left out of the next attempt.
    """
    for each in company.companions:
        require_look(each.file, each.step, composed.purpose, ports.recording)
    file, passed = begun(file, step)
    require_look(file, step, composed.purpose, ports.recording)
    document = keep_in(file, composed.content, ports)
    contact = _contact(file, step, composed, contact_id, ports)
    doubtful = any(_in_doubt_before(each.file.case, each.step, composed) for each in company.companions)
    contact = replace(
        contact,
        document_ids=(document.id,),
        content_sha256=document.sha256,
        duplicate_possible=contact.duplicate_possible or doubtful,
    )
    contact, others = shared(file.case, contact, company, ports.recording)
    case = with_contact(_stating(file, contact), contact)
    log = file.log
    writes: list[Write] = [as_known(file.debtor), Create(contact, file.key), Create(document, file.key)]
    if contact.purpose is Purpose.SOLICITATION:
        saved = saved_log(file, solicited(file, contact, others), company)
        log = saved.log
        writes.append(saved)
    drafts: tuple[CaseEvent, ...] = (*passed, intended(contact))
    if composed.annex is not None:
        annex = keep_in(file, composed.annex, ports)
        writes.append(Create(annex, file.key))
        case, added = with_annex(case, annex)
        drafts = (added, *drafts)
    changed = record(file, case, drafts, actor=ACTOR, ports=ports.recording, log=log, in_run=True, keep=step)
    lead = replace(file, case=changed.case, log=log)
    beside = begin_beside(company, others, _intended_beside(ports), lead, actor=ACTOR, ports=ports.recording)
    ports.recording.store.commit((*changed.writes, *writes, *beside.writes))
    return contact, lead, beside.parts


def _intended_beside(ports: Sending) -> Change:
    """What another case records of the intent; under a mandate with the annex of its own claim (MAND_02)."""

    def change(file: CaseFile, contact: Contact) -> Begun:
        case = with_contact(_stating(file, contact), contact)
        annex = first_annex(file, contact.template, ports)
        if annex is None:
            return Begun(case, (intended(contact),))
        kept = keep_in(file, annex, ports)
        case, added = with_annex(case, kept)
        return Begun(case, (added, intended(contact)), (Create(kept, file.key),))

    return change


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
            **({"template_version": contact.template_version} if contact.template_version else {}),
        },
        contact_id=contact.id,
        step_id=contact.step_id,
        channel=contact.channel.value,
        template=contact.template,
        duplicate_possible=contact.duplicate_possible,
        documents=[{"document_id": contact.document_ids[0], "sha256": contact.content_sha256}],
        **shared_by(contact),
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
        template_version=version_of(file.scenario, step.step_id, composed.template),
        purpose=composed.purpose,
        state=ContactState.INTENDED,
        recipient=composed.recipient,
        recipient_name=composed.recipient_name,
        intended_at=file.now,
        recorded_at=ports.recording.wall.now(),
        subject=composed.subject,
        text=composed.text,
        guard=step.moves,
        cost=ports.tariff.cost(composed.channel, today, file.case.scope.livemode, _segments(composed)),
        payment_id=composed.payment_id,
        note_id=composed.note_id,
        duplicate_possible=_in_doubt_before(file.case, step, composed),
    )


def _segments(composed: Composed) -> int:
    return sms_segments(composed.text or "") if composed.channel is Channel.SMS else 1


def _in_doubt_before(case: Case, step: NextStep, composed: Composed) -> bool:
    """Whether an earlier attempt at this message may have reached the debtor (design: ambiguous failure)."""
    owner = step.subject_id if composed.note_id or composed.payment_id else step.step_id
    refs = refs_of(case, owner or "")
    return any(ref.template == composed.template and ref.state is ContactState.UNKNOWN for ref in refs)


def deliver(file: CaseFile, contact: Contact, body: bytes, ports: Sending, parts: tuple[Part, ...] = ()) -> Case:
    """Calls the provider and writes down what it said; ``parts`` are the other cases that the contact speaks for."""
    if ports.recording.wall.now() - contact.recorded_at > INTENT_LIFETIME:
        expired = replace(contact, state=ContactState.FAILED, error="intent_expired")
        return conclude(file, expired, None, ports, parts=parts)
    try:
        receipt = _hand_over(file, contact, body, ports)
    except ProviderUnavailable as refusal:
        failed = replace(contact, state=ContactState.FAILED, error=refusal.code)
        return conclude(file, failed, None, ports, parts=parts)
    except AmbiguousFailure:
        return file.case
    return conclude_sent(file, contact, receipt, ports, parts=parts)


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
