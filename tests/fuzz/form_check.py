"""What the contract calls valid is never refused for its form; it may be for what it means."""

from __future__ import annotations

import json
from typing import Any

import schemathesis
from schemathesis import Case, CheckContext, Response

OF_FORM = frozenset(
    {
        "malformed_json",
        "out_of_range",
        "repeated_parameter",
        "required",
        "too_few_items",
        "too_long",
        "too_many_items",
        "too_short",
        "unknown_field",
        "unknown_parameter",
        "unknown_value",
        "wrong_form",
        "wrong_type",
    }
)
"""Codes of fields that a schema can tell: who follows the contract never meets them."""


@schemathesis.check
def form_as_promised(ctx: CheckContext, response: Response, case: Case[Any]) -> None:
    """A refusal of valid data that speaks of its form means that contract and application differ."""
    del ctx
    if case.meta is None or not case.meta.generation.mode.is_positive or response.status_code not in (400, 415, 422):
        return
    problem = json.loads(response.content)
    codes = {problem["code"], *(each["code"] for each in problem.get("errors", []))}
    if found := sorted(codes & OF_FORM):
        raise AssertionError(f"valid data is refused for its form: {', '.join(found)}")
