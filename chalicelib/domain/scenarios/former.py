"""What a case that was moved to another scenario keeps of the one before (R-122)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .model import Scenario, Step


@dataclass(frozen=True)
class Former:
    """``steps`` are those begun under another scenario that the present one lacks, or that are still under way.

    ``notice_days`` is the delay that a formal notice sent then has given.
    """

    steps: tuple[Step, ...] = ()
    notice_days: int | None = None


def with_former(scenario: Scenario, former: Former | None) -> Scenario:
    """The scenario with what was begun before it: in its place by id, and before everything else where it has none."""
    if former is None:
        return scenario
    kept = {step.id: step for step in former.steps}
    known = {step.id for step in scenario.steps}
    earlier = tuple(step for step in former.steps if step.id not in known)
    steps = (*earlier, *(_under_way(kept[step.id], step) if step.id in kept else step for step in scenario.steps))
    return replace(scenario, steps=steps, notice_days=former.notice_days or scenario.notice_days)


def _under_way(begun: Step, present: Step) -> Step:
    """It ends as it began; where it leads is the present scenario's."""
    return replace(begun, branches=present.branches, answer_days=present.answer_days)
