"""A line of an import as the request that would open its case alone: the same model, the same checks (R-018)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from chalicelib.domain.errors import InvalidInput
from chalicelib.domain.parties import Scope
from chalicelib.entrypoints.http.framework.problems import HttpRefusal
from chalicelib.entrypoints.http.framework.validation import read_model
from chalicelib.usecases.case_request import OpenCase

from .case_command import open_case_command
from .cases import CaseRequest


def line_command(scope: Scope, body: Mapping[str, Any]) -> OpenCase:
    """``InvalidInput`` names every field that ``POST /cases`` would refuse. A line has no documents to fetch."""
    try:
        request = read_model(CaseRequest, json.dumps(body).encode())
    except HttpRefusal as refusal:
        problem = refusal.problem
        raise InvalidInput(problem.detail, code=problem.code, errors=problem.errors) from refusal
    return open_case_command(request, scope, _nothing)


def _nothing(upload_id: str) -> bytes:
    raise AssertionError("a line of an import names no document", upload_id)
