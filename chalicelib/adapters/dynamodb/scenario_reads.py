"""Reads of a tenant's own scenarios and their versions (R-122)."""

from __future__ import annotations

from chalicelib.domain.errors import NotFound
from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import Page
from chalicelib.domain.scenarios.own import OwnScenario, ScenarioVersion

from .event_reads import EventReads
from .scenario_items import KIND, VERSIONS, own_scenario, scenario_key, scenario_version, version_key
from .table import Range


class ScenarioReads(EventReads):
    """One Get, or one Query for versions; a list reads ids from its index first."""

    def scenario(self, scope: Scope, scenario_id: str) -> OwnScenario:
        return own_scenario(self._get(scenario_key(scope, scenario_id), "scenario", scenario_id))

    def scenario_version(self, scope: Scope, scenario_id: str, version: int) -> ScenarioVersion:
        item = self._table.get(version_key(scope, scenario_id, version))
        if item is None:
            raise NotFound(f"There is no version {version} of scenario {scenario_id}.")
        return scenario_version(item)

    def scenarios(self, scope: Scope, *, limit: int, position: str | None) -> Page:
        page = self._month_page(scope, KIND, limit, position)
        found = self._table.batch_get(page.items)
        return Page(tuple(own_scenario(found[key]) for key in page.items if key in found), page.position)

    def scenario_versions(self, scope: Scope, scenario_id: str, *, limit: int, position: str | None) -> Page:
        """Newest first; ``position`` is the version before which the page begins."""
        before = version_key(scope, scenario_id, int(position) - 1 if position else 0)
        where = Range(before.pk, VERSIONS, before.sk if position else f"{VERSIONS}~", descending=True)
        items, more = self._table.query(where, limit=limit)
        versions = tuple(scenario_version(item) for item in items)
        return Page(versions, str(versions[-1].definition.version) if more and versions else None)
