"""What stands in a case is read like any single object: with an ETag, and by the links of the case (R-089)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.http_client import HttpClient
from tests.support.http_world import HttpWorld
from tests.support.sample_requests import open_case

WITHIN: dict[str, dict[str, Any]] = {
    "promises": {"pay_on": "2026-12-01", "channel": "email"},
    "payment_plans": {"count": 3, "first_on": "2026-11-24"},
    "settlements": {"amount": {"amount": 10_000, "currency": "EUR"}, "valid_until": "2026-12-15"},
    "disputes": {"reason": "wrong_amount", "detail": "Two boxes are missing.", "channel": "email"},
}


@pytest.fixture
def client(world: HttpWorld) -> HttpClient:
    return world.tenant().test


def _stands(client: HttpClient, kind: str) -> tuple[dict[str, Any], str]:
    case = open_case(client)
    assert client.post(case["links"][kind], WITHIN[kind]).status == 201
    [listed] = client.get(case["links"][kind]).json["data"]
    return listed, f"{case['links'][kind]}/{listed['id']}"


@pytest.mark.parametrize("kind", sorted(WITHIN))
def test_one_of_them_names_its_case_and_has_its_etag(client: HttpClient, kind: str) -> None:
    listed, place = _stands(client, kind)
    read = client.get(place)
    assert read.json == listed
    assert read.headers["etag"] == client.get(f"/v1/cases/{listed['case_id']}").headers["etag"]
    assert client.get(place, If_None_Match=read.headers["etag"]).status == 304


@pytest.mark.parametrize(
    ("kind", "command"), [("promises", "withdraw"), ("payment_plans", "cancel"), ("settlements", "withdraw")]
)
def test_its_etag_protects_its_end(client: HttpClient, kind: str, command: str) -> None:
    _, place = _stands(client, kind)
    tag, body = client.get(place).headers["etag"], {"reason": "Taken back."}
    body |= {"by": "creditor"} if kind == "payment_plans" else {}
    assert client.post(f"{place}/{command}", body, If_Match='"v1"').status == 412
    assert client.post(f"{place}/{command}", body, If_Match=tag).status == 200
    assert client.get(place, If_None_Match=tag).status == 200


def test_every_link_of_a_case_leads_somewhere(client: HttpClient) -> None:
    links = open_case(client)["links"]
    assert {place: client.get(link).status for place, link in links.items()} == dict.fromkeys(links, 200)
