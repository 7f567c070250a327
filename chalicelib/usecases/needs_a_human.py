"""Mark a case as needing a person when a step keeps failing: nothing is lost, and the case says why."""

from __future__ import annotations

from chalicelib.domain.case import Attention
from chalicelib.domain.case_commands import needs_attention

from .ports import ClockRoom
from .recording import Recording, load_case_file, record
from .wake_up import ACTOR, WakeUp


def needs_a_human(command: WakeUp, error: str, *, recording: Recording, rooms: ClockRoom) -> None:
    """``error`` is a technical name, for the operator. An older run, a closed or an already marked case stays."""
    file = load_case_file(command.scope, command.case_id, recording, due_at=command.due_at)
    case = file.case
    if case.run == command.run and not case.is_closed and case.attention is None:
        step = case.next_step
        step_id = (step.step_id or step.subject_id) if step else None
        attention = Attention("step_failed", f"the step kept failing ({error})", file.now, step_id)
        marked, drafts = needs_attention(case, attention)
        changed = record(file, marked, drafts, actor=ACTOR, ports=recording, in_run=True)
        recording.store.commit(changed.writes)
    if case.test_clock_id is not None:
        rooms.settle(case.scope, case.test_clock_id, case.id, command.run)
