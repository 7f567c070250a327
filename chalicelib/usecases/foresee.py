"""What a case would send, when and in which words, if nobody ever answered (R-121, R-125). Nothing is stored.

The very functions decide and write that do so in the case itself: each contact counts as made, and the next one is
decided on what is then known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.case import Case, CaseStatus
from chalicelib.domain.case_contacts import sent, with_contact
from chalicelib.domain.case_payments import known_statement
from chalicelib.domain.contact import Channel, Contact, ContactState, Purpose
from chalicelib.domain.contact_log import Solicitation
from chalicelib.domain.errors import Refused
from chalicelib.domain.formal_notice import presume_presented
from chalicelib.domain.limitation_commands import warn
from chalicelib.domain.local_time import local_day
from chalicelib.domain.mentions import refuse
from chalicelib.domain.messages import AttachedDocument
from chalicelib.domain.money import ZERO
from chalicelib.domain.next_step import Action, NextStep
from chalicelib.domain.stated_amounts import stating
from chalicelib.domain.step_record import StepState

from .begin_step import begun
from .checked_words import check_notice
from .compose import purpose_of, recipient_of
from .message_facts import message_facts
from .own_text import renderer_of, version_of
from .ports import Renderer
from .recording import CaseFile, next_step_of
from .template_ports import Templates
from .unreachable import passed_over
from .written_text import WrittenText, written_text

MOST_DECISIONS = 200
CHANNELS = {
    Action.SEND_EMAIL: Channel.EMAIL,
    Action.SEND_SMS: Channel.SMS,
    Action.SEND_LETTER: Channel.LETTER,
    Action.SEND_FORMAL_NOTICE: Channel.REGISTERED_LETTER,
    Action.ASK_FOR_CALL: Channel.CALL,
}


@dataclass(frozen=True)
class Foreseeing:
    """What the words need: who writes them, where own texts are kept, and the documents that e-mails carry.

    ``page_link`` stands where the link to the debtor's page will: the link itself is made as a message leaves.
    """

    renderer: Renderer
    kept: Templates
    attachments: tuple[AttachedDocument, ...] = ()
    page_link: str = ""


@dataclass(frozen=True)
class Foreseen:
    """A contact to come. ``written`` is missing where nobody can be reached or ``refusal`` says why it cannot be."""

    step_id: str
    channel: Channel
    template: str
    version: int | None
    at: datetime
    written: WrittenText | None = None
    refusal: Refused | None = None


def foresee(file: CaseFile, ports: Foreseeing) -> tuple[Foreseen, ...]:
    """Contact by contact, until the creditor is asked to decide or a person would be."""
    return tuple(_played(file, ports))


def _played(file: CaseFile, ports: Foreseeing) -> Iterator[Foreseen]:
    for _ in range(MOST_DECISIONS):
        step = next_step_of(file, file.case, file.debtor, file.log, file.rates)
        if step.due_at is None or step.action is Action.ASK_FOR_DECISION or file.case.status is not CaseStatus.OPEN:
            return
        if step.due_at > file.now:
            file = replace(file, now=step.due_at, case=replace(file.case, last_instant=step.due_at))
            continue
        channel = CHANNELS.get(step.action)
        if channel is None:
            waited = _waited(file, step)
            if waited is None:
                return
            file = replace(file, case=waited)
            continue
        foreseen = _written(file, step, channel, ports)
        yield foreseen
        if foreseen.refusal is not None:
            return
        file = _gone(file, step, channel) if foreseen.written else _left_out(file, step, channel)


def _waited(file: CaseFile, step: NextStep) -> Case | None:
    """What comes between contacts: a warning to the creditor, a notice that nobody reports on; else ``None``."""
    case, today = file.case, local_day(file.case, file.now)
    if step.action is Action.WARN_OF_LIMITATION:
        return warn(case, known_statement(case, file.rates, today), file.now)[0]
    if step.action is Action.CHECK_DELIVERY and case.notice is not None and case.notice.presentation is None:
        return replace(case, notice=presume_presented(case.notice, today, file.scenario))
    return None


def _written(file: CaseFile, step: NextStep, channel: Channel, ports: Foreseeing) -> Foreseen:
    template = step.template or ""
    version = version_of(file.scenario, step.step_id, template)
    told = Foreseen(step.step_id or "", channel, template, version, file.now)
    recipient = recipient_of(file, channel, step.step_id)
    if recipient is None or step.refused:
        return told
    try:
        renderer = renderer_of(file.case, template, version, renderer=ports.renderer, kept=ports.kept)
        facts = message_facts(
            file,
            file.rates,
            recipient=None if channel.is_postal else recipient,
            step_id=step.step_id,
            attachments=ports.attachments if channel is Channel.EMAIL else (),
        )
        facts = replace(facts, page_link=ports.page_link or None)
        written = written_text(channel, template, facts, renderer)
        refuse(written.words, facts)
        check_notice(channel, template, written.text, facts)
    except Refused as refusal:
        return replace(told, refusal=refusal)
    return replace(told, written=written)


def _gone(file: CaseFile, step: NextStep, channel: Channel) -> CaseFile:
    """The file once the contact was made; a letter is posted on the day it is handed over."""
    today, purpose = local_day(file.case, file.now), purpose_of(file, step)
    file, _ = begun(file, step)
    contact = Contact(
        id=f"ctc_{len(file.case.steps)}_{step.template}",
        scope=file.case.scope,
        case_id=file.case.id,
        debtor_id=file.case.debtor_id,
        step_id=step.step_id or "",
        channel=channel,
        template=step.template or "",
        purpose=purpose,
        state=ContactState.POSTED if channel.is_postal else ContactState.SENT,
        recipient="",
        recipient_name=None,
        intended_at=file.now,
        recorded_at=file.now,
        sent_at=file.now,
        cost=ZERO,
    )
    case = file.case if channel is Channel.SMS else stating(file.case, file.rates, today)
    if channel is Channel.CALL:
        case = with_contact(case, contact)
        entry = case.record_of(contact.step_id)
        case = case.with_record(replace(entry, state=StepState.DONE, at=file.now)) if entry else case
    else:
        case, _ = sent(case, contact, file.scenario, posted_on=today if channel.is_postal else None)
    log = file.log
    if purpose is Purpose.SOLICITATION:
        log = log.add(Solicitation(file.now, channel.value, case.id, contact.step_id))
    return replace(file, case=case, log=log)


def _left_out(file: CaseFile, step: NextStep, channel: Channel) -> CaseFile:
    file, _ = begun(file, step)
    return replace(file, case=passed_over(file, step, channel)[0])
