"""A tenant's own scenarios and their versions, in memory."""

from __future__ import annotations

from chalicelib.domain.errors import NotFound
from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import Page
from chalicelib.domain.scenarios.model import Scenario
from chalicelib.domain.scenarios.own import OwnScenario, ScenarioVersion

from .events import MemoryEvents
from .lists import _created, _page
from .tables import call


class MemoryScenarios(MemoryEvents):
    """Versions newest first, scenarios as the index of the table gives them."""

    @call
    def scenario(self, scope: Scope, scenario_id: str) -> OwnScenario:
        return self._get(OwnScenario, scope, scenario_id)

    @call
    def scenario_version(self, scope: Scope, scenario_id: str, version: int) -> ScenarioVersion:
        found = self._version(scope, scenario_id, version)
        if found is None:
            raise NotFound(f"There is no version {version} of scenario {scenario_id}.")
        return found

    @call
    def scenarios(self, scope: Scope, *, limit: int, position: str | None) -> Page:
        return _page(self._all(OwnScenario, scope), _created, limit, position)

    @call
    def scenario_versions(self, scope: Scope, scenario_id: str, *, limit: int, position: str | None) -> Page:
        every = [each for each in self._all(ScenarioVersion, scope) if each.definition.id == scenario_id]
        page = _page(every, lambda each: f"{each.definition.version:06d}", limit, position and f"{int(position):06d}")
        return Page(page.items, page.position and str(int(page.position)))

    def definition_of(self, scope: Scope, named: tuple[str, int]) -> Scenario | None:
        found = self._version(scope, *named)
        return found.definition if found else None

    def _version(self, scope: Scope, scenario_id: str, version: int) -> ScenarioVersion | None:
        found: ScenarioVersion | None = self._entities.get((ScenarioVersion, scope, f"{scenario_id}#{version}"))
        return found
