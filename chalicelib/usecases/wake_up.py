"""A wake-up of a case: load, decide again, and either carry out what is due or say what to wait for.

A wake-up of an older run sees the newer one and ends; a conflict with a command loads and decides again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain.case import Case
from chalicelib.domain.case_commands import resume
from chalicelib.domain.case_payments import look_again
from chalicelib.domain.errors import DebtorErased, NotFound
from chalicelib.domain.next_step import Action, NextStep
from chalicelib.domain.parties import Scope
from chalicelib.domain.plan import local_day
from chalicelib.domain.preventive import begin_amicable
from chalicelib.domain.simulated.debtor import simulated

from .catch_up import caught_up
from .life_cycle import expire_call_tasks, life_cycle, missing_power
from .look_before import lost_patience
from .lost_races import until_saved
from .recording import CaseFile, Recording, load_case_file, next_step_of, record, waits_for_a_rate
from .restart_run import restart_run
from .store_ports import ClockRoom

ACTOR = "amiable"
EXECUTION_AGE = timedelta(days=300)
LONGEST_WAIT = timedelta(days=60)
SIMULATE = "simulate"
"""Where a test-mode case goes when it is the simulated debtor's turn; never an action of the case itself."""


@dataclass(frozen=True)
class WakeUp:
    """What the state machine carries: ids, the run, and the case time it wakes at. ``started_at`` is wall time."""

    scope: Scope
    case_id: str
    run: int
    due_at: datetime
    started_at: datetime | None = None


@dataclass(frozen=True)
class Route:
    """Where the state machine goes next.

    ``wait``: ``none`` acts at once, ``until`` sleeps, ``hold`` parks the case on its test clock, ``end`` ends the run.
    """

    action: str
    wait: str
    due_at: datetime
    reason: str


Effect = Callable[[CaseFile, NextStep], Case]


def wake_up(
    command: WakeUp,
    action: Action | str | None,
    effect: Effect | None,
    *,
    recording: Recording,
    rooms: ClockRoom,
) -> Route:
    """Carries out ``action`` if it is still what comes next and is due; otherwise only routes."""
    return until_saved(lambda: _wake(command, action, effect, recording, rooms))


def _wake(
    command: WakeUp, action: Action | str | None, effect: Effect | None, recording: Recording, rooms: ClockRoom
) -> Route:
    try:
        file = load_case_file(command.scope, command.case_id, recording, due_at=command.due_at)
    except DebtorErased:
        return _mute(command, recording, rooms)
    except NotFound:
        return gone(command)
    if file.case.run != command.run:
        return ended(file, command.run, rooms, f"run {file.case.run} took over")
    if _is_old(command, recording):
        restart_run(file.case, store=recording.store, wall_now=recording.wall.now())
        return ended(file, command.run, rooms, "a fresh execution takes over")
    _take_calls_back(file, recording)
    file = _fallen_due(_lapsed_pause(_informed(file, recording), recording), recording)
    file, step = _decided(lost_patience(file, recording), recording)
    if waits_for_a_rate(step):  # by a table kept for a minute: what was put since lets it go on
        file, step = _decided(replace(file, rates=recording.published.afresh()), recording)
    comes_next, due_at = _turn(file, step)
    is_due = due_at is not None and due_at <= file.now
    if effect is not None and comes_next == action and is_due:
        case = effect(file, step)
    else:
        case = _save_if_changed(file, step, recording)
    return route_on(file, case, command.run, rooms)


def _turn(file: CaseFile, step: NextStep) -> tuple[Action | str, datetime | None]:
    """Whose turn it is, and when: at the same instant the simulated debtor comes before the step (R-132).

    Asked of the debtor as they are now: since the case was saved their address may have come to tell something else.
    """
    planned = replace(file.case, next_step=step, simulation=simulated(file.case, file.debtor))
    return (SIMULATE if planned.debtor_acts_first else step.action), planned.wakes_at


def gone(command: WakeUp) -> Route:
    """Test data that was erased: the run ends quietly. A live case never goes, so that one missing is an error."""
    if command.scope.livemode:
        raise NotFound(f"There is no case {command.case_id}.")
    return Route(Action.STAND_STILL.value, "end", command.due_at, "the case was erased")


def _mute(command: WakeUp, recording: Recording, rooms: ClockRoom) -> Route:
    """Nothing more happens for an erased debtor."""
    case = recording.store.case(command.scope, command.case_id)
    if case.test_clock_id is not None:
        rooms.settle(command.scope, case.test_clock_id, case.id, command.run)
    return Route(Action.STAND_STILL.value, "end", command.due_at, "the debtor was erased")


def _is_old(command: WakeUp, recording: Recording) -> bool:
    """An execution lives one year at most: it hands over to a fresh one in good time."""
    return command.started_at is not None and recording.wall.now() - command.started_at > EXECUTION_AGE


def _informed(file: CaseFile, recording: Recording) -> CaseFile:
    """What is known of the debtor takes effect before anything is decided (STOP_02..STOP_04)."""
    known = caught_up(file, recording)
    if known.file is file:
        return file
    changed = record(file, known.file.case, known.events, actor=ACTOR, ports=recording, in_run=True)
    recording.store.commit((*changed.writes, *known.writes))
    return replace(file, case=changed.case)


def _take_calls_back(file: CaseFile, recording: Recording) -> None:
    """Once the mandate or the collector's cover is over nobody calls under it: open call tasks expire (MAND_01)."""
    if not file.case.is_closed and missing_power(file) and (expired := expire_call_tasks(file, recording)):
        recording.store.commit(expired)


def _lapsed_pause(file: CaseFile, recording: Recording) -> CaseFile:
    """A pause with an end is over on that day."""
    pause = file.case.pause
    if pause is None or pause.until is None or local_day(file.case, file.now) < pause.until:
        return file
    case, drafts = resume(file.case, reason="the pause is over")
    changed = record(file, case, drafts, actor=ACTOR, ports=recording, in_run=True)
    recording.store.commit(changed.writes)
    return replace(file, case=changed.case)


def _fallen_due(file: CaseFile, recording: Recording) -> CaseFile:
    """The preventive phase is over once the due date has passed (R-046)."""
    begun = begin_amicable(file.case, local_day(file.case, file.now))
    if begun is None:
        return file
    case, drafts = begun
    changed = record(file, case, drafts, actor=ACTOR, ports=recording, in_run=True)
    recording.store.commit(changed.writes)
    return replace(file, case=changed.case)


def _decided(file: CaseFile, recording: Recording) -> tuple[CaseFile, NextStep]:
    """What comes next, once what had to wait is done."""
    file = _looked_again(file, recording)
    return file, next_step_of(file, file.case, file.debtor, file.log, file.rates)


def _looked_again(file: CaseFile, recording: Recording) -> CaseFile:
    """Once a missing rate is there: receipts are due, and a case is closed whose debtor had paid meanwhile (INT_15)."""
    found = look_again(file.case, file.rates, file.now)
    if found is None:
        return file
    changed = record(file, found.case, found.events, actor=ACTOR, ports=recording, in_run=True)
    recording.store.commit((*changed.writes, *life_cycle(file, changed.case, recording)))
    return replace(file, case=changed.case)


def _save_if_changed(file: CaseFile, step: NextStep, recording: Recording) -> Case:
    if step == file.case.next_step and simulated(file.case, file.debtor) == file.case.simulation:
        return file.case
    changed = record(file, file.case, (), actor=ACTOR, ports=recording, in_run=True)
    recording.store.commit(changed.writes)
    return changed.case


def route_on(file: CaseFile, case: Case, run: int, rooms: ClockRoom) -> Route:
    """Where the run goes from here, for the case as it was just saved."""
    step, due_at = case.next_step, case.wakes_at
    reason = step.reason if step else "nothing to do"
    if due_at is None:
        return ended(file, run, rooms, reason)
    action = SIMULATE if case.debtor_acts_first or step is None else step.action.value
    if due_at <= file.now:
        return Route(action, "none", file.now, reason)
    if case.test_clock_id is not None:
        return Route(action, "hold", due_at, reason)
    return Route(action, "until", min(due_at, file.now + LONGEST_WAIT), reason)


def ended(file: CaseFile, run: int, rooms: ClockRoom, reason: str) -> Route:
    """The run is over; a test clock no longer waits for it."""
    if file.case.test_clock_id is not None:
        rooms.settle(file.case.scope, file.case.test_clock_id, file.case.id, run)
    return Route(Action.STAND_STILL.value, "end", file.now, reason)
