"""``/rates`` over HTTP: read by any key, put by the operator, strictly, with every version kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.http_world import HttpWorld, http_world

ECB = "/v1/rates/ecb_refinancing"
CONFIRMED: dict[str, Any] = {
    "half_year": "2026H2",
    "value": "2.40",
    "effective_on": "2026-07-01",
    "published_on": "2026-06-30",
    "source": "Read at ecb.europa.eu",
}


@pytest.fixture
def world() -> Iterator[HttpWorld]:
    with http_world() as made:
        yield made


def body(*rates: dict[str, Any], reason: str = "Read at the official page.") -> dict[str, Any]:
    return {"rates": list(rates), "reason": reason}


def put(world: HttpWorld, *rates: dict[str, Any], path: str = ECB, **headers: str) -> Any:
    return world.operator.send("PUT", path, body(*rates), **({"If_Match": '"v0"'} | headers))


def test_every_series_is_read_by_any_key_of_either_mode_and_by_the_operator(world: HttpWorld) -> None:
    tenant = world.tenant()
    narrow = tenant.test.post("/v1/keys", {"name": "Narrow", "scopes": ["keys:read"]}).json["secret"]
    clients = (tenant.test, tenant.live, world.operator, world.anonymous.with_key(narrow))
    answers = [client.get("/v1/rates") for client in clients]
    assert {answer.status for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    shown = answers[0].json
    names = ["ecb_refinancing", "legal_interest", "legal_interest_individual"]
    assert [series["id"] for series in shown["series"]] == names
    assert shown["fixed_indemnity"]["amount"] == {"amount": 4000, "currency": "EUR"}
    assert shown["fixed_indemnity"]["in_force_on"] == "2013-01-01"
    assert world.anonymous.get("/v1/rates").status == 401


def test_a_series_shows_each_half_year_with_its_source_and_who_gave_it(world: HttpWorld) -> None:
    assert put(world, CONFIRMED).status == 200
    shown = world.tenant().test.get(ECB).json
    first, last = shown["rates"][0], shown["rates"][-1]
    assert (first["half_year"], first["value"], first["origin"]) == ("2016H2", "0.00", "shipped")
    assert last == {**CONFIRMED, "provisional": False, "origin": "operator"}
    assert (shown["version"], shown["changed_at"]) == (1, "2026-11-23T09:00:00Z")


def test_only_the_operator_puts_rates(world: HttpWorld) -> None:
    answer = world.tenant().live.send("PUT", ECB, body(CONFIRMED), If_Match="*")
    assert (answer.status, answer.code) == (403, "operator_key_required")
    assert world.operator.get(f"{ECB}/versions").json["data"] == []


def test_a_series_that_does_not_exist_is_not_found(world: HttpWorld) -> None:
    for path in ("/v1/rates/libor", "/v1/rates/libor/versions", "/v1/rates/ECB", f"/v1/rates/{'x' * 50}"):
        assert world.operator.get(path).status == 404
    assert put(world, CONFIRMED, path="/v1/rates/libor").status == 404


def test_a_change_names_the_version_it_starts_from(world: HttpWorld) -> None:
    assert world.operator.send("PUT", ECB, body(CONFIRMED)).status == 428
    tag = world.operator.get(ECB).headers["etag"]
    made = put(world, CONFIRMED, If_Match=tag)
    assert (made.status, made.headers["etag"] != tag) == (200, True)
    stale = put(world, {**CONFIRMED, "value": "2.65"}, If_Match=tag)
    assert (stale.status, stale.code) == (412, "precondition_failed")
    assert put(world, {**CONFIRMED, "value": "2.65"}, If_Match=made.headers["etag"]).json["version"] == 2
    same = world.operator.get(ECB, If_None_Match=world.operator.get(ECB).headers["etag"])
    assert same.status == 304


def test_an_operator_who_was_overtaken_between_reading_and_writing_is_told_so(
    world: HttpWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(world, CONFIRMED)
    monkeypatch.setattr(world.deps.rate_store, "current_versions", lambda: ())
    late = put(world, {**CONFIRMED, "value": "2.65"})
    assert (late.status, late.code) == (412, "precondition_failed")
    monkeypatch.undo()
    assert world.operator.get(ECB).json["rates"][-1]["value"] == "2.40"


def test_the_same_request_again_is_answered_again_and_changes_nothing(world: HttpWorld) -> None:
    first, second = put(world, CONFIRMED), put(world, CONFIRMED)
    assert (first.status, first.text) == (second.status, second.text)
    assert len(world.operator.get(f"{ECB}/versions").json["data"]) == 1


def test_every_version_is_kept_with_who_when_why_and_what_it_replaced(world: HttpWorld) -> None:
    put(world, CONFIRMED)
    put(world, {**CONFIRMED, "value": "2.65"}, If_Match='"v1"')
    page = world.tenant().test.get(f"{ECB}/versions?limit=1").json
    (second,) = page["data"]
    assert (second["version"], second["actor"], second["reason"]) == (2, "operator", "Read at the official page.")
    assert second["replaced"] == [{**CONFIRMED, "provisional": False}]
    assert page["has_more"]


@pytest.mark.parametrize(
    ("wrong", "pointer", "code"),
    [
        ({"half_year": "2026-H2"}, "#/rates/0/half_year", "wrong_form"),
        ({"half_year": "2016H1", "effective_on": "2016-01-01"}, "#/rates/0/half_year", "outside_range"),
        ({"half_year": "2031H1"}, "#/rates/0/half_year", "outside_range"),
        ({"half_year": "0000H1"}, "#/rates/0/half_year", "outside_range"),
        ({"value": "31"}, "#/rates/0/value", "out_of_range"),
        ({"value": "2.405"}, "#/rates/0/value", "wrong_form"),
        ({"value": "-1"}, "#/rates/0/value", "wrong_form"),
        ({"value": 2.4}, "#/rates/0/value", "wrong_form"),
        ({"source": " "}, "#/rates/0/source", "blank"),
        ({"source": None}, "#/rates/0/source", "wrong_type"),
        ({"effective_on": None}, "#/rates/0/effective_on", "required"),
        ({"effective_on": "2026-08-05"}, "#/rates/0/effective_on", "after_first_day"),
        ({"published_on": "2026-12-01"}, "#/rates/0/published_on", "in_the_future"),
        ({"taux": "2.40"}, "#/rates/0/taux", "unknown_field"),
    ],
)
def test_what_no_published_rate_can_be_is_refused_by_field(
    world: HttpWorld, wrong: dict[str, Any], pointer: str, code: str
) -> None:
    answer = put(world, {**CONFIRMED, **wrong})
    assert answer.status == 422
    assert [(error["pointer"], error["code"]) for error in answer.json["errors"]] == [(pointer, code)]
    assert world.operator.get(ECB).json["version"] == 0


def test_a_half_year_stands_once_and_a_change_says_why(world: HttpWorld) -> None:
    twice = put(world, CONFIRMED, CONFIRMED)
    assert [error["code"] for error in twice.json["errors"]] == ["duplicate_half_year"]
    silent = world.operator.send("PUT", ECB, {"rates": [CONFIRMED]}, If_Match="*")
    assert silent.json["errors"][0]["pointer"] == "#/reason"
    assert world.operator.send("PUT", ECB, {"rates": [], "reason": "none"}, If_Match="*").status == 422


def test_the_calculations_use_what_was_put_and_name_what_is_missing(world: HttpWorld) -> None:
    client = world.tenant().test
    request = {
        "debtor_kind": "company",
        "creditor_is_private_individual": False,
        "principal": {"amount": 100_000, "currency": "EUR"},
        "due_date": "2026-12-01",
        "formal_notice_date": None,
        "contract_rate": None,
        "as_of": "2027-01-31",
    }
    missing = client.post("/v1/calculations/late-payment", request)
    assert (missing.status, missing.code) == (422, "rate_unknown")
    assert "2027H1" in missing.json["detail"]
    assert "ecb_refinancing" in missing.json["detail"]
    assert put(world, {**CONFIRMED, "half_year": "2027H1", "value": "2.65"}).status == 200
    known = client.post("/v1/calculations/late-payment", request).json
    assert [period["annual_rate"] for period in known["periods"]] == ["12.40", "12.65"]
