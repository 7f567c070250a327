"""Move a case to another scenario, or to another version of its own: explicitly, recorded, from here on (R-122)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.errors import FieldProblem, InvalidInput
from chalicelib.domain.parties import Scope
from chalicelib.domain.scenario_move import move_to_scenario
from chalicelib.domain.scenarios.deviations import in_force
from chalicelib.domain.scenarios.model import Scenario
from chalicelib.domain.scenarios.own import OwnScenario, is_own
from chalicelib.domain.scenarios.presets import LATEST, SCENARIOS

from .change_case import Changing, Outcome, Transition, change_case
from .choose_scenario import archived, unknown
from .ports import Reply
from .recording import CaseFile, Recording
from .store_ports import Store


@dataclass(frozen=True)
class MoveCaseToScenario:
    """Without ``version`` it is the latest."""

    changing: Changing
    scenario_id: str
    version: int | None
    reason: str


@dataclass(frozen=True)
class _Target:
    definition: Scenario
    own: OwnScenario | None = None


def move_case_to_scenario(command: MoveCaseToScenario, *, recording: Recording, reply: Reply) -> Outcome:
    """One batch read for an own scenario beside those of every command.

    Errors: ``unknown_scenario``, ``scenario_archived`` (422); those of ``move_to_scenario``.
    """
    target = _target(command, command.changing.scope, recording.store)

    def transition(file: CaseFile) -> Transition:
        if target.own is not None and target.own.creditor_id not in (None, file.case.creditor_id):
            raise unknown(command.scenario_id)
        moved = move_to_scenario(file.case, file.scenario, target.definition, file.now, reason=command.reason)
        scenario = in_force(moved.scenario, moved.case.deviations)
        return Transition(moved.case, moved.events, scenario=scenario)

    return change_case(command.changing, transition, recording=recording, reply=reply)


def _target(command: MoveCaseToScenario, scope: Scope, store: Store) -> _Target:
    id_, version = command.scenario_id, command.version
    if not is_own(id_):
        preset = SCENARIOS.get((id_, version)) if version else LATEST.get(id_)
        if preset is None:
            raise _unknown(id_, version)
        return _Target(preset)
    found = store.parties(scope, own_scenario_id=id_, scenario=(id_, version) if version else None)
    own = found.own_scenario
    if own is None:
        raise unknown(id_)
    if own.archived_at is not None:
        raise archived(id_)
    if version is not None and found.scenario is None:
        raise _unknown(id_, version)
    return _Target(found.scenario or own.definition, own)


def _unknown(scenario_id: str, version: int | None) -> InvalidInput:
    if version is None:
        return unknown(scenario_id)
    problem = FieldProblem("#/version", "unknown_scenario", f"{scenario_id} has no version {version}")
    return InvalidInput("The scenario does not exist in this version.", code="unknown_scenario", errors=(problem,))
