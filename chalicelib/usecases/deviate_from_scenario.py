"""Skip, move or add a step of one case by hand, with author and reason; and take that back (R-028)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.case_deviations import Place, Wanted, deviate, withdraw_deviation

from .change_case import Changing, Outcome, Transition, change_case
from .ports import Reply
from .recording import CaseFile, Recording


@dataclass(frozen=True)
class DeviateFromScenario:
    """What is wanted, and why."""

    changing: Changing
    wanted: Wanted
    reason: str


@dataclass(frozen=True)
class WithdrawDeviation:
    """Which deviation is taken back, and why."""

    changing: Changing
    deviation_id: str
    reason: str


def deviate_from_scenario(command: DeviateFromScenario, *, recording: Recording, reply: Reply) -> Outcome:
    """Errors: ``case_closed``; ``scenario_over``; ``step_already_done``; ``deviation_refused``; ``invalid_request``."""

    def transition(file: CaseFile) -> Transition:
        made = {
            "deviation_id": recording.ids.new("dev"),
            "author": command.changing.actor,
            "reason": command.reason,
        }
        case, drafts = deviate(Place(file.case, file.scenario, file.debtor, file.now), command.wanted, **made)
        return Transition(case, drafts, result=case.deviations[-1])

    return change_case(command.changing, transition, recording=recording, reply=reply)


def withdraw_case_deviation(command: WithdrawDeviation, *, recording: Recording, reply: Reply) -> Outcome:
    """Errors: ``not_found``; ``case_closed``; ``scenario_over``; ``already_withdrawn``; ``deviation_carried_out``."""

    def transition(file: CaseFile) -> Transition:
        told = {"author": command.changing.actor, "reason": command.reason}
        case, drafts = withdraw_deviation(file.case, command.deviation_id, file.now, **told)
        gone = next(each for each in case.deviations if each.id == command.deviation_id)
        return Transition(case, drafts, result=gone)

    return change_case(command.changing, transition, recording=recording, reply=reply)
