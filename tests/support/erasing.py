"""Test cases to erase, and the queue that brings an erasure's slices, played by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chalicelib.usecases.continue_erasure import ErasurePorts, continue_erasure

from .http_client import HttpClient
from .http_world import HttpWorld
from .sample_requests import CREDITOR, DEBTOR, INVOICE, create


def cases(client: HttpClient, count: int, **changes: Any) -> list[Any]:
    """Of one creditor and one debtor, an invoice each."""
    parties = {
        "creditor_id": create(client, "/v1/creditors", CREDITOR)["id"],
        "debtor_id": create(client, "/v1/debtors", DEBTOR)["id"],
    }
    numbered = ({**INVOICE, "number": f"F-{n}-{parties['debtor_id'][-4:]}"} for n in range(count))
    return [create(client, "/v1/cases", {**parties, "invoices": [invoice], **changes}) for invoice in numbered]


def clock_of(client: HttpClient) -> str:
    return str(client.post("/v1/test-clocks", {"now": "2026-11-23T09:00:00Z"}).json["id"])


def asked(client: HttpClient, body: Any = None) -> Any:
    answer = client.post("/v1/test-data/erasures", body or {})
    assert answer.status == 202, answer.text
    return answer.json


def ports(world: HttpWorld) -> ErasurePorts:
    return ErasurePorts(world.store, world.store, world.store, world.clock, sleep=lambda _: None)


def rows(world: HttpWorld) -> list[Any]:
    found = world.store.older_than(world.clock.now() + timedelta(days=1), limit=1_000)
    return [row for row in found if row.case_id.startswith("ers_")]


def work(world: HttpWorld) -> int:
    """Plays the queue until no row is left; how many slices that took."""
    slices = 0
    while waiting := rows(world):
        slices += 1
        continue_erasure(waiting[0], ports=ports(world))
    return slices
