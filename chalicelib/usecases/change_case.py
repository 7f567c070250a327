"""Change a case on command: load, apply a pure transition, record, commit; again when somebody was faster."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from chalicelib.domain.case import Case
from chalicelib.domain.errors import AnswerAlreadyStored, Conflict, PreconditionFailed
from chalicelib.domain.events import CaseEvent
from chalicelib.domain.parties import Debtor, Scope
from chalicelib.domain.scenarios.model import Scenario

from .catch_up import caught_up
from .life_cycle import life_cycle
from .ports import Reply
from .recording import CaseFile, Recording, load_case_file, record
from .view_case import CaseView, view_at
from .writes import Update, Write

COMMAND_TRIES = 12
FIRST_PAUSE_SECONDS = 0.02
LONGEST_PAUSE_SECONDS = 1.0


@dataclass(frozen=True)
class Changing:
    """Who changes which case. ``expected`` are the versions the caller accepts (``If-Match``), ``None`` for any."""

    scope: Scope
    case_id: str
    actor: str
    expected: Collection[int] | None = None


@dataclass(frozen=True)
class Transition:
    """What a command does. ``debtor`` is set when it changes too; ``result`` is what the caller gets beside it.

    ``scenario`` is set where the case is on another one afterwards, as it is in force for it.
    """

    case: Case
    events: tuple[CaseEvent, ...]
    debtor: Debtor | None = None
    writes: tuple[Write, ...] = ()
    result: object = None
    scenario: Scenario | None = None


@dataclass(frozen=True)
class Outcome:
    """The case after the command, and what else the command gives back."""

    view: CaseView
    result: object = None


def change_case(
    command: Changing, transition: Callable[[CaseFile], Transition], *, recording: Recording, reply: Reply
) -> Outcome:
    """Decides again on the newer case each time somebody was faster, after a pause that grows and differs by chance.

    Errors: those of the transition; ``version_conflict`` after twelve lost races; ``clock_advancing``.
    """
    for tried in range(COMMAND_TRIES):
        file = load_case_file(command.scope, command.case_id, recording)
        if command.expected is not None and file.case.version not in command.expected:
            raise PreconditionFailed("The case changed; read it again.")
        try:
            return _commit(command, file, transition, recording, reply)
        except Conflict as lost:
            if not _may_try_again(lost) or tried == COMMAND_TRIES - 1:
                raise
        recording.sleep(_pause(tried, recording))
    raise AssertionError("unreachable")


def _may_try_again(lost: Conflict) -> bool:
    """The answer to this very request is never made twice; every other lost race is run again."""
    return lost.retryable and not isinstance(lost, AnswerAlreadyStored)


def _pause(tried: int, recording: Recording) -> float:
    """Seconds: none to the longest of this round by chance, so that those who lost together do not meet again."""
    chance = int.from_bytes(recording.ids.random_bytes(4), "big") / 0xFFFFFFFF
    return chance * min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2.0**tried)


def _commit(
    command: Changing,
    file: CaseFile,
    transition: Callable[[CaseFile], Transition],
    recording: Recording,
    reply: Reply,
) -> Outcome:
    """The command meets a case that knows what is known of the debtor."""
    known = caught_up(file, recording)
    change = transition(known.file)
    file = replace(file, scenario=change.scenario or file.scenario)
    drafts = (*known.events, *change.events)
    changed = record(file, change.case, drafts, actor=command.actor, ports=recording, debtor=change.debtor)
    outcome = Outcome(view_at(changed.case, file.now, file.rates), change.result)
    writes: list[Write] = [*changed.writes, *known.writes, *change.writes, *life_cycle(file, changed.case, recording)]
    if change.debtor is not None:
        writes.append(Update(change.debtor, file.key))
    writes += reply(outcome, debtor_id=file.debtor.id, key=file.key)
    recording.store.commit(writes)
    return outcome
