"""Mark a case as needing a person when a step keeps failing: nothing is lost, and the case says why."""

from __future__ import annotations

from chalicelib.domain.case import Case
from chalicelib.domain.case_commands import needs_attention
from chalicelib.domain.errors import NotFound
from chalicelib.domain.holds import Attention
from chalicelib.domain.next_step import Action

from .lost_races import until_saved
from .recording import CaseFile, Recording, load_case_file, record
from .store_ports import ClockRoom
from .wake_up import ACTOR, Route, WakeUp, ended, gone, route_on


def needs_a_human(command: WakeUp, error: str, *, recording: Recording, rooms: ClockRoom) -> Route:
    """Marks the step that kept failing, then goes on with whatever else is due (a receipt, a check).

    ``error`` is a technical name, for the operator. A second failure while a person is asked already ends the run:
    the answer starts another.
    """
    return until_saved(lambda: _asked(command, error, recording, rooms))


def _asked(command: WakeUp, error: str, recording: Recording, rooms: ClockRoom) -> Route:
    try:
        file = load_case_file(command.scope, command.case_id, recording, due_at=command.due_at)
    except NotFound:
        return gone(command)
    if file.case.run != command.run:
        return ended(file, command.run, rooms, f"run {file.case.run} took over")
    if file.case.attention is not None:
        return ended(file, command.run, rooms, f"needs attention: {file.case.attention.code}")
    return route_on(file, _marked(file, error, recording), command.run, rooms)


def _marked(file: CaseFile, error: str, recording: Recording) -> Case:
    step = None if file.case.debtor_acts_first else file.case.next_step
    owner = (step.step_id or step.subject_id) if step else None
    contact_id = step.subject_id if step and step.action is Action.CHECK_DELIVERY else None
    attention = Attention("step_failed", f"the step kept failing ({error})", file.now, owner, contact_id)
    marked, drafts = needs_attention(file.case, attention)
    changed = record(file, marked, drafts, actor=ACTOR, ports=recording, in_run=True)
    recording.store.commit(changed.writes)
    return changed.case
