"""The one table from errors to HTTP: every refusal is RFC 9457 ``application/problem+json``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from chalice.app import Response

from chalicelib.domain.errors import (
    AmbiguousFailure,
    AnswerAlreadyStored,
    Conflict,
    DomainError,
    FieldProblem,
    InvalidInput,
    NotFound,
    PreconditionFailed,
    ProviderUnavailable,
    Refused,
    VersionConflict,
)
from chalicelib.domain.sealed_event import KeyErased

from .exchange import Exchange
from .problem_catalogue import TITLES

PROBLEM_JSON = "application/problem+json"
ERROR_STATUS: dict[type[DomainError], int] = {
    InvalidInput: 422,
    Refused: 422,
    NotFound: 404,
    KeyErased: 410,
    Conflict: 409,
    PreconditionFailed: 412,
    ProviderUnavailable: 503,
    AmbiguousFailure: 502,
    DomainError: 500,
}
WAIT_A_SECOND: Mapping[str, str] = {"Retry-After": "1"}
EXTRA_HEADERS: dict[type[DomainError], Mapping[str, str]] = {
    AnswerAlreadyStored: WAIT_A_SECOND,
    VersionConflict: WAIT_A_SECOND,
    ProviderUnavailable: {"Retry-After": "5"},
}


@dataclass(frozen=True)
class Problem:
    """What a refusal says. ``link`` leads to the object in the way; ``headers`` are the answer's own."""

    status: int
    code: str
    detail: str
    errors: tuple[FieldProblem, ...] = ()
    retryable: bool = False
    link: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


class HttpRefusal(Exception):
    """A request refused at the edge, before any use case ran."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def refuse(status: int, code: str, detail: str, *, retryable: bool = False, **headers: str) -> HttpRefusal:
    """Raise what this returns. Header names are written with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HttpRefusal(Problem(status, code, detail, retryable=retryable, headers=named))


def invalid(errors: tuple[FieldProblem, ...], code: str = InvalidInput.code) -> HttpRefusal:
    """422 with every field that is wrong."""
    return HttpRefusal(Problem(422, code, "The request is not valid.", errors))


def problem_of(error: DomainError) -> Problem:
    """The answer to a domain error, by the nearest class that the table names. Internals of a 500 stay inside."""
    status = next(ERROR_STATUS[kind] for kind in type(error).__mro__ if kind in ERROR_STATUS)
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return INTERNAL_ERROR
    return Problem(
        status=status,
        code=error.code,
        detail=error.detail,
        errors=error.errors,
        retryable=error.retryable,
        link=error.link,
        headers=next((EXTRA_HEADERS[kind] for kind in type(error).__mro__ if kind in EXTRA_HEADERS), {}),
    )


INTERNAL_ERROR = Problem(
    500,
    "internal_error",
    "The request could not be answered. Retry it with the same Idempotency-Key.",
    retryable=True,
)


def render(problem: Problem, exchange: Exchange) -> Response:
    """The problem as an HTTP response; ``type`` is the address of the page that explains its code."""
    body: dict[str, Any] = {
        "type": f"{exchange.base_url}/problems/{problem.code}",
        "title": TITLES.get(problem.code) or HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
        "code": problem.code,
        "request_id": exchange.request_id,
        "retryable": problem.retryable,
    }
    if problem.errors:
        body["errors"] = [_field(error) for error in problem.errors]
    if problem.link:
        body["link"] = problem.link
    headers: dict[str, str | list[str]] = {**problem.headers, "Content-Type": PROBLEM_JSON, "Cache-Control": "no-store"}
    return Response(json.dumps(body, ensure_ascii=False, separators=(",", ":")), headers, problem.status)


def _field(error: FieldProblem) -> dict[str, str]:
    """A field of the body by JSON pointer; what stands before the body (``?limit``, ``@Header``) by its name."""
    where = {"?": "parameter", "@": "header"}.get(error.pointer[:1])
    place = {where: error.pointer[1:]} if where else {"pointer": error.pointer}
    return {**place, "code": error.code, "detail": error.detail}
