"""A tenant's own scenarios: versioned data; a case stays on the version it started with (R-020, R-122)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.parties import Scope

from .model import Scenario

OWN_PREFIX = "scn_"


def is_own(scenario_id: str) -> bool:
    """Whether this is a tenant's own; else it is a preset, which is code."""
    return scenario_id.startswith(OWN_PREFIX)


@dataclass(frozen=True)
class ScenarioVersion:
    """One version, kept for ever as it was made. ``actor`` is the key that made it."""

    scope: Scope
    definition: Scenario
    created_at: datetime
    actor: str

    @property
    def id(self) -> str:
        """Of the scenario and the version together."""
        return f"{self.definition.id}#{self.definition.version}"


@dataclass(frozen=True)
class OwnScenario:
    """The scenario as it stands: its latest ``definition``. ``version`` counts changes of this record, archiving too.

    ``creditor_id`` is set where it is for the cases of one creditor alone. An archived one takes no new case.
    """

    id: str
    scope: Scope
    version: int
    definition: Scenario
    created_at: datetime
    updated_at: datetime
    actor: str
    creditor_id: str | None = None
    archived_at: datetime | None = None

    @property
    def latest(self) -> ScenarioVersion:
        return ScenarioVersion(self.scope, self.definition, self.updated_at, self.actor)


def same_content(one: Scenario, other: Scenario) -> bool:
    """Whether they differ in nothing but id and version."""
    return replace(one, id="", version=0) == replace(other, id="", version=0)
