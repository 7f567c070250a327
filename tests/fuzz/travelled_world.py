"""A world in which each operation finds what it needs: the journey passed there, and every moment of it was kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from chalicelib.observability import logger
from tests.support.http_client import HttpClient
from tests.support.http_world import HttpWorld, http_world
from tests.support.journey.every_operation import Journey, Spoken, travel
from tests.support.moments import Moment
from tests.support.sample_requests import CREDITOR, DEBTOR, INVOICE, create

MARKER = "Zzyzx-of-another-tenant"
ID = re.compile(r"([a-z]{3,5})_[0-7][0-9A-HJKMNP-TV-Z]{25}")
POPULATED = ("DELETE", "/v1/webhook-endpoints/{endpoint_id}")
"""Before this the journey has made one of everything, and nothing is gone yet but the case's debtor to come."""


@dataclass(frozen=True)
class TravelledWorld:
    """``visits``: the first success of each operation. ``foreign``: ids of another tenant, by their prefix."""

    world: HttpWorld
    visits: dict[tuple[str, str], Spoken]
    foreign: dict[str, str]
    end: Moment

    @property
    def key(self) -> str:
        """The ``Authorization`` of the tenant's key, which most operations take."""
        return self.visits["POST", "/v1/cases"].sent["Authorization"]

    @property
    def operator_key(self) -> str:
        """The ``Authorization`` of the operator."""
        return self.visits["POST", "/v1/tenants"].sent["Authorization"]

    @property
    def populated(self) -> Moment:
        moment = self.visits[POPULATED].before
        assert isinstance(moment, Moment)
        return moment

    def before(self, operation: tuple[str, str | None]) -> Moment:
        """The world as it was when the operation succeeded; for a route nobody passed, as it was at the end."""
        visit = self.visits.get(operation)  # type: ignore[arg-type]  # a path without route was not visited
        return visit.before if visit else self.end


@contextmanager
def travelled_world() -> Iterator[TravelledWorld]:
    """One tenant travels; what another one has, in the same world, bears the marker."""
    level = logger.log_level
    logger.setLevel("ERROR")
    try:
        with http_world() as world:
            foreign = _another_tenant(world)
            said = travel(world, Journey(world, lambda: Moment(world)))
            visits: dict[tuple[str, str], Spoken] = {}
            for spoken in said:
                visits.setdefault(spoken.operation, spoken)
            yield TravelledWorld(world, visits, foreign, Moment(world))
    finally:
        logger.setLevel(level)


def _another_tenant(world: HttpWorld) -> dict[str, str]:
    tenant = world.tenant(MARKER)
    made = [*_objects(tenant.test)]
    found = {match.group(1): match.group(0) for each in made for match in ID.finditer(json.dumps(each))}
    return {**found, "tnt": tenant.id}


def _objects(client: HttpClient) -> Iterator[Any]:
    creditor = create(client, "/v1/creditors", {**CREDITOR, "name": f"{MARKER} créancier"})
    debtor = create(client, "/v1/debtors", {**DEBTOR, "name": f"{MARKER} débiteur"})
    request = {
        "creditor_id": creditor["id"],
        "debtor_id": debtor["id"],
        "invoices": [{**INVOICE, "number": MARKER}],
        "external_reference": MARKER,
    }
    case = create(client, "/v1/cases", request)
    yield case
    payment = {"amount": {"amount": 100, "currency": "EUR"}, "received_on": "2026-11-20", "reference": MARKER}
    yield create(client, f"/v1/cases/{case['id']}/payments", payment)
    paper = {"type": "contract", "name": f"{MARKER}.pdf", "content_base64": "JVBERi0xLjQK"}
    yield create(client, f"/v1/cases/{case['id']}/documents", paper)
    yield client.get(f"/v1/cases/{case['id']}/timeline").json["data"][0]
    yield create(client, "/v1/keys", {"name": MARKER, "scopes": ["cases:read"]})
    yield create(client, "/v1/test-clocks", {"now": "2026-01-05T08:00:00Z"})
    yield create(client, "/v1/webhook-endpoints", {"url": "https://zzyzx.example/hooks", "description": MARKER})
