"""Which scenario a case is on and who chose it: its request, a rule of its creditor, or nobody (R-029, R-030)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .party_kinds import CollectorMode, DebtorKind, Solvency

MOST_RULES = 20
DEFAULT_SCENARIO = "progressif"
"""What a case gets that neither its request nor a rule speaks of (R-043)."""


@dataclass(frozen=True)
class Range:
    """``at_least`` is inclusive, ``below`` exclusive; ``None`` leaves that side open."""

    at_least: int | None = None
    below: int | None = None

    def holds(self, value: int) -> bool:
        return (self.at_least is None or value >= self.at_least) and (self.below is None or value < self.below)

    @property
    def is_empty(self) -> bool:
        """No value is in it."""
        return self.at_least is not None and self.below is not None and self.below <= self.at_least


@dataclass(frozen=True)
class OpeningConditions:
    """What may be asked of a case on the day it is opened. All that are named must hold; none named holds always.

    ``amount`` is the unpaid principal in cents, ``days_overdue`` those of the oldest invoice when the case was opened;
    ``reminded_before`` whether the creditor wrote to the debtor before.
    """

    amount: Range | None = None
    days_overdue: Range | None = None
    solvency: tuple[Solvency, ...] = ()
    debtor_kind: tuple[DebtorKind, ...] = ()
    new_customer: bool | None = None
    collector_mode: tuple[CollectorMode, ...] = ()
    reminded_before: bool | None = None


@dataclass(frozen=True)
class ScenarioRule:
    """``scenario`` is a preset's id or one of the tenant's own; ``name`` is what the case says chose it."""

    name: str
    when: OpeningConditions
    scenario: str


class ChosenBy(StrEnum):
    """Who chose the scenario of a case; a person who moved it to another one named that in a request."""

    REQUEST = "request"
    RULE = "rule"
    DEFAULT = "default"


@dataclass(frozen=True)
class ScenarioChoice:
    """``rule`` is the name of the rule that held when the case was opened."""

    by: ChosenBy = ChosenBy.DEFAULT
    rule: str | None = None


BY_DEFAULT = ScenarioChoice()
