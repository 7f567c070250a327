"""Record what came of a call; it changes what comes next (R-071, R-031)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from chalicelib.domain.call_claims import refuse_others, refuse_unless_open
from chalicelib.domain.call_outcomes import record_outcome
from chalicelib.domain.call_task import CallOutcome, CallTask
from chalicelib.domain.errors import FieldProblem, InvalidInput
from chalicelib.domain.money import Money
from chalicelib.domain.parties import Scope

from .change_case import Changing, Outcome, Transition, change_case
from .ports import Reply
from .recording import CaseFile, Recording
from .shared_changes import Teller, concerns, outcome_beside, promised_on_phone
from .writes import Update


@dataclass(frozen=True)
class RecordCallOutcome:
    """``on`` is the promised day, or the day to call back; ``by`` names whoever called.

    ``amount`` is what was promised, ``None`` all that is owed; of a call about several it belongs to one case.

    ``about`` are the cases that the outcome concerns, of those that the call was about; all of them when none is named.
    """

    scope: Scope
    task_id: str
    actor: str
    outcome: CallOutcome
    on: date | None = None
    notes: str | None = None
    by: str | None = None
    duration_seconds: int | None = None
    about: tuple[str, ...] = ()
    amount: Money | None = None


def record_call_outcome(command: RecordCallOutcome, *, recording: Recording, reply: Reply) -> Outcome:
    """``result`` is the task.

    Errors: ``call_task_not_open``; ``call_task_claimed`` by somebody else than ``by``;
    ``date_required`` or ``date_too_far`` for a promise or a call-back; ``not_of_this_call`` for another case; for an
    amount ``more_than_owed``, ``not_of_a_promise`` and ``of_one_case``.
    """
    case_id = recording.store.call_task(command.scope, command.task_id).case_id

    def transition(file: CaseFile) -> Transition:
        task = recording.store.call_task(command.scope, command.task_id)
        refuse_unless_open(task)
        refuse_others(task, command.by, recording.wall.now())
        _check_about(command, task)
        task = replace(task, made_by=command.by, duration_seconds=command.duration_seconds)
        called = record_outcome(
            file.case,
            task,
            file.debtor,
            command.outcome,
            file.scenario,
            file.now,
            on=command.on,
            notes=command.notes,
            concerned=concerns(command.about, file.case.id),
            promised=promised_on_phone(file, command.amount),
        )
        teller = Teller(command.actor, recording)
        others = outcome_beside(file, task, called, teller, about=command.about, amount=command.amount)
        writes = (Update(called.task, file.key), *others)
        return Transition(called.case, called.events, debtor=called.debtor, writes=writes, result=called.task)

    changing = Changing(command.scope, case_id, command.actor)
    return change_case(changing, transition, recording=recording, reply=reply)


def _check_about(command: RecordCallOutcome, task: CallTask) -> None:
    if not set(command.about) <= {task.case_id, *task.grouped_with}:
        problem = FieldProblem("#/case_ids", "not_of_this_call", "the call was about none of these cases")
        raise InvalidInput("The outcome cannot be recorded.", errors=(problem,))
    if command.amount is not None and task.grouped_with and len(set(command.about)) != 1:
        problem = FieldProblem("#/amount", "of_one_case", "an amount is promised in one case: name it in case_ids")
        raise InvalidInput("The outcome cannot be recorded.", errors=(problem,))
