"""Read scenarios: the presets, which are code, and the tenant's own, each in any of its versions (R-043, R-122)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.errors import NotFound
from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import Page
from chalicelib.domain.scenarios.model import Scenario
from chalicelib.domain.scenarios.own import OwnScenario, ScenarioVersion, is_own
from chalicelib.domain.scenarios.presets import LATEST, SCENARIOS

from .store_ports import Store

PRESETS = "presets#"
"""How a position begins that lies among the presets, which come before the tenant's own."""


@dataclass(frozen=True)
class ScenarioView:
    """One version of a scenario. ``own`` is what is known of the tenant's own besides; ``made_at`` of this version."""

    definition: Scenario
    own: OwnScenario | None = None
    made_at: datetime | None = None
    made_by: str | None = None

    @property
    def latest(self) -> int:
        return self.own.definition.version if self.own else LATEST[self.definition.id].version


def view_of(own: OwnScenario) -> ScenarioView:
    """The present version."""
    return ScenarioView(own.definition, own, own.updated_at, own.actor)


def read_scenario(scope: Scope, scenario_id: str, version: int | None, store: Store) -> ScenarioView:
    """One batch read; none for a preset. Errors: ``not_found``."""
    if not is_own(scenario_id):
        preset = SCENARIOS.get((scenario_id, version)) if version else LATEST.get(scenario_id)
        if preset is None:
            raise NotFound(f"There is no scenario {scenario_id} of this version.")
        return ScenarioView(preset)
    if version is None:
        return view_of(store.scenario(scope, scenario_id))
    kept = store.scenario_version(scope, scenario_id, version)
    return ScenarioView(kept.definition, store.scenario(scope, scenario_id), kept.created_at, kept.actor)


def list_scenarios(scope: Scope, *, limit: int, position: str | None, store: Store) -> Page:
    """``ScenarioView`` items: presets in their order, then the tenant's own, newest first."""
    presets = list(_presets_after(position))
    shown, rest = presets[:limit], presets[limit:]
    if rest or len(shown) == limit:
        return Page(tuple(shown), f"{PRESETS}{shown[-1].definition.id}")
    own = None if position is None or position.startswith(PRESETS) else position
    page = store.scenarios(scope, limit=limit - len(shown), position=own)
    return Page((*shown, *(view_of(each) for each in page.items)), page.position)


def list_versions(scope: Scope, scenario_id: str, *, limit: int, position: str | None, store: Store) -> Page:
    """``ScenarioView`` items, newest first. Errors: ``not_found``."""
    if is_own(scenario_id):
        own = store.scenario(scope, scenario_id)
        page = store.scenario_versions(scope, scenario_id, limit=limit, position=position)
        return Page(tuple(_kept(each, own) for each in page.items), page.position)
    read_scenario(scope, scenario_id, None, store)
    every = sorted(version for id_, version in SCENARIOS if id_ == scenario_id)
    left = [version for version in reversed(every) if position is None or version < int(position)]
    shown = tuple(ScenarioView(SCENARIOS[scenario_id, version]) for version in left[:limit])
    return Page(shown, str(left[limit - 1]) if len(left) > limit else None)


def _kept(version: ScenarioVersion, own: OwnScenario) -> ScenarioView:
    return ScenarioView(version.definition, own, version.created_at, version.actor)


def _presets_after(position: str | None) -> Iterator[ScenarioView]:
    if position is not None and not position.startswith(PRESETS):
        return
    names = list(LATEST)
    last = position.removeprefix(PRESETS) if position else None
    start = names.index(last) + 1 if last in names else 0
    yield from (ScenarioView(LATEST[name]) for name in names[start:])
