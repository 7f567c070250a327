"""What ``POST /calculations/contact-time`` refuses, and says about it; every refusal names its field."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.support.http_world import HttpWorld
from tests.support.journey.every_operation import CALCULATIONS

BODY: dict[str, Any] = {**CALCULATIONS["contact-time"], "past_contacts": []}
PAST = {"channel": "email", "at": "2026-07-01T10:00:00Z"}


def ask(world: HttpWorld, body: Any) -> Any:
    return world.tenant().test.post("/v1/calculations/contact-time", body)


def problems(world: HttpWorld, body: Any) -> list[tuple[str, str]]:
    answer = ask(world, body)
    assert answer.status == 422, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    return [(error["pointer"], error["code"]) for error in answer.json["errors"]]


@pytest.mark.parametrize(
    ("wanted_at", "code"),
    [
        ("1899-12-31T23:59:59Z", "out_of_range"),
        ("1900-01-01T00:30:00+01:00", "out_of_range"),
        ("2100-12-31T23:30:00-01:00", "out_of_range"),
        ("2101-01-01T00:00:00Z", "out_of_range"),
        ("9999-12-31T23:59:59Z", "out_of_range"),
        ("9999-12-31T23:59:59-14:00", "invalid_date"),
        ("2026-02-29T10:00:00Z", "invalid_date"),
        ("2026-07-13T24:00:01Z", "invalid_date"),
        ("2026-07-13T15:20:00+25:00", "invalid_date"),
        ("2026-07-13T15:20:00", "wrong_form"),
        ("2026-07-13", "wrong_form"),
        ("2026-07-13 15:20:00Z", "wrong_form"),
        ("13/07/2026 15:20", "wrong_form"),
        ("", "wrong_form"),
        ("now", "wrong_form"),
        (1_784_000_000, "wrong_form"),
        (None, "wrong_form"),
    ],
)
def test_an_instant_that_is_none_is_refused_at_its_field(world: HttpWorld, wanted_at: Any, code: str) -> None:
    assert problems(world, {**BODY, "wanted_at": wanted_at}) == [("#/wanted_at", code)]
    past = {"channel": "email", "at": wanted_at}
    assert problems(world, {**BODY, "past_contacts": [PAST, past]}) == [("#/past_contacts/1/at", code)]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("channel", "fax", "unknown_value"),
        ("channel", "visit", "unknown_value"),
        ("channel", "EMAIL", "unknown_value"),
        ("channel", None, "unknown_value"),
        ("profile", "lenient", "unknown_value"),
        ("profile", "", "unknown_value"),
        ("debtor_kind", "person", "unknown_value"),
        ("debtor_kind", 3, "unknown_value"),
        ("block_bridge_days", "yes", "wrong_type"),
        ("block_bridge_days", 1, "wrong_type"),
        ("postal_code", "Paris", "wrong_form"),
        ("postal_code", "7500", "wrong_form"),
        ("postal_code", "750011", "wrong_form"),
        ("postal_code", "2A000", "wrong_form"),
        ("postal_code", "٧٥٠٠١", "wrong_form"),
        ("postal_code", "", "too_short"),
        ("postal_code", 75001, "wrong_type"),
        ("past_contacts", {}, "wrong_type"),
        ("past_contacts", ["2026-07-01T10:00:00Z"], "wrong_type"),
        ("hours", "8-20", "unknown_field"),
    ],
)
def test_a_value_of_another_kind_is_refused_at_its_field(world: HttpWorld, field: str, value: Any, code: str) -> None:
    """CON_08: there is no channel for a visit."""
    ((pointer, found),) = problems(world, {**BODY, field: value})
    assert pointer.removesuffix("/0") == f"#/{field}"
    assert found == code


@pytest.mark.parametrize("field", ["debtor_kind", "postal_code", "channel", "wanted_at"])
def test_what_is_needed_is_asked_for_by_name(world: HttpWorld, field: str) -> None:
    left = {name: value for name, value in BODY.items() if name != field}
    assert problems(world, left) == [(f"#/{field}", "required")]


def test_ten_thousand_past_contacts_are_too_many(world: HttpWorld) -> None:
    assert problems(world, {**BODY, "past_contacts": [PAST] * 10_000}) == [("#/past_contacts", "too_many_items")]
    assert ask(world, {**BODY, "past_contacts": [PAST] * 200}).status == 200


def test_a_past_contact_that_is_still_to_come_is_refused_each_by_its_place(world: HttpWorld) -> None:
    """A contact of the very instant wanted was made; one a microsecond later was not."""
    at = str(BODY["wanted_at"])
    later = [{"channel": "sms", "at": instant} for instant in (at, at.replace("Z", ".000001Z"), "2027-01-01T00:00:00Z")]
    found = problems(world, {**BODY, "past_contacts": [PAST, *later]})
    assert found == [("#/past_contacts/2/at", "in_the_future"), ("#/past_contacts/3/at", "in_the_future")]


@pytest.mark.parametrize("postal_code", ["00000", "00100", "96000", "97500", "98000", "98714", "99999"])
def test_a_postal_code_of_nowhere_is_answered_with_a_refusal_that_says_why(world: HttpWorld, postal_code: str) -> None:
    """CON_01: without a territory there is no local time, hence no instant; it is no error of form."""
    found = ask(world, {**BODY, "postal_code": postal_code}).json
    assert (found["decision"], found["allowed_at"]) == ("refused", None)
    assert [(r["rule"], "territory is unknown" in r["detail"]) for r in found["reasons"]] == [("CON_01", True)]


def test_everything_that_is_wrong_is_told_at_once(world: HttpWorld) -> None:
    body = {**BODY, "channel": "fax", "profile": "lenient", "wanted_at": "soon", "postal_code": "Paris"}
    assert {pointer for pointer, _ in problems(world, body)} == {
        "#/channel",
        "#/profile",
        "#/wanted_at",
        "#/postal_code",
    }


@pytest.mark.parametrize("year", [1900, 1911, 1989, 2100])
def test_the_first_and_the_last_year_are_answered(world: HttpWorld, year: int) -> None:
    for instant in (f"{year}-01-01T00:00:00Z", f"{year}-12-31T23:59:59Z"):
        answer = ask(world, {**BODY, "wanted_at": instant}).json
        assert answer["decision"] in ("now", "deferred")
        assert re.fullmatch(r"[0-9T:-]{19}[+-][0-9]{2}:[0-9]{2}", answer["allowed_at"])  # RFC 3339: whole minutes
