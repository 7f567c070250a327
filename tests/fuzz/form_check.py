"""What the contract calls valid is never refused for its form; it may be for what it means."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import schemathesis
from schemathesis import Case, CheckContext, Response

OF_FORM = frozenset(
    {
        "malformed_json",
        "out_of_range",
        "repeated_parameter",
        "too_few_items",
        "too_long",
        "too_many_items",
        "too_short",
        "unknown_field",
        "unknown_parameter",
        "unknown_value",
        "unsupported_media_type",
        "wrong_type",
    }
)
"""Codes that a schema tells: who follows the contract never meets them.

Not ``required``, which one of two fields may be, or one by the kind of another. Not ``wrong_form``: characters that
nobody sees are refused, and no portable regular expression names them all; nor does one tell a number with a checksum.
"""
YEARS = "between 1900 and 2100"  # of dates and instants; said in words, since a format has no limits


@schemathesis.check
def form_as_promised(ctx: CheckContext, response: Response, case: Case[Any]) -> None:
    """A refusal of valid data that speaks of its form means that contract and application differ."""
    del ctx
    if case.meta is None or not case.meta.generation.mode.is_positive or response.status_code not in (400, 415, 422):
        return
    if found := sorted(set(_codes(json.loads(response.content), case)) & OF_FORM):
        raise AssertionError(f"valid data is refused for its form: {', '.join(found)}")


def _codes(problem: dict[str, Any], case: Case[Any]) -> Iterator[str]:
    yield problem["code"]
    if problem["code"] == "scenario_refused":
        return  # its errors are the linter's findings: there `too_long` is a scenario of too many days
    for each in problem.get("errors", []):
        if YEARS not in each["detail"] and not (each["code"] == "wrong_type" and _has_fraction(case.body)):
            yield each["code"]


def _has_fraction(value: Any) -> bool:
    """``5.0`` is an integer to JSON Schema; here nothing is rounded silently, and it is refused."""
    if isinstance(value, dict):
        return any(_has_fraction(each) for each in value.values())
    return any(_has_fraction(each) for each in value) if isinstance(value, list) else isinstance(value, float)
