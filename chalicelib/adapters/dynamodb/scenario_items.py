"""A tenant's own scenarios in the one table: each as it stands, and every version of it for ever (R-122).

| what               | pk               | sk        | read by                                           |
|--------------------|------------------|-----------|---------------------------------------------------|
| an own scenario    | W#SCN#<scenario> | META      | with a case's opening; Get; list: by_month (SCN)  |
| a version of it    | W#SCN#<scenario> | V#000001  | with each case that is on it; Query, newest first |
"""

from __future__ import annotations

from chalicelib.domain.parties import Scope
from chalicelib.domain.scenarios.own import OwnScenario, ScenarioVersion

from . import codec, index_keys, keys
from .keys import Key
from .table import Item

KIND, VERSIONS = "SCN", "V#"


def scenario_key(scope: Scope, scenario_id: str) -> Key:
    return Key(f"{keys.world(scope)}#{KIND}#{scenario_id}", keys.META)


def version_key(scope: Scope, scenario_id: str, version: int) -> Key:
    return Key(scenario_key(scope, scenario_id).pk, f"{VERSIONS}{version:06d}")


def scenario_item(entity: OwnScenario | ScenarioVersion) -> Item:
    """A version is put once and never again: its item has no version to name."""
    data = codec.dump(entity)
    if isinstance(entity, ScenarioVersion):
        definition = entity.definition
        return {**version_key(entity.scope, definition.id, definition.version)._asdict(), "data": data}
    listed: Item = {
        "gsi1pk": index_keys.month(entity.scope, KIND, keys.instant(entity.created_at)[:7]),
        "gsi1sk": index_keys.created(entity.created_at, entity.id),
    }
    return {**scenario_key(entity.scope, entity.id)._asdict(), **listed, "data": data, "v": entity.version}


def own_scenario(item: Item) -> OwnScenario:
    return codec.load(OwnScenario, str(item["data"]))


def scenario_version(item: Item) -> ScenarioVersion:
    return codec.load(ScenarioVersion, str(item["data"]))
