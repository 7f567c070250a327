from __future__ import annotations

import json

import pytest
from amiable import (
    AmiableError,
    ApiError,
    AuthenticationError,
    Conflict,
    InvalidRequest,
    NotFound,
    PermissionDenied,
    RateLimited,
    ServerError,
)
from amiable.errors import api_error, retry_after

KINDS: list[tuple[int, type[ApiError]]] = [
    (400, InvalidRequest),
    (401, AuthenticationError),
    (403, PermissionDenied),
    (404, NotFound),
    (409, Conflict),
    (410, NotFound),
    (412, Conflict),
    (413, InvalidRequest),
    (422, InvalidRequest),
    (428, Conflict),
    (429, RateLimited),
    (500, ServerError),
    (503, ServerError),
    (302, ServerError),
    (799, ServerError),
]


@pytest.mark.parametrize(("status", "kind"), KINDS)
def test_the_class_says_what_to_do(status: int, kind: type[ApiError]) -> None:
    error = api_error(status, {}, b"")
    assert type(error) is kind
    assert isinstance(error, AmiableError)
    assert error.status == status


def test_a_problem_is_one_line_that_says_what_where_and_which_request() -> None:
    wrong = [{"pointer": f"#/invoices/{n}/due_date", "code": "missing", "detail": "Field required"} for n in range(5)]
    body = {
        "type": "https://docs.amiable.example/problems/invalid_request",
        "title": "Invalid request",
        "status": 422,
        "detail": "The request is not valid.",
        "code": "invalid_request",
        "errors": wrong,
        "request_id": "req_1",
        "retryable": False,
    }
    error = api_error(422, {"retry-after": "7"}, json.dumps(body).encode())
    told = str(error)
    assert told == (
        "422 invalid_request: The request is not valid. [#/invoices/0/due_date: Field required; #/invoices/1/due_date: "
        "Field required; #/invoices/2/due_date: Field required (and 2 more)] (req_1)"
    )
    assert (error.type, error.title, error.retryable) == (body["type"], "Invalid request", False)
    assert error.retry_after == 7
    assert len(error.errors) == 5


def test_a_wrong_parameter_or_header_is_named_too() -> None:
    wrong = [
        {"parameter": "limit", "code": "too_large", "detail": "…"},
        {"header": "If-Match", "code": "x", "detail": "…"},
    ]
    error = api_error(422, {}, json.dumps({"code": "invalid_request", "errors": wrong}).encode())
    assert [part.where for part in error.errors] == ["limit", "If-Match"]


@pytest.mark.parametrize(
    "body",
    [
        b"<html>\n<h1>502 Bad Gateway</h1>\n</html>",
        b"\xff\xfe not utf-8",
        b'{"message": "Forbidden"}',
        b'{"code": 12}',
        b"[1, 2]",
        b'"text"',
        b"{" * 100_000,
        b"[" * 100_000,
        b'{"code": "x", "detail": 7, "errors": {"a": 1}, "retryable": "no"}',
        b'{"code": "x", "errors": [1, null, {"pointer": 3}]}',
    ],
)
def test_what_is_no_problem_is_told_from_its_start(body: bytes) -> None:
    error = api_error(502, {"request-id": "req_2"}, body)
    assert error.status == 502
    assert error.body == body
    assert error.request_id == "req_2"
    assert "\n" not in str(error)
    assert len(str(error)) < 400
    assert str(error).startswith("502 ")


def test_an_empty_answer_is_told_by_its_status() -> None:
    assert str(api_error(504, {}, b"")) == "504 http_504: Gateway Timeout"
    assert str(api_error(799, {}, b"")) == "799 http_799: Unknown status"


def test_a_long_page_is_cut() -> None:
    assert str(api_error(502, {}, b"x" * 10_000)) == f"502 http_502: {'x' * 200}…"


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("5", 5.0),
        (" 0 ", 0.0),
        ("Mon, 23 Nov 2026 09:00:30 GMT", 30.0),
        ("Mon, 23 Nov 2026 08:00:00 GMT", 0.0),
        ("soon", None),
        ("-3", None),
        ("²", None),
        ("", None),
    ],
)
def test_the_wait_is_read_in_both_forms(said: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": said, "date": "Mon, 23 Nov 2026 09:00:00 GMT"}) == seconds
