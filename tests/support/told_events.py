"""Holds every event of every test to the contract: what its webhook carries is told under ``webhooks``, key by key."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from chalicelib.domain.writes import StoredEvent

from .told_problems import contract


@dataclass(frozen=True)
class Carried:
    """Names of an event's own details, beside what every event carries."""

    always: frozenset[str]
    perhaps: frozenset[str]


@cache
def carried() -> Mapping[str, Carried]:
    """What the contract says that each type of event carries."""
    return {name: _carried(told["post"]) for name, told in contract()["webhooks"].items()}


def _carried(operation: Mapping[str, Any]) -> Carried:
    content = operation["requestBody"]["content"]["application/json"]
    _, own = content["schema"]["allOf"]
    _, *details = own["properties"]["data"]["allOf"]
    always = frozenset(name for part in details for name in part.get("required", ()))
    return Carried(always, frozenset(name for part in details for name in part["properties"]) - always)


def objection(kind: str, details: Mapping[str, Any]) -> str | None:
    """What an event carries and the contract does not tell, or the other way round."""
    told = carried().get(kind)
    if told is None:
        return f"the webhooks of the contract do not tell {kind}"
    fixed = _fixed()
    if untold := set(details) - told.always - told.perhaps - fixed:
        return f"{kind} carries {sorted(untold)}, which the contract does not tell"
    if missing := told.always - set(details):
        return f"{kind} lacks {sorted(missing)}, which the contract promises"
    return None


@cache
def _fixed() -> frozenset[str]:
    return frozenset(contract()["components"]["schemas"]["CaseEventData"]["properties"])


def check_events(events: Iterable[StoredEvent]) -> None:
    """Events as they are stored, before they go anywhere."""
    for event in events:
        if found := objection(event.header.type, json.loads(event.public_json)):
            raise AssertionError(found)
