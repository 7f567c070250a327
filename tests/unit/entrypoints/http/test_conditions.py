"""Conditional requests and methods, as generated requests found them: what the contract promises is kept strictly."""

from __future__ import annotations

import pytest

from tests.support.http_client import HttpClient
from tests.support.http_world import HttpWorld
from tests.support.sample_requests import CREDITOR, create

MALFORMED = ["v1", '"v1', 'x"v1"', '"v1" "v2"', '"v1",', "", '"' + "v" * 200 + '"', '"a b"', "W/*"]


@pytest.fixture
def client(world: HttpWorld) -> HttpClient:
    return world.tenant().test


@pytest.mark.parametrize("condition", MALFORMED)
def test_a_condition_that_is_no_list_of_tags_is_refused_and_nothing_changes(client: HttpClient, condition: str) -> None:
    path = f"/v1/creditors/{create(client, '/v1/creditors', CREDITOR)['id']}"
    refused = client.patch(path, {"name": "B"}, If_Match=condition)
    assert (refused.status, refused.code) == (400, "invalid_if_match")
    assert client.get(path).json["version"] == 1


@pytest.mark.parametrize("condition", MALFORMED)
@pytest.mark.parametrize("path", ["creditor", "/v1/docs", "/v1/openapi.json"])
def test_if_none_match_is_read_as_strictly(client: HttpClient, path: str, condition: str) -> None:
    if path == "creditor":
        path = f"/v1/creditors/{create(client, '/v1/creditors', CREDITOR)['id']}"
    refused = client.get(path, If_None_Match=condition)
    assert (refused.status, refused.code) == (400, "invalid_if_none_match")


@pytest.mark.parametrize("condition", ["*", '"v1"', '"v7", "v1"', '"v7" ,\t"v1-2026-11-23"', 'W/"v9","v1"', "  *  "])
def test_any_one_of_several_tags_will_do(client: HttpClient, condition: str) -> None:
    path = f"/v1/creditors/{create(client, '/v1/creditors', CREDITOR)['id']}"
    assert client.patch(path, {"name": "B"}, If_Match=condition).status == 200


def test_a_method_that_a_path_does_not_have_is_answered_by_those_it_has(world: HttpWorld, client: HttpClient) -> None:
    """RFC 9110 §15.5.6: 405 names them in ``Allow``, also to somebody without a key."""
    for asker in (world.anonymous, client):
        refused = asker.send("DELETE", "/v1/creditors")
        assert (refused.status, refused.code) == (405, "method_not_allowed")
        assert sorted(refused.headers["allow"].split(", ")) == ["GET", "POST"]
