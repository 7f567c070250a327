"""Which steps a case passes over, asked in the order of its scenario: conditions and branches (R-029..R-032)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from chalicelib.domain.case import Case
from chalicelib.domain.contact import Purpose
from chalicelib.domain.parties import Debtor

from .conditions import ALWAYS, Conditions
from .model import DECISION, Scenario, Step
from .situation import Situation, is_unanswered, not_met, situation_of

CONDITION_NOT_MET = "condition_not_met"
BRANCH_TAKEN = "branch_taken"


@dataclass(frozen=True)
class TakenBranch:
    """The branch of a step, counted from one, that leads to ``go_to`` (a later step, or ``decision``)."""

    step: str
    number: int
    go_to: str


@dataclass(frozen=True)
class Passed:
    """Why a step will not take place: the conditions that do not hold, or the branch that jumps over it."""

    reason: str
    conditions: tuple[str, ...] = ()
    branch: TakenBranch | None = None


class Course:
    """One walk through a scenario's steps: ask ``passed`` of each, then tell ``took_place`` of those that happen.

    What is still to come is judged as for a debtor who stays silent: each solicitation on the way counts as
    unanswered. A branch of a step is out of the question once a later step has begun.
    """

    def __init__(self, case: Case, scenario: Scenario, debtor: Debtor, kept: Step | None = None) -> None:
        self._case = case
        self._debtor = debtor
        self._kept = kept
        self._jump: TakenBranch | None = None
        self._more_contacts = 0
        begun = {record.step_id for record in case.steps if record.has_begun}
        self._begun_until = max((n for n, step in enumerate(scenario.steps) if step.id in begun), default=-1)
        self._places = {step.id: n for n, step in enumerate(scenario.steps)}

    @cached_property
    def _situation(self) -> Situation:
        return situation_of(self._case, self._debtor)

    def passed(self, step: Step) -> Passed | None:
        """Why this step is passed over; ``None`` when it takes place, or has a record that says what became of it."""
        if self._jump is not None and self._jump.go_to == step.id:
            self._jump = None
        if step is self._kept or self._case.record_of(step.id) is not None:
            return None
        if self._jump is not None:
            return Passed(BRANCH_TAKEN, branch=self._jump)
        failing = self._not_met(step.conditions)
        return Passed(CONDITION_NOT_MET, conditions=failing) if failing else None

    def took_place(self, step: Step) -> None:
        """This step happened or will; the first of its branches that holds leads on."""
        record = self._case.record_of(step.id)
        is_counted = record is not None and is_unanswered(self._case, record)
        is_over = record is not None and record.state != "started"
        if step.purpose is Purpose.SOLICITATION and not is_counted and not is_over:
            self._more_contacts += 1
        place = self._places[step.id]
        if self._jump is not None or place < self._begun_until:
            return
        for number, branch in enumerate(step.branches, start=1):
            leads_on = branch.go_to == DECISION or self._places.get(branch.go_to, -1) > place
            if leads_on and not self._not_met(branch.when):
                self._jump = TakenBranch(step.id, number, branch.go_to)
                return

    def _not_met(self, conditions: Conditions) -> tuple[str, ...]:
        if conditions == ALWAYS:
            return ()
        expected = self._situation.unanswered_contacts + self._more_contacts
        return not_met(conditions, replace(self._situation, unanswered_contacts=expected))
