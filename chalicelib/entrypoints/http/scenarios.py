"""``/scenarios``: presets and the tenant's own; and a case moved to another one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chalicelib.domain.reads import Page
from chalicelib.domain.scenarios.lint_findings import LintFinding
from chalicelib.domain.tenant import KeyScope
from chalicelib.usecases.change_case import Outcome
from chalicelib.usecases.dry_run_scenario import DryRun, dry_run_scenario
from chalicelib.usecases.lint_scenario import lint_scenario
from chalicelib.usecases.move_case_to_scenario import MoveCaseToScenario, move_case_to_scenario
from chalicelib.usecases.preview_case import Preview
from chalicelib.usecases.read_scenarios import ScenarioView, list_scenarios, list_versions, read_scenario
from chalicelib.usecases.scenario_texts import ScenarioTexts
from chalicelib.usecases.write_scenario import (
    ChangeScenario,
    CreateScenario,
    ScenarioPorts,
    Written,
    accepted,
    archive_scenario,
    change_scenario,
    create_scenario,
)

from .case_commands import CASE, changing
from .framework.api_blueprint import ApiBlueprint
from .framework.call import Call
from .presenters.case_previews import preview_answer
from .presenters.lists import paged
from .presenters.outcomes import changed_case_answer
from .presenters.scenarios import lint_answer, scenario_answer, summary, written_answer
from .schemas.dry_run import DryRunRequest
from .schemas.scenarios import CaseScenarioRequest, ScenarioChangeRequest, ScenarioQuery, ScenarioRequest
from .schemas.values import ListQuery

blueprint = ApiBlueprint(__name__)
SCENARIOS = "/v1/scenarios"
SCENARIO = f"{SCENARIOS}/{{scenario_id}}"


@blueprint.operation("GET", SCENARIOS, scope=KeyScope.SCENARIOS_READ, query=ListQuery, present=paged(summary))
def get_scenarios(call: Call[None, ListQuery]) -> Page:
    """Presets, then the tenant's own, newest first (R-043)."""
    position = call.position(call.query.cursor)
    return list_scenarios(call.scope, limit=call.query.limit, position=position, store=call.deps.store)


@blueprint.operation(
    "POST",
    SCENARIOS,
    scope=KeyScope.SCENARIOS_WRITE,
    request=ScenarioRequest,
    status=201,
    idempotent=True,
    present=written_answer,
)
def post_scenario(call: Call[ScenarioRequest, None]) -> Written:
    """One of your own; refused with every fault by its name (R-122)."""
    command = CreateScenario(call.scope, call.body.definition.to_domain(), call.actor, call.body.creditor_id)
    return create_scenario(command, ports=_ports(call), reply=call.reply)


@blueprint.operation(
    "POST",
    f"{SCENARIOS}/lint",
    scope=KeyScope.SCENARIOS_READ,
    request=ScenarioChangeRequest,
    present=lint_answer,
)
def post_scenario_lint(call: Call[ScenarioChangeRequest, None]) -> tuple[LintFinding, ...]:
    """What would be refused, and what deserves a look; nothing is stored."""
    return lint_scenario(call.scope, call.body.definition.to_domain(), ScenarioTexts(call.deps.template_checks))


@blueprint.operation("GET", SCENARIO, scope=KeyScope.SCENARIOS_READ, query=ScenarioQuery, present=scenario_answer)
def get_scenario(call: Call[None, ScenarioQuery]) -> ScenarioView:
    """One scenario, in its latest version or the one named."""
    return read_scenario(call.scope, call.id("scenario_id"), call.query.version, call.deps.store)


@blueprint.operation(
    "PUT",
    SCENARIO,
    scope=KeyScope.SCENARIOS_WRITE,
    request=ScenarioChangeRequest,
    if_match=True,
    present=written_answer,
)
def put_scenario(call: Call[ScenarioChangeRequest, None]) -> Written:
    """A new version; cases stay on theirs."""
    definition = call.body.definition.to_domain()
    command = ChangeScenario(call.scope, call.id("scenario_id"), definition, call.actor, call.expected)
    return change_scenario(command, ports=_ports(call))


@blueprint.operation("DELETE", SCENARIO, scope=KeyScope.SCENARIOS_WRITE, if_match=True, present=written_answer)
def delete_scenario(call: Call[None, None]) -> Written:
    """Archived: it takes no new case, those that are on it stay."""
    d = call.deps
    return archive_scenario(call.scope, call.id("scenario_id"), call.expected, store=d.store, wall=d.wall_clock)


@blueprint.operation(
    "POST", f"{SCENARIO}/dry-run", scope=KeyScope.SCENARIOS_READ, request=DryRunRequest, present=preview_answer
)
def post_scenario_dry_run(call: Call[DryRunRequest, None]) -> Preview:
    """Play it on a fictitious case in which nobody answers; nothing is stored (R-121)."""
    d, body = call.deps, call.body
    scenario = read_scenario(call.scope, call.id("scenario_id"), body.version, d.store).definition
    if body.definition is not None:
        scenario = replace(body.definition.to_domain(), id=scenario.id, version=scenario.version)
        accepted(call.scope, scenario, _ports(call))
    command = DryRun(call.scope, scenario, body.case.to_domain(), body.opened_at or d.wall_clock.now())
    foreseeing = d.foreseeing if body.texts else None
    return dry_run_scenario(command, rates=d.rates, tariff=d.tariff, foreseeing=foreseeing)


@blueprint.operation(
    "GET", f"{SCENARIO}/versions", scope=KeyScope.SCENARIOS_READ, query=ListQuery, present=paged(summary)
)
def get_scenario_versions(call: Call[None, ListQuery]) -> Page:
    """Every version, newest first."""
    position = call.position(call.query.cursor)
    id_ = call.id("scenario_id")
    return list_versions(call.scope, id_, limit=call.query.limit, position=position, store=call.deps.store)


@blueprint.operation(
    "POST",
    f"{CASE}/scenario",
    scope=KeyScope.CASES_WRITE,
    request=CaseScenarioRequest,
    idempotent=True,
    present=changed_case_answer,
)
def post_case_scenario(call: Call[CaseScenarioRequest, None]) -> Outcome:
    """Move the case to another scenario or version, from here on; what was done stays (R-122)."""
    body = call.body
    command = MoveCaseToScenario(changing(call), body.scenario, body.version, body.reason)
    return move_case_to_scenario(command, recording=call.deps.recording, reply=call.reply)


def _ports(call: Call[Any, Any]) -> ScenarioPorts:
    d = call.deps
    return ScenarioPorts(store=d.store, ids=d.ids, wall=d.wall_clock, checks=ScenarioTexts(d.template_checks))
