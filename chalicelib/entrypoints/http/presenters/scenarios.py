"""Scenarios as JSON, in the very form that requests take them in: a preset is copied by posting its definition."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.scenario_rule import OpeningConditions, Range, ScenarioRule
from chalicelib.domain.scenarios.conditions import Conditions
from chalicelib.domain.scenarios.lint_findings import LintFinding
from chalicelib.domain.scenarios.model import Scenario, Step
from chalicelib.entrypoints.http.framework.answers import Answer
from chalicelib.entrypoints.http.framework.call import Call
from chalicelib.entrypoints.http.framework.etags import etag
from chalicelib.usecases.read_scenarios import ScenarioView, view_of
from chalicelib.usecases.write_scenario import Written

from .values import cents, instant


def scenario(view: ScenarioView) -> dict[str, Any]:
    """One version, with what is known of the scenario besides."""
    return {**_head(view), "definition": definition(view.definition)}


def summary(view: ScenarioView) -> dict[str, Any]:
    """A scenario in a list, without its steps."""
    found = view.definition
    return {
        **_head(view),
        "object": "scenario_summary",
        "name": found.name or found.id,
        "description": found.description or None,
        "steps": len(found.steps),
    }


def _head(view: ScenarioView) -> dict[str, Any]:
    own, found = view.own, view.definition
    path = f"/v1/scenarios/{found.id}"
    return {
        "id": found.id,
        "object": "scenario",
        "kind": "own" if own else "preset",
        "version": found.version,
        "latest_version": view.latest,
        "creditor_id": own.creditor_id if own else None,
        "created_at": instant(own.created_at) if own else None,
        "version_created_at": instant(view.made_at),
        "version_created_by": view.made_by,
        "archived_at": instant(own.archived_at) if own else None,
        "links": {"self": path, "versions": f"{path}/versions"},
    }


def definition(value: Scenario) -> dict[str, Any]:
    """What a scenario is."""
    return {
        "name": value.name or value.id,
        "description": value.description or None,
        "notice_days": value.notice_days,
        "minimum_gap_days": value.minimum_gap_days,
        "decision_after_days": value.decision_after_days,
        "ends_within_days": value.ends_within_days,
        "decision_reminder_days": list(value.decision_reminder_days),
        "steps": [_step(step) for step in value.steps],
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "id": step.id,
        "title": step.title or None,
        "phase": step.phase.value,
        "tone": step.tone,
        "anchor": step.anchor.value,
        "offset": step.offset,
        "messages": [
            {"channel": m.channel.value, "template": m.template, "template_version": m.template_version}
            for m in step.messages
        ],
        "role": step.role.value,
        "essential": step.essential,
        "answer_days": step.answer_days,
        "conditions": conditions(step.conditions),
        "branches": [{"when": conditions(branch.when), "go_to": branch.go_to} for branch in step.branches],
    }


def opening_conditions(value: OpeningConditions) -> dict[str, Any]:
    """Only what is named."""
    named: dict[str, Any] = {
        "amount": _amounts(value.amount),
        "days_overdue": _range(value.days_overdue),
        "solvency": [each.value for each in value.solvency] or None,
        "debtor_kind": [each.value for each in value.debtor_kind] or None,
        "new_customer": value.new_customer,
        "collector_mode": [each.value for each in value.collector_mode] or None,
        "reminded_before": value.reminded_before,
    }
    return {name: asked for name, asked in named.items() if asked is not None}


def conditions(value: Conditions) -> dict[str, Any]:
    """Only what is named; nothing where the step always takes place."""
    delivery, call = value.delivery, value.call_outcome
    later: dict[str, Any] = {
        "unanswered_contacts": _range(value.unanswered_contacts),
        "delivery": delivery and {"step": delivery.step, "states": [state.value for state in delivery.states]},
        "call_outcome": call and {"outcomes": [outcome.value for outcome in call.outcomes], "step": call.step},
    }
    return opening_conditions(value) | {name: asked for name, asked in later.items() if asked is not None}


def _range(value: Range | None) -> dict[str, Any] | None:
    return {"at_least": value.at_least, "below": value.below} if value else None


def _amounts(value: Range | None) -> dict[str, Any] | None:
    if value is None:
        return None
    bounds = {"at_least": value.at_least, "below": value.below}
    return {name: None if bound is None else cents(bound) for name, bound in bounds.items()}


def scenario_rule(value: ScenarioRule) -> dict[str, Any]:
    """A rule of a creditor."""
    return {"name": value.name, "when": opening_conditions(value.when), "scenario": value.scenario}


def lint_finding(value: LintFinding) -> dict[str, Any]:
    """What the linter found, with its place, its rule and its cure."""
    return {
        "code": value.code,
        "severity": value.severity.value,
        "pointer": value.pointer,
        "rule": value.rule,
        "detail": value.detail,
        "cure": value.cure,
    }


def scenario_answer(view: ScenarioView, call: Call[Any, Any]) -> Answer:
    """A scenario; its tag is that of the record, which a change names."""
    del call
    version = view.own.version if view.own else view.definition.version
    return Answer(scenario(view), headers={"ETag": etag(version)})


def written_answer(written: Written, call: Call[Any, Any]) -> Answer:
    """A scenario that was written, and what deserves a look."""
    shown = scenario_answer(view_of(written.scenario), call)
    findings = [lint_finding(each) for each in written.findings]
    location = {"Location": f"/v1/scenarios/{written.scenario.id}"} if call.exchange.method == "POST" else {}
    return Answer({**scenario(view_of(written.scenario)), "findings": findings}, headers={**shown.headers, **location})


def lint_answer(findings: tuple[LintFinding, ...], call: Call[Any, Any]) -> Answer:
    """The findings; acceptable where none refuses."""
    del call
    acceptable = not any(finding.refuses for finding in findings)
    shown = [lint_finding(finding) for finding in findings]
    return Answer({"object": "scenario_lint", "acceptable": acceptable, "findings": shown})
