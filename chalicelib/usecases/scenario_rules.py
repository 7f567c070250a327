"""The scenario rules of a creditor, checked when they are written (R-029, R-030)."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.domain.errors import FieldProblem, InvalidInput, NotFound
from chalicelib.domain.parties import Creditor, Scope
from chalicelib.domain.scenario_rule import MOST_RULES, ScenarioRule
from chalicelib.domain.scenarios.own import OwnScenario, is_own
from chalicelib.domain.scenarios.presets import LATEST

from .store_ports import Store

NAMED = {"unknown_scenario", "scenario_archived"}
"""Codes that stand for the whole refusal where there is no other."""


def refuse_bad_rules(creditor: Creditor, store: Store) -> None:
    """One read for each own scenario that is named.

    Errors: ``unknown_scenario``, ``scenario_archived``; ``invalid_request`` with ``duplicate_name``,
    ``contradictory_conditions``, ``too_many_items``; each at the rule's place.
    """
    rules = creditor.scenario_rules
    problems = [*_shape(rules), *(p for i, rule in enumerate(rules) for p in _scenario(i, rule, creditor, store))]
    if problems:
        known = {problem.code for problem in problems} & NAMED
        code = known.pop() if len(known) == 1 and len(problems) == 1 else "invalid_request"
        raise InvalidInput("The scenario rules cannot be kept.", code=code, errors=tuple(problems))


def _shape(rules: tuple[ScenarioRule, ...]) -> Iterator[FieldProblem]:
    if len(rules) > MOST_RULES:
        yield FieldProblem("#/scenario_rules", "too_many_items", f"at most {MOST_RULES} rules")
    names = [rule.name for rule in rules]
    for place, rule in enumerate(rules):
        at = f"#/scenario_rules/{place}"
        if rule.name in names[:place]:
            yield FieldProblem(f"{at}/name", "duplicate_name", "a case names the rule that chose its scenario")
        for name, limits in (("amount", rule.when.amount), ("days_overdue", rule.when.days_overdue)):
            if limits is not None and limits.is_empty:
                yield FieldProblem(f"{at}/when/{name}", "contradictory_conditions", f"no {name} is in this range")


def _scenario(place: int, rule: ScenarioRule, creditor: Creditor, store: Store) -> Iterator[FieldProblem]:
    at = f"#/scenario_rules/{place}/scenario"
    if not is_own(rule.scenario):
        if rule.scenario not in LATEST:
            yield FieldProblem(at, "unknown_scenario", f"one of {', '.join(sorted(LATEST))}, or one of your own")
        return
    own = _own(creditor.scope, rule.scenario, store)
    if own is None or own.creditor_id not in (None, creditor.id):
        yield FieldProblem(at, "unknown_scenario", "no scenario of your own for this creditor has this id")
    elif own.archived_at is not None:
        yield FieldProblem(at, "scenario_archived", "it was archived: it takes no new case")


def _own(scope: Scope, scenario_id: str, store: Store) -> OwnScenario | None:
    try:
        return store.scenario(scope, scenario_id)
    except NotFound:
        return None
