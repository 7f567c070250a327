"""The scenario in force for a case: the version it is on, with what a person changed of it (R-028, R-122)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from .deviation import Deviation, DeviationKind
from .model import Scenario, Step

ADDED = "added_"
"""How the id of an added step begins; a number follows."""


def in_force(scenario: Scenario, deviations: Sequence[Deviation]) -> Scenario:
    """Moved steps on their new day, added ones in their place. A step that is passed over has a record that says so.

    ``scenario`` may be the version as it was written, or what was in force before: only deviations fix days.
    """
    if not deviations:
        return scenario
    standing = [each for each in deviations if each.stands]
    moved = {each.step_id: each.on for each in standing if each.kind is DeviationKind.MOVE}
    steps = _with_added(_as_written(scenario, deviations), standing)
    return replace(scenario, steps=tuple(replace(s, fixed_on=moved[s.id]) if s.id in moved else s for s in steps))


def _as_written(scenario: Scenario, deviations: Sequence[Deviation]) -> Iterator[Step]:
    added = {each.step_id for each in deviations if each.kind is DeviationKind.ADD}
    for step in scenario.steps:
        if step.id not in added:
            yield replace(step, fixed_on=None)


def _with_added(steps: Iterator[Step], standing: Sequence[Deviation]) -> Iterator[Step]:
    for step in steps:
        yield from _added_before(step.id, standing)
        yield step
    yield from _added_before(None, standing)


def _added_before(step_id: str | None, standing: Sequence[Deviation]) -> list[Step]:
    added = [each.step for each in standing if each.step is not None and each.before == step_id]
    return sorted(added, key=lambda step: (step.fixed_on or date.min, step.id))
