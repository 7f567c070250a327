"""What can go wrong, by what a caller does about it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

_SHOWN = 200  # characters of a body that is no problem


class AmiableError(Exception):
    """The root of every error of this package."""


class ConfigurationError(AmiableError, ValueError):
    """The client cannot be made like this: no key, or an address that would show it to the network."""


class ConnectionFailed(AmiableError):
    """No answer came, after every attempt. With ``idempotency_key`` the same call can be made again without harm."""

    def __init__(self, message: str, *, attempts: int, idempotency_key: str | None = None) -> None:
        super().__init__(message)
        self.attempts = attempts
        self.idempotency_key = idempotency_key


class NotModified(AmiableError):
    """304: the representation that ``if_none_match`` names is the present one. Keep what you have."""


class UnreadableAnswer(AmiableError):
    """The API succeeded, and its answer is not what the contract says. The effect has happened."""


class WebhookInvalid(AmiableError):
    """The message was not sent by Amiable, was changed, or is too old. Answer 400 and do nothing."""


class ClockFailed(AmiableError):
    """A test clock stopped on a failure, or did not arrive in time."""


@dataclass(frozen=True)
class FieldError:
    """One thing that is wrong with a request. ``pointer`` leads into the body, as a JSON pointer (``#/invoices/0``)."""

    code: str
    detail: str
    pointer: str | None = None
    parameter: str | None = None
    header: str | None = None

    @property
    def where(self) -> str:
        """The field, the query parameter or the header."""
        return self.pointer or self.parameter or self.header or "the request"


class ApiError(AmiableError):
    """The API refused (RFC 9457), or something before it did. Act on ``code``.

    ``retryable`` says whether the same request can succeed later; ``retry_after`` after how many seconds. ``type`` is
    the page that explains the code. ``attempts`` counts from 1; when it is more than one, an attempt before the last
    may have taken effect, and a note says so where nothing protects from it.
    """

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes, *, attempts: int = 1) -> None:
        told = _problem(body)
        self.status = status
        self.headers = dict(headers)
        self.body = body
        self.attempts = attempts
        self.is_problem = bool(told)
        self.code = _text(told.get("code")) or f"http_{status}"
        self.title = _text(told.get("title")) or _phrase(status)
        self.detail = _text(told.get("detail")) or _start(body)
        self.type = _text(told.get("type"))
        self.request_id = _text(told.get("request_id")) or self.headers.get("request-id", "")
        self.retryable = bool(told.get("retryable", status == 429 or status in {502, 503, 504}))
        self.retry_after = retry_after(self.headers)
        self.errors = _field_errors(told.get("errors"))
        super().__init__(str(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.status, self.headers, self.body, self.attempts)

    def __str__(self) -> str:
        wrong = "; ".join(
            error.where if error.detail == self.detail else f"{error.where}: {error.detail}"
            for error in self.errors[:3]
        )
        more = f" (and {len(self.errors) - 3} more)" if len(self.errors) > 3 else ""
        said = " ".join(part for part in (self.detail, wrong and f"[{wrong}{more}]") if part)
        request = f" ({self.request_id})" if self.request_id else ""
        return f"{self.status} {self.code}: {said or self.title}{request}"


class AuthenticationError(ApiError):
    """401: no key, or one that is unknown, expired or revoked."""


class PermissionDenied(ApiError):
    """403: the key has not the scope, or the operation is not for it."""


class NotFound(ApiError):
    """404 or 410: no such object for this key, in this mode; or an operation that has ended."""


class Conflict(ApiError):
    """409, 412 or 428: the state is not what the request supposes. Read the object again, then decide."""


class InvalidRequest(ApiError):
    """Any other 4xx: ``errors`` says which fields are wrong."""


class RateLimited(ApiError):
    """429, after every attempt: wait ``retry_after`` seconds."""


class ServerError(ApiError):
    """5xx, after every attempt, or an answer that no API gives (a redirect, a proxy's page)."""


_BY_STATUS: dict[int, type[ApiError]] = {
    401: AuthenticationError,
    403: PermissionDenied,
    404: NotFound,
    409: Conflict,
    410: NotFound,
    412: Conflict,
    428: Conflict,
    429: RateLimited,
}


def api_error(status: int, headers: Mapping[str, str], body: bytes, *, attempts: int = 1) -> ApiError:
    """The error for an answer that is no success."""
    kind = _BY_STATUS.get(status, InvalidRequest if 400 <= status < 500 else ServerError)
    return kind(status, headers, body, attempts=attempts)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds of the ``Retry-After`` header; a date counts from the answer's own ``Date``."""
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - parsedate_to_datetime(headers.get("date", ""))).total_seconds())
    except (TypeError, ValueError):
        return None


def _again(kind: type[ApiError], status: int, headers: Mapping[str, str], body: bytes, attempts: int) -> ApiError:
    return kind(status, headers, body, attempts=attempts)


def _problem(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) and isinstance(told.get("code"), str) else {}


def _field_errors(told: object) -> tuple[FieldError, ...]:
    parts = [part for part in told if isinstance(part, dict)] if isinstance(told, list) else []
    return tuple(
        FieldError(
            _text(part.get("code")),
            _text(part.get("detail")),
            _text(part.get("pointer")) or None,
            _text(part.get("parameter")) or None,
            _text(part.get("header")) or None,
        )
        for part in parts
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _start(body: bytes) -> str:
    """The start of an answer that is no problem, on one line."""
    said = " ".join(body[: 4 * _SHOWN].decode("utf-8", "replace").split())
    return said if len(said) <= _SHOWN else said[:_SHOWN] + "…"


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown status"
