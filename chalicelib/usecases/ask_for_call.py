"""Ask a person to call the debtor: a task with its sheet (contact, history, statement, script; R-058, R-070)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chalicelib.domain.call_priority import call_priority
from chalicelib.domain.call_task import CallTask, CallTaskStatus, task_id_of
from chalicelib.domain.case import Case
from chalicelib.domain.case_contacts import with_contact
from chalicelib.domain.case_payments import owed_on
from chalicelib.domain.contact import Channel, Contact, ContactState, Purpose, shared_by
from chalicelib.domain.document import Document, DocumentKind
from chalicelib.domain.errors import Refused
from chalicelib.domain.events import CaseEvent, EventType, event
from chalicelib.domain.messages import CallScript
from chalicelib.domain.money import ZERO
from chalicelib.domain.next_step import Action, NextStep
from chalicelib.domain.plan import local_day
from chalicelib.domain.stated_amounts import stating
from chalicelib.domain.step_record import StepState

from .begin_step import begun
from .call_facts import call_brief
from .catch_up import as_known
from .checked_words import check_script
from .companions import Company, looked_company, written_for_all
from .compose import recipient_of
from .look_before import look_before, require_look
from .message_facts import message_facts, recipient_name_of
from .own_text import version_of, with_own_text
from .recording import CaseFile, record
from .sending import Content, Sending, keep_in
from .shared_contact import Begun, begin_beside, saved_log, shared, solicited
from .under_mandate import require_power
from .unreachable import cannot_be_written, pass_over
from .wake_up import ACTOR, Route, WakeUp, wake_up
from .writes import Create


def ask_for_call(command: WakeUp, *, ports: Sending) -> Route:
    """Creates the call task, once: the task, its contact, the cap and the event are one transaction."""

    def effect(file: CaseFile, step: NextStep) -> Case:
        phone = recipient_of(file, Channel.CALL, step.step_id)
        if phone is None or step.refused:
            return pass_over(file, step, Channel.CALL, ports)
        looked = look_before(file, step, Channel.CALL, Purpose.SOLICITATION, ports)
        if looked.held:
            return looked.file.case
        file = looked.file
        company = looked_company(file, step, Channel.CALL, Purpose.SOLICITATION, ports)
        try:
            require_power(file, Purpose.SOLICITATION)
            call, company = written_for_all(lambda others: _written(file, step, phone, ports, others), company)
        except Refused as refusal:
            return cannot_be_written(file, step, refusal, ports)
        return _create(file, step, phone, call, ports, company)

    return wake_up(command, Action.ASK_FOR_CALL, effect, recording=ports.recording, rooms=ports.rooms)


@dataclass(frozen=True)
class Written:
    """What the caller has before their eyes."""

    script: CallScript
    sheet: Content


def _written(file: CaseFile, step: NextStep, phone: str, ports: Sending, others: tuple[CaseFile, ...]) -> Written:
    template, ports = step.template or "", with_own_text(file, step, ports)
    facts = message_facts(file, file.rates, recipient=phone, step_id=step.step_id, others=others)
    facts = replace(facts, call=call_brief(file, ports))
    script = ports.renderer.call_script(template, facts)
    check_script(template, script, facts)
    sheet = ports.renderer.call_sheet(template, facts)
    return Written(script, Content(DocumentKind.CALL_SHEET, f"{template}.pdf", "application/pdf", sheet))


def _create(file: CaseFile, step: NextStep, phone: str, call: Written, ports: Sending, company: Company) -> Case:
    """The task, its contact, the cap and the event; and what each other case records of it. All of it, or nothing."""
    for each in company.companions:
        require_look(each.file, each.step, Purpose.SOLICITATION, ports.recording)
    file, passed = begun(file, step)
    require_look(file, step, Purpose.SOLICITATION, ports.recording)
    document = keep_in(file, call.sheet, ports)
    contact, others = shared(file.case, _contact(file, step, phone, document, ports), company, ports.recording)
    task = _task(file, contact, call.script, document, company)
    case = _called(file, contact)
    saved = saved_log(file, solicited(file, contact, others), company)
    drafts = (*passed, _created(task, contact))
    changed = record(file, case, drafts, actor=ACTOR, ports=ports.recording, log=saved.log, in_run=True)
    lead = replace(file, case=changed.case, log=saved.log)

    def beside(other: CaseFile, own: Contact) -> Begun:
        return Begun(_called(other, own), (_created(task, own),))

    begun_beside = begin_beside(company, others, beside, lead, actor=ACTOR, ports=ports.recording)
    creations = (Create(contact, file.key), Create(task, file.key), Create(document, file.key), saved)
    ports.recording.store.commit((*changed.writes, as_known(file.debtor), *creations, *begun_beside.writes))
    return changed.case


def _called(file: CaseFile, contact: Contact) -> Case:
    """The case whose call was asked for: its account of the day is stated, its step is done."""
    case = with_contact(stating(file.case, file.rates, local_day(file.case, file.now)), contact)
    entry = case.record_of(contact.step_id)
    return case if entry is None else case.with_record(replace(entry, state=StepState.DONE, at=file.now))


def _created(task: CallTask, contact: Contact) -> CaseEvent:
    return event(
        EventType.CALL_TASK_CREATED,
        {"phone": contact.recipient, "guard": [{"rule": r.rule, "detail": r.detail} for r in contact.guard]},
        call_task_id=task.id,
        contact_id=contact.id,
        step_id=contact.step_id,
        due_on=task.due_on.isoformat(),
        documents=[{"document_id": contact.document_ids[0], "sha256": contact.content_sha256}],
        **shared_by(contact),
    )


def _contact(file: CaseFile, step: NextStep, phone: str, sheet: Document, ports: Sending) -> Contact:
    today = local_day(file.case, file.now)
    return Contact(
        id=ports.recording.ids.new("ctc"),
        scope=file.case.scope,
        case_id=file.case.id,
        debtor_id=file.case.debtor_id,
        step_id=step.step_id or "",
        channel=Channel.CALL,
        template=step.template or "",
        template_version=version_of(file.scenario, step.step_id, step.template or ""),
        purpose=Purpose.SOLICITATION,
        state=ContactState.SENT,
        recipient=phone,
        recipient_name=recipient_name_of(file, phone),
        intended_at=file.now,
        recorded_at=ports.recording.wall.now(),
        sent_at=file.now,
        document_ids=(sheet.id,),
        content_sha256=sheet.sha256,
        guard=step.moves,
        cost=ports.tariff.cost(Channel.CALL, today, file.case.scope.livemode),
    )


def _task(file: CaseFile, contact: Contact, script: CallScript, sheet: Document, company: Company) -> CallTask:
    """``owed`` and the oldest due date are those of every case that it is about."""
    today = local_day(file.case, file.now)
    cases = (file.case, *(each.case for each in company.files))
    owed = sum((owed_on(case, file.rates, today) for case in cases), ZERO)
    return CallTask(
        id=task_id_of(contact.id),
        scope=contact.scope,
        case_id=contact.case_id,
        debtor_id=contact.debtor_id,
        contact_id=contact.id,
        step_id=contact.step_id,
        status=CallTaskStatus.OPEN,
        phone=contact.recipient,
        recipient_name=contact.recipient_name,
        script=script_sections(script),
        created_at=file.now,
        due_on=today,
        sheet_document_id=sheet.id,
        creditor_id=file.case.creditor_id,
        creditor_name=file.creditor.sender_name,
        debtor_name=file.debtor.name,
        priority=call_priority(file.case, file.debtor, owed, today),
        owed=owed,
        overdue_since=min(case.day_zero for case in cases),
        grouped_with=tuple(each.case_id for each in contact.shared_with),
    )


def script_sections(script: CallScript) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The script as titled sections, in the order a caller goes through them."""
    objections = tuple(f"{objection.says} → {objection.answer}" for objection in script.objections)
    return (
        ("purpose", (script.purpose,)),
        ("identification", script.identification),
        ("opening", script.opening),
        ("questions", script.questions),
        ("objections", objections),
        ("solutions", script.solutions),
        ("closing", script.closing),
        ("voicemail", (script.voicemail,)),
        ("rules", script.rules),
    )
