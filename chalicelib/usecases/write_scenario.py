"""Make, change and archive a tenant's own scenarios: each change a new version, and no version ever changes (R-122)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from chalicelib.domain.errors import Conflict, InvalidInput, PreconditionFailed
from chalicelib.domain.parties import Scope
from chalicelib.domain.scenarios.lint_findings import LintFinding
from chalicelib.domain.scenarios.model import Scenario
from chalicelib.domain.scenarios.own import OwnScenario, is_own, same_content
from chalicelib.domain.scenarios.presets import LATEST

from .lint_scenario import lint_scenario
from .ports import Ids, Reply, WallClock
from .scenario_ports import TemplateChecks
from .store_ports import Store
from .writes import Create, Update, Write

DEFINITION = "#/definition"


@dataclass(frozen=True)
class ScenarioPorts:
    """What writing a scenario needs from outside."""

    store: Store
    ids: Ids
    wall: WallClock
    checks: TemplateChecks


@dataclass(frozen=True)
class CreateScenario:
    """``definition`` has neither id nor version yet. ``creditor_id``: for the cases of that creditor alone."""

    scope: Scope
    definition: Scenario
    actor: str
    creditor_id: str | None = None


@dataclass(frozen=True)
class ChangeScenario:
    """``expected`` are the versions of the record that ``If-Match`` allows, ``None`` for any."""

    scope: Scope
    scenario_id: str
    definition: Scenario
    actor: str
    expected: Collection[int] | None


@dataclass(frozen=True)
class Written:
    """The scenario as it stands, and what deserves a look."""

    scenario: OwnScenario
    findings: tuple[LintFinding, ...] = ()


def create_scenario(command: CreateScenario, *, ports: ScenarioPorts, reply: Reply) -> Written:
    """Errors: ``scenario_refused`` with every finding that refuses; ``not_found`` for the creditor."""
    if command.creditor_id is not None:
        ports.store.creditor(command.scope, command.creditor_id)
    findings = accepted(command.scope, command.definition, ports)
    now = ports.wall.now()
    definition = replace(command.definition, id=ports.ids.new("scn"), version=1)
    scenario = OwnScenario(
        id=definition.id,
        scope=command.scope,
        version=1,
        definition=definition,
        created_at=now,
        updated_at=now,
        actor=command.actor,
        creditor_id=command.creditor_id,
    )
    written = Written(scenario, findings)
    ports.store.commit([Create(scenario), Create(scenario.latest), *reply(written)])
    return written


def change_scenario(command: ChangeScenario, *, ports: ScenarioPorts) -> Written:
    """The next version; content that is the same makes none.

    Errors: ``scenario_is_preset``, ``scenario_archived`` (409); ``precondition_failed``; ``scenario_refused``.
    """
    before = _changeable(command.scope, command.scenario_id, command.expected, ports.store)
    findings = accepted(command.scope, command.definition, ports)
    if same_content(before.definition, command.definition):
        return Written(before, findings)
    definition = replace(command.definition, id=before.id, version=before.definition.version + 1)
    changed = replace(
        before,
        version=before.version + 1,
        definition=definition,
        updated_at=ports.wall.now(),
        actor=command.actor,
    )
    writes: list[Write] = [Update(changed), Create(changed.latest)]
    ports.store.commit(writes)
    return Written(changed, findings)


def archive_scenario(
    scope: Scope, scenario_id: str, expected: Collection[int] | None, *, store: Store, wall: WallClock
) -> Written:
    """It takes no new case; those that are on it stay. One that is archived already is shown as it is.

    Errors: ``scenario_is_preset`` (409); ``precondition_failed``.
    """
    before = _own(scope, scenario_id, expected, store)
    if before.archived_at is not None:
        return Written(before)
    archived = replace(before, version=before.version + 1, archived_at=wall.now())
    store.commit([Update(archived)])
    return Written(archived)


def _changeable(scope: Scope, scenario_id: str, expected: Collection[int] | None, store: Store) -> OwnScenario:
    before = _own(scope, scenario_id, expected, store)
    if before.archived_at is not None:
        raise Conflict("The scenario was archived.", code="scenario_archived")
    return before


def _own(scope: Scope, scenario_id: str, expected: Collection[int] | None, store: Store) -> OwnScenario:
    if not is_own(scenario_id) and scenario_id in LATEST:
        detail = "A preset is not changed: make one of your own from its definition."
        raise Conflict(detail, code="scenario_is_preset")
    before = store.scenario(scope, scenario_id)
    if expected is not None and before.version not in expected:
        raise PreconditionFailed("The scenario changed; read it again.")
    return before


def accepted(scope: Scope, definition: Scenario, ports: ScenarioPorts) -> tuple[LintFinding, ...]:
    """What deserves a look. Errors: ``scenario_refused``, which names each fault by its own code."""
    findings = lint_scenario(scope, definition, ports.checks)
    problems = tuple(finding.as_problem(DEFINITION) for finding in findings if finding.refuses)
    if problems:
        raise InvalidInput("The scenario breaks rules.", code="scenario_refused", errors=problems)
    return findings
