"""Ask a person to call the debtor: a task with its sheet (contact, history, statement, script; R-058, R-070)."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.call_priority import call_priority
from chalicelib.domain.call_task import CallTask, CallTaskStatus, task_id_of
from chalicelib.domain.case import Case
from chalicelib.domain.case_contacts import with_contact
from chalicelib.domain.case_payments import owed_on
from chalicelib.domain.contact import Channel, Contact, ContactState, Purpose
from chalicelib.domain.contact_log import Solicitation
from chalicelib.domain.document import Document, DocumentKind
from chalicelib.domain.errors import Refused
from chalicelib.domain.events import EventType, event
from chalicelib.domain.messages import CallScript
from chalicelib.domain.next_step import Action, NextStep
from chalicelib.domain.plan import local_day
from chalicelib.domain.stated_amounts import stating
from chalicelib.domain.step_record import StepState

from .begin_step import begun
from .catch_up import as_known
from .checked_words import check_script
from .compose import recipient_of
from .message_facts import message_facts, recipient_name_of
from .recording import CaseFile, record
from .sending import Content, Sending, keep_in
from .under_mandate import require_power
from .unreachable import cannot_be_written, pass_over
from .wake_up import ACTOR, Route, WakeUp, wake_up
from .writes import Create, SaveContactLog


def ask_for_call(command: WakeUp, *, ports: Sending) -> Route:
    """Creates the call task, once: the task, its contact, the cap and the event are one transaction."""

    def effect(file: CaseFile, step: NextStep) -> Case:
        phone = recipient_of(file, Channel.CALL, step.step_id)
        if phone is None or step.refused:
            return pass_over(file, step, Channel.CALL, ports)
        try:
            require_power(file, Purpose.SOLICITATION)
            script, sheet = _written(file, step, phone, ports)
        except Refused as refusal:
            return cannot_be_written(file, step, refusal, ports)
        return _create(file, step, phone, script, sheet, ports)

    return wake_up(command, Action.ASK_FOR_CALL, effect, recording=ports.recording, rooms=ports.rooms)


def _written(file: CaseFile, step: NextStep, phone: str, ports: Sending) -> tuple[CallScript, Content]:
    template = step.template or ""
    facts = message_facts(file, file.rates, recipient=phone, step_id=step.step_id)
    script = ports.renderer.call_script(template, facts)
    check_script(template, script, facts)
    sheet = ports.renderer.call_sheet(template, facts)
    return script, Content(DocumentKind.CALL_SHEET, f"{template}.pdf", "application/pdf", sheet)


def _create(file: CaseFile, step: NextStep, phone: str, script: CallScript, sheet: Content, ports: Sending) -> Case:
    file, passed = begun(file, step)
    document = keep_in(file, sheet, ports)
    contact = _contact(file, step, phone, document, ports)
    task = _task(file, contact, script, document)
    case = with_contact(stating(file.case, file.rates, local_day(file.case, file.now)), contact)
    entry = case.record_of(contact.step_id)
    if entry is not None:
        case = case.with_record(replace(entry, state=StepState.DONE, at=file.now))
    log = file.log.add(Solicitation(file.now, Channel.CALL.value, case.id, contact.step_id))
    draft = event(
        EventType.CALL_TASK_CREATED,
        {"phone": phone, "guard": [{"rule": r.rule, "detail": r.detail} for r in step.moves]},
        call_task_id=task.id,
        contact_id=contact.id,
        step_id=contact.step_id,
        due_on=task.due_on.isoformat(),
        documents=[{"document_id": document.id, "sha256": document.sha256}],
    )
    changed = record(file, case, (*passed, draft), actor=ACTOR, ports=ports.recording, log=log, in_run=True)
    creations = (Create(contact, file.key), Create(task, file.key), Create(document, file.key), SaveContactLog(log))
    ports.recording.store.commit((*changed.writes, as_known(file.debtor), *creations))
    return changed.case


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


def _task(file: CaseFile, contact: Contact, script: CallScript, sheet: Document) -> CallTask:
    today = local_day(file.case, file.now)
    owed = owed_on(file.case, file.rates, today)
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
        priority=call_priority(file.case, file.debtor, owed, today),
        owed=owed,
        overdue_since=file.case.day_zero,
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
