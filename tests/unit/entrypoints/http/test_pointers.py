"""Where a problem points: at the field, in a form that any reader of the contract may hold us to."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest

from tests.support.http_world import HttpWorld
from tests.support.sample_requests import CREDITOR

FRAGMENT = re.compile(r"#(/([A-Za-z0-9._!$&'()*+,;=:@-]|~[01]|%[0-9A-F]{2})*)*\Z")
PARAMETER = re.compile(r"[^\x00]{0,100}\Z")
LONGEST = 300

NAMES = [
    ({"metadata": {"a b": "v"}}, "#/metadata/a%20b"),
    ({"metadata": {"[key]": "v"}}, "#/metadata/%5Bkey%5D"),
    ({"metadata": {"k" * 41: "v"}}, f"#/metadata/{'k' * 41}"),
    ({"metadata": {"k" * 400: "v"}}, "#/metadata"),
    ({"a\u0000b": 1}, "#/a%00b"),
    ({"a/b~c é%": 1}, "#/a~1b~0c%20%C3%A9%25"),
    ({"x" * 500: 1}, "#"),
    ({"address": {**CREDITOR["address"], "\u0000" * 200: 1}}, "#/address"),
]


@pytest.mark.parametrize(("change", "pointer"), NAMES)
def test_a_pointer_is_a_fragment_of_three_hundred_characters_at_most(
    world: HttpWorld, change: dict[str, Any], pointer: str
) -> None:
    """RFC 6901, section 6."""
    answer = world.tenant().test.post("/v1/creditors", {**CREDITOR, **change})
    assert answer.status == 422, answer.text
    pointers = [error["pointer"] for error in answer.json["errors"]]
    assert pointer in pointers
    assert all(FRAGMENT.match(each) and len(each) <= LONGEST for each in pointers)


@pytest.mark.parametrize("name", ["a\u0000b", "é" * 160, "x" * 400, "a b"])
def test_a_parameter_is_named_within_its_limits(world: HttpWorld, name: str) -> None:
    client = world.tenant().test
    for path in ("/v1/creditors", f"/v1/test-clocks/clk_{'0' * 26}"):
        answer = client.get(f"{path}?{quote(name)}=1")
        assert answer.status == 422, answer.text
        (named,) = [error["parameter"] for error in answer.json["errors"]]
        assert named
        assert PARAMETER.match(named)
        assert named == name[:100].replace("\x00", "\ufffd")
