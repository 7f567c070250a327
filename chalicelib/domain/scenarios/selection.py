"""The creditor's first rule that holds for a case to be opened chooses its scenario (R-029, R-030)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from chalicelib.domain.scenario_rule import OpeningConditions, ScenarioRule

from .conditions import Conditions
from .situation import Situation, not_met


def rule_for(rules: Sequence[ScenarioRule], situation: Situation) -> ScenarioRule | None:
    """The first rule of which everything named holds."""
    return next((rule for rule in rules if not not_met(as_conditions(rule.when), situation)), None)


def as_conditions(asked: OpeningConditions) -> Conditions:
    """The same questions, in the form a step asks them."""
    return Conditions(**{field.name: getattr(asked, field.name) for field in fields(OpeningConditions)})
