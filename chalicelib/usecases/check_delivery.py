"""Check what became of a contact: an intent without receipt, or a formal notice on its way (design: ambiguous failure).

No letter, notice or SMS twice; a courteous e-mail once more, marked ``duplicate_possible``.
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.advice import given_up
from chalicelib.domain.case import Case
from chalicelib.domain.case_commands import needs_attention
from chalicelib.domain.case_contacts import owner_of, with_contact
from chalicelib.domain.case_deliveries import record_delivery
from chalicelib.domain.contact import Channel, Contact, ContactState, DeliveryEvent, Purpose, shared_by
from chalicelib.domain.events import CaseEvent, EventType, event
from chalicelib.domain.formal_notice import presume_presented
from chalicelib.domain.holds import Attention
from chalicelib.domain.negotiation import acceleration_notice
from chalicelib.domain.next_step import Action, NextStep
from chalicelib.domain.notice import FormalNotice, Presentation
from chalicelib.domain.plan import local_day
from chalicelib.domain.scenarios.model import FIRST_LETTER
from chalicelib.domain.simulated.debtor import plays_the_carrier

from .conclude_contact import conclude, conclude_sent
from .ports import ProviderReceipt
from .recording import CaseFile, load_case_file, record
from .sending import Sending
from .shared_changes import Learnt, Teller, reported, told_beside
from .shared_contact import Part
from .wake_up import ACTOR, Route, WakeUp, wake_up
from .writes import Update, Write

ACCELERATION_NOTICE = "acceleration_notice"
NOT_POSTED = {FIRST_LETTER: "first letter", ACCELERATION_NOTICE: "notice of acceleration"}


def check_delivery(command: WakeUp, *, ports: Sending) -> Route:
    """Resolves a doubt, follows a formal notice, or presumes its presentation."""

    def effect(file: CaseFile, step: NextStep) -> Case:
        contact = ports.recording.store.contact(file.case.scope, step.subject_id or "")
        if contact.state is ContactState.INTENDED:
            return _resolve(file, contact, ports)
        return _follow(file, contact, ports)

    return wake_up(command, Action.CHECK_DELIVERY, effect, recording=ports.recording, rooms=ports.rooms)


def _resolve(file: CaseFile, contact: Contact, ports: Sending) -> Case:
    lead = ports.recording.store.contact(contact.scope, contact.led_by) if contact.led_by else None
    if lead is not None and lead.state is not ContactState.INTENDED:
        return _as_led(file, contact, lead, ports)
    receipt = _lookup(file, contact, ports)
    if receipt is not None:
        return conclude_sent(file, contact, receipt, ports)
    return _unknown(file, contact, ports)


def _as_led(file: CaseFile, contact: Contact, lead: Contact, ports: Sending) -> Case:
    """What is known of the contact that really went out, when this case did not learn it with the others (R-123)."""
    if lead.state is ContactState.UNKNOWN:
        return _unknown(file, contact, ports)
    if lead.state is ContactState.FAILED:
        return conclude(file, replace(contact, state=ContactState.FAILED, error=lead.error), None, ports)
    receipt = _lookup(file, contact, ports) or _receipt_of(file.case, lead)
    conclude_sent(file, contact, receipt, ports)
    known = load_case_file(file.case.scope, file.case.id, ports.recording, due_at=file.now)
    learnt = reported(lead.events)(Part(known, ports.recording.store.contact(contact.scope, contact.id)))
    if learnt is None:
        return known.case
    return _save(known, learnt.case, learnt.events, (Update(learnt.contact, known.key),), ports)


def _receipt_of(case: Case, lead: Contact) -> ProviderReceipt:
    posted = lead.channel.is_postal and lead.state is not ContactState.SENT
    posted_on = local_day(case, lead.sent_at or lead.intended_at) if posted else None
    return ProviderReceipt(lead.provider_message_id or lead.id, posted_on, lead.expected_event_on)


def _lookup(file: CaseFile, contact: Contact, ports: Sending) -> ProviderReceipt | None:
    channels = ports.channels(file.case)
    if contact.channel is Channel.EMAIL:
        return channels.mailer.lookup(contact.travels_as)
    if contact.channel is Channel.SMS:
        return channels.texter.lookup(contact.travels_as)
    return channels.postal.lookup(contact.travels_as)


def _unknown(file: CaseFile, contact: Contact, ports: Sending) -> Case:
    """An e-mail in doubt for the first time is decided on again, like all else; the rest needs a person.

    So it is in every case that the contact leads (R-123).
    """
    learnt = _doubted_in(Part(file, contact))
    others = told_beside(file, contact, _doubted_as_lead, Teller(ACTOR, ports.recording)) if not contact.led_by else ()
    unknown = replace(learnt.contact, version=contact.version + 1)
    return _save(file, learnt.case, learnt.events, (Update(unknown, file.key), *others), ports)


def _doubted_as_lead(part: Part) -> Learnt | None:
    return _doubted_in(part) if part.contact.state is ContactState.INTENDED else None


def _doubted_in(part: Part) -> Learnt:
    file, contact = part.file, part.contact
    unknown = replace(contact, state=ContactState.UNKNOWN)
    case = with_contact(file.case, unknown)
    drafts: tuple[CaseEvent, ...] = (_doubted(contact),)
    if contact.purpose is Purpose.ADVICE:
        if contact.duplicate_possible:
            case, told_of = given_up(case, contact.payment_id or "", "delivery_unknown")
            drafts = (*drafts, *told_of)
    elif contact.channel is not Channel.EMAIL or contact.duplicate_possible:
        case, asked = needs_attention(case, _in_doubt(file, contact))
        drafts = (*drafts, *asked)
    return Learnt(case, unknown, drafts)


def _doubted(contact: Contact) -> CaseEvent:
    """The trail says it in a closed case too, where nobody is asked."""
    return event(
        EventType.CONTACT_UNKNOWN,
        contact_id=contact.id,
        step_id=contact.step_id,
        channel=contact.channel.value,
        template=contact.template,
        **shared_by(contact),
    )


def _follow(file: CaseFile, contact: Contact, ports: Sending) -> Case:
    """Reports of the carrier first; else the waiting rule of the notice decides."""
    today = local_day(file.case, file.now)
    told_otherwise = plays_the_carrier(file.debtor)
    posted = replace(contact, id=contact.travels_as)
    reports = () if told_otherwise else ports.channels(file.case).postal.track(posted, today, file.now)
    if reports:
        return _report(file, contact, reports, ports)
    if contact.expected_event_on is not None and contact.expected_event_on <= today:
        waited = replace(contact, expected_event_on=None, version=contact.version + 1)
        case = with_contact(file.case, waited)
        return _save(file, case, (), (Update(waited, file.key),), ports)
    if contact.step_id == FIRST_LETTER:
        return _follow_first_letter(file, contact, ports)
    plan = acceleration_notice.followed_by(file.case, contact.id)
    notice = plan.notice if plan else file.case.notice
    if notice is None:
        return file.case
    if notice.posted_on is None:
        return _not_posted(file, contact, ports)
    return _presume(file, notice, ports)


def _report(file: CaseFile, contact: Contact, reports: tuple[DeliveryEvent, ...], ports: Sending) -> Case:
    case, debtor = file.case, file.debtor
    drafts: tuple[CaseEvent, ...] = ()
    changed_contact = contact
    for report in reports:
        applied = record_delivery(case, changed_contact, debtor, report, file.scenario, file.now)
        if applied is not None:
            case, changed_contact = applied.case, applied.contact
            drafts = (*drafts, *applied.events)
    changed_contact = replace(changed_contact, version=contact.version + 1, expected_event_on=None)
    case = with_contact(case, changed_contact)
    others = told_beside(file, contact, reported(reports), Teller(ACTOR, ports.recording))
    return _save(file, case, drafts, (Update(changed_contact, file.key), *others), ports)


def _follow_first_letter(file: CaseFile, contact: Contact, ports: Sending) -> Case:
    """Nobody knows whether it went out, or it was not posted in time: a person is asked (LTR_01)."""
    if contact.state is ContactState.UNKNOWN:
        case, drafts = needs_attention(file.case, _in_doubt(file, contact))
        return _save(file, case, drafts, (), ports)
    return _not_posted(file, contact, ports)


def _in_doubt(file: CaseFile, contact: Contact) -> Attention:
    detail = f"nobody knows whether the {contact.channel.value} went out; it is not sent again by itself"
    return Attention("delivery_unknown", detail, file.now, owner_of(contact), contact.id)


def _not_posted(file: CaseFile, contact: Contact, ports: Sending) -> Case:
    what = NOT_POSTED.get(contact.step_id, "formal notice")
    detail = f"the carrier has not posted the {what} within three working days"
    attention = Attention("letter_not_posted", detail, file.now, owner_of(contact), contact.id)
    case, drafts = needs_attention(file.case, attention)
    return _save(file, case, drafts, (), ports)


def _presume(file: CaseFile, notice: FormalNotice, ports: Sending) -> Case:
    """Without the carrier's event the delay goes on from here, marked ``presumed``."""
    today = local_day(file.case, file.now)
    plan = acceleration_notice.followed_by(file.case, notice.contact_id)
    if plan is not None:
        case = acceleration_notice.presented(file.case, plan, Presentation.PRESUMED, today)
    else:
        case = replace(file.case, notice=presume_presented(notice, today, file.scenario))
    draft = event(
        EventType.LETTER_PRESENTED,
        contact_id=notice.contact_id,
        step_id="formal_notice" if plan is None else ACCELERATION_NOTICE,
        on=today.isoformat(),
        presumed=True,
    )
    return _save(file, case, (draft,), (), ports)


def _save(file: CaseFile, case: Case, drafts: tuple[CaseEvent, ...], writes: tuple[Write, ...], ports: Sending) -> Case:
    changed = record(file, case, drafts, actor=ACTOR, ports=ports.recording, in_run=True)
    ports.recording.store.commit((*changed.writes, *writes))
    return changed.case
