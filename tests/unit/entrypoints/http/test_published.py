"""The contract and its page over HTTP: public, cached, with the address of the deployment."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

from chalicelib.entrypoints.http.framework import published
from chalicelib.entrypoints.http.framework.exchange import Exchange
from chalicelib.entrypoints.http.framework.published import DOCUMENTED_URL, PUBLICATIONS
from tests.support.http_world import SETTINGS, HttpWorld
from tests.support.published_pages import made

PATHS = [path for each in PUBLICATIONS for path in each.paths]


@pytest.mark.parametrize("publication", PUBLICATIONS, ids=lambda each: each.name)
def test_what_is_served_is_what_was_made_with_the_deployments_address(
    world: HttpWorld, publication: published.Publication
) -> None:
    expected = made()[publication.name].replace(DOCUMENTED_URL, SETTINGS.base_url)
    for path in publication.paths:
        answer = world.anonymous.get(path)
        assert (answer.status, answer.text) == (200, expected)
        assert answer.headers["content-type"] == publication.media_type
        assert answer.headers["cache-control"] == "public, max-age=300"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "request-id" in answer.headers


def test_the_served_contract_names_where_it_was_reached(world: HttpWorld) -> None:
    assert json.loads(world.anonymous.get("/openapi.json").text)["servers"][0]["url"] == SETTINGS.base_url


@pytest.mark.parametrize("path", PATHS)
def test_it_is_not_sent_twice_to_who_has_it(world: HttpWorld, path: str) -> None:
    tag = world.anonymous.get(path).headers["etag"]
    assert re.fullmatch(r'"[0-9a-f]{32}"', tag)
    again = world.anonymous.get(path, If_None_Match=tag)
    assert (again.status, again.text, again.headers["etag"]) == (304, "", tag)
    assert world.anonymous.get(path, If_None_Match='"other"').status == 200


def test_the_page_may_load_and_run_nothing(world: HttpWorld) -> None:
    answer = world.anonymous.get("/v1/docs")
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    (style,) = re.findall(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == {
        "default-src": "'none'",
        "style-src": f"'sha256-{digest}'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }


def test_the_address_is_the_gateways_where_it_tells_it() -> None:
    """With its stage or a base path, on a versioned path and at the root; else the one that is configured."""
    told = {
        ("/api/v1/docs", "/v1/docs", "api.example.fr"): "https://api.example.fr/api/v1",
        ("/api/docs", "/docs", "api.example.fr"): "https://api.example.fr/api/v1",
        ("/openapi.json", "/openapi.json", "api.example.fr"): "https://api.example.fr/v1",
        ("/debts/openapi.json", "/openapi.json", "api.example.fr"): "https://api.example.fr/debts/v1",
        ("/api/docs", "/docs", None): "http://localhost:4566/v1",
    }
    for (path, resource, domain), address in told.items():
        event = {"requestContext": {"path": path, "resourcePath": resource, "domainName": domain}}
        exchange = Exchange.of_event(event, request_id="req_1", base_url="http://localhost:4566/v1")
        assert exchange.address == address


@pytest.mark.parametrize("address", ['https://x"><script>alert(1)</script>', "https://x y/v1", "javascript:alert(1)"])
def test_what_is_no_plain_address_is_not_written_into_the_page(address: str, world: HttpWorld) -> None:
    del world
    published._addressed.cache_clear()
    assert published._addressed("docs.html", address)[0] == made()["docs.html"]


def test_without_packaging_it_is_a_problem(world: HttpWorld, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(published, "FOLDER", tmp_path)
    monkeypatch.setattr(published, "read", published.read_packaged)
    published._addressed.cache_clear()
    answer = world.anonymous.get("/v1/docs")
    assert (answer.status, answer.code) == (404, "not_found")
