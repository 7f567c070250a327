"""The ways through a scenario: which step may directly follow which, in one world of cases (R-028)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from .model import DECISION, Scenario
from .worlds import Held, World

START = -1


@dataclass(frozen=True)
class Ways:
    """Steps by their place; ``START`` comes before the first, ``end`` after the last.

    A branch that leads nowhere, or back, leads to the next step.
    """

    scenario: Scenario
    world: World

    @property
    def end(self) -> int:
        return len(self.scenario.steps)

    @cached_property
    def follows(self) -> dict[int, frozenset[int]]:
        """From each step that can take place, the steps that can take place next."""
        found = {START: self._landing(0)}
        waiting = [START]
        while waiting:
            for place in found[waiting.pop()]:
                if place != self.end and place not in found:
                    found[place] = self._after(place)
                    waiting.append(place)
        return found

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """Each step with one that can directly follow it."""
        return tuple(
            (place, later)
            for place, targets in self.follows.items()
            for later in targets
            if place != START and later != self.end
        )

    def taken(self, place: int) -> frozenset[int]:
        """Which branches of a step can be taken, by their place among them."""
        found = set()
        for number, branch in enumerate(self.scenario.steps[place].branches):
            held = self.world.of(branch.when)
            if held is not Held.NEVER:
                found.add(number)
            if held is Held.ALWAYS:
                break
        return frozenset(found)

    @cached_property
    def places(self) -> dict[str, int]:
        return {step.id: place for place, step in enumerate(self.scenario.steps)} | {DECISION: self.end}

    def _after(self, place: int) -> frozenset[int]:
        branches = self.scenario.steps[place].branches
        taken = self.taken(place)
        found: frozenset[int] = frozenset()
        for number in taken:
            target = self.places.get(branches[number].go_to, place)
            found |= self._landing(target if target > place else place + 1)
        if not any(self.world.of(branches[number].when) is Held.ALWAYS for number in taken):
            found |= self._landing(place + 1)
        return found

    def _landing(self, place: int) -> frozenset[int]:
        """The steps that can be the first to take place from here on."""
        found = set()
        while place < self.end:
            held = self.world.of(self.scenario.steps[place].conditions)
            if held is not Held.NEVER:
                found.add(place)
            if held is Held.ALWAYS:
                return frozenset(found)
            place += 1
        return frozenset(found | {self.end})
