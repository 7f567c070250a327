"""Every kind of case that a scenario tells apart, for the linter: which conditions hold there, may, or never do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product

from chalicelib.domain.party_kinds import CollectorMode, DebtorKind, Solvency

from .conditions import Conditions, Range
from .model import Scenario
from .situation import Situation, not_met

MOST_BOUNDS = 4


class Held(StrEnum):
    """What is known beforehand: facts of the opening decide, what happens in the case may go either way."""

    NEVER = "never"
    MAYBE = "maybe"
    ALWAYS = "always"


@dataclass(frozen=True)
class World:
    """Cases alike in all that the scenario asks at opening. ``known`` says what holds there of each condition."""

    situation: Situation
    known: dict[Conditions, Held]

    def of(self, conditions: Conditions) -> Held:
        return self.known[conditions]


def conditions_of(scenario: Scenario) -> tuple[Conditions, ...]:
    """Each set of conditions of its steps and branches, once."""
    every = [c for step in scenario.steps for c in (step.conditions, *(branch.when for branch in step.branches))]
    return tuple(dict.fromkeys(every))


def bounds(ranges: Sequence[Range | None]) -> tuple[int, ...]:
    """The numbers at which ranges cut."""
    ends = {end for each in ranges if each for end in (each.at_least, each.below) if end is not None}
    return tuple(sorted(ends))


def too_many_bounds(scenario: Scenario) -> bool:
    """Whether there are too many kinds of cases to look at one by one."""
    asked = conditions_of(scenario)
    return any(len(bounds(list(each))) > MOST_BOUNDS for each in ([c.amount for c in asked], _days(asked)))


def worlds(scenario: Scenario) -> tuple[World, ...]:
    """One world for each different answer to the scenario's questions and each way to collect."""
    asked = conditions_of(scenario)
    found: dict[object, World] = {}
    for situation in _situations(asked):
        known = {conditions: _held(conditions, situation) for conditions in asked}
        signature = (*known.values(), situation.collector_mode, situation.reminded_before, situation.debtor_kind)
        found.setdefault(signature, World(situation, known))
    return tuple(found.values())


def _held(conditions: Conditions, situation: Situation) -> Held:
    at_opening = replace(conditions, unanswered_contacts=None, delivery=None, call_outcome=None)
    if not_met(at_opening, situation):
        return Held.NEVER
    return Held.ALWAYS if at_opening == conditions else Held.MAYBE


def _situations(asked: Sequence[Conditions]) -> Iterator[Situation]:
    solvencies = tuple(Solvency) if any(c.solvency for c in asked) else (Solvency.UNKNOWN,)
    new = (False, True) if any(c.new_customer is not None for c in asked) else (False,)
    amounts, days = _samples([c.amount for c in asked]), _samples(_days(asked))
    every = product(amounts, days, solvencies, DebtorKind, new, CollectorMode, (False, True))
    for amount, overdue, solvency, kind, is_new, mode, reminded in every:
        yield Situation(
            amount=amount,
            days_overdue=overdue,
            solvency=solvency,
            debtor_kind=kind,
            new_customer=is_new,
            collector_mode=mode,
            reminded_before=reminded,
            unanswered_contacts=0,
            steps=(),
        )


def _days(asked: Sequence[Conditions]) -> list[Range | None]:
    return [conditions.days_overdue for conditions in asked]


def _samples(ranges: Sequence[Range | None]) -> tuple[int, ...]:
    """A number from each band."""
    ends = bounds(ranges)
    return (ends[0] - 1, *ends) if ends else (0,)
