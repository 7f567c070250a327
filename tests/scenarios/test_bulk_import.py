"""Fifty lines through the packaged worker and its queue: forty-eight cases on a clock, two refusals, twice."""

from __future__ import annotations

import time
from typing import Any

import pytest

from infra.local.api_client import ApiClient, fetch
from tests.support.imports import csv_file, inline, row

from . import people

pytestmark = pytest.mark.local_cloud
PATIENCE = 240
LINES = [row(n, email="silent@simulator.amiable.example") for n in range(50)]
BAD = {3: {"due_date": "31/02/2026"}, 30: {"amount_incl_tax": "mille"}}


def ended(client: ApiClient, import_id: str) -> tuple[dict[str, Any], list[int]]:
    """The import once it is over, and how far it was seen meanwhile."""
    seen: list[int] = []
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        shown = client.get(f"/imports/{import_id}")
        seen.append(shown["done"])
        if shown["status"] != "running":
            return shown, seen
        time.sleep(0.1)
    raise AssertionError(f"the import is still at {seen[-1]}")


def test_a_portfolio_is_studied_opened_and_not_doubled(client: ApiClient) -> None:
    creditor_id = client.post("/creditors", people.CREDITOR)["id"]
    clock_id = client.post("/test-clocks", {"now": "2026-09-20T08:00:00Z"})["id"]
    body = csv_file(line | BAD.get(place, {}) for place, line in enumerate(LINES))
    request = {
        "creditor_id": creditor_id,
        "file": inline(body),
        "defaults": {"test_clock_id": clock_id, "metadata": {"campaign": "autumn"}},
    }
    # The day before: what is it worth?
    studied, _ = ended(client, client.post("/imports", {**request, "open": False})["id"])
    assert (studied["eligible"], studied["refused"]) == (48, 2)
    assert client.get(f"/imports/{studied['id']}/study")["principal"]["amount"] == 48 * 123_456
    assert b"This day does not exist" in fetch(client.get(f"/imports/{studied['id']}/refused-lines")["download_url"])
    # Opened, line by line
    client.post(f"/imports/{studied['id']}/open", {})
    opened, seen = ended(client, studied["id"])
    assert (opened["opened"], opened["refused"], opened["status"]) == (48, 2, "done")
    assert seen == sorted(seen)
    # The same file once more
    again, _ = ended(client, client.post("/imports", request)["id"])
    assert (again["opened"], again["already_open"], again["refused"]) == (0, 48, 2)
    # Each is a case like any other, on its way
    for line in client.get(f"/imports/{studied['id']}/lines", status="opened", limit="2")["data"]:
        case = client.get(f"/cases/{line['case_id']}")
        assert (case["test_clock_id"], case["metadata"]) == (clock_id, {"campaign": "autumn"})
        assert case["next_step"]["due_at"] is not None
    events = client.get("/events", type="import.completed")["data"]
    assert [event["data"]["opened"] for event in events] == [0, 48, 0]
