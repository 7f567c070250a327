"""When a message cannot go out: no usable address, or refused by the guard.

The step is passed over with its reason, and what the procedure cannot do without asks for a person.
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.case import Case
from chalicelib.domain.case_commands import needs_attention
from chalicelib.domain.case_contacts import reached
from chalicelib.domain.contact import Channel
from chalicelib.domain.errors import Refused
from chalicelib.domain.events import CaseEvent, EventType, event
from chalicelib.domain.holds import Attention
from chalicelib.domain.negotiation.correspondence import note_dropped
from chalicelib.domain.negotiation.note import Note
from chalicelib.domain.next_step import NextStep
from chalicelib.domain.receipt import ReceiptState
from chalicelib.domain.scenarios.model import FIRST_LETTER
from chalicelib.domain.step_record import StepRecord, StepState

from .begin_step import begun
from .recording import CaseFile, record
from .sending import Sending
from .wake_up import ACTOR

MISSING = {
    Channel.EMAIL: "no_usable_email",
    Channel.SMS: "no_usable_mobile",
    Channel.CALL: "no_usable_phone",
    Channel.LETTER: "no_postal_address",
    Channel.REGISTERED_LETTER: "no_postal_address",
}


def pass_over(file: CaseFile, step: NextStep, channel: Channel, ports: Sending) -> Case:
    """Records why this message did not go out, and lets the scenario go on where it can."""
    file, passed = begun(file, step)
    case, drafts = passed_over(file, step, channel)
    changed = record(file, case, (*passed, *drafts), actor=ACTOR, ports=ports.recording, in_run=True)
    ports.recording.store.commit(changed.writes)
    return changed.case


def passed_over(file: CaseFile, step: NextStep, channel: Channel) -> tuple[Case, tuple[CaseEvent, ...]]:
    """The case without this message, and the events that say why."""
    case = file.case
    homeless = step.step_id == FIRST_LETTER and file.debtor.postal_address is None
    reason = step.moves[0].rule if step.refused and step.moves and not homeless else MISSING[channel]
    receipt = case.receipt_of(step.subject_id) if step.subject_id else None
    if receipt is not None:
        case = case.with_receipt(replace(receipt, state=ReceiptState.NOT_DELIVERABLE))
        return case, (_event(step, channel, reason),)
    note = case.negotiation.note(step.subject_id) if step.subject_id else None
    if note is not None:
        return _note_passed_over(case, note, step, channel, reason)
    planned = file.scenario.step(step.step_id or "")
    if planned.is_formal_notice or planned.id == FIRST_LETTER:
        detail = "the formal notice cannot be sent" if planned.is_formal_notice else "the first letter cannot be sent"
        attention = Attention(reason, detail, file.now, planned.id)
        case, asked = needs_attention(case, attention)
        return case, (_event(step, channel, reason), *asked)
    old = case.record_of(planned.id) or StepRecord(planned.id, StepState.STARTED, file.now)
    skipped = (*old.skipped_channels, step.template or "")
    left = [m for m in planned.messages if m.template not in skipped and not _went_out(old, m.template)]
    state = StepState.STARTED if left else StepState.DONE if old.contacts else StepState.SKIPPED
    if step.refused and state is StepState.SKIPPED:
        state = StepState.BLOCKED
    entry = replace(old, skipped_channels=skipped, state=state, reason=None if state is StepState.STARTED else reason)
    return case.with_record(entry), (_event(step, channel, reason),)


def _note_passed_over(
    case: Case, note: Note, step: NextStep, channel: Channel, reason: str
) -> tuple[Case, tuple[CaseEvent, ...]]:
    """A note that reaches nobody is dropped; a notice that a plan depends on asks for a person (PLAN_02)."""
    draft = _event(step, channel, reason)
    if not note.registered:
        return note_dropped(case, note.id), (draft,)
    detail = "the notice of acceleration cannot be sent"
    case, asked = needs_attention(case, Attention(reason, detail, case.last_instant, note.id))
    return case, (draft, *asked)


def _went_out(record_: StepRecord, template: str) -> bool:
    return any(ref.template == template and reached(ref) for ref in record_.contacts)


def cannot_be_written(file: CaseFile, step: NextStep, refusal: Refused, ports: Sending) -> Case:
    """A text that lacks a fact, or a rate that is not known, waits for a person: nothing goes out with a hole in it."""
    owner = step.step_id or step.subject_id
    attention = Attention(refusal.code, refusal.detail, file.now, owner)
    case, drafts = needs_attention(file.case, attention)
    changed = record(file, case, drafts, actor=ACTOR, ports=ports.recording, in_run=True)
    ports.recording.store.commit(changed.writes)
    return changed.case


def _event(step: NextStep, channel: Channel, reason: str) -> CaseEvent:
    kind = EventType.STEP_BLOCKED if step.refused else EventType.STEP_SKIPPED
    return event(
        kind,
        step_id=step.step_id or step.template,
        channel=channel.value,
        reason=reason,
        rules=[{"rule": move.rule, "detail": move.detail} for move in step.moves],
    )
