"""Idempotency keys: one effect per key; the answer is kept in the effect's own transaction and replayed."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.errors import FieldProblem, Refused
from chalicelib.domain.parties import Scope
from chalicelib.domain.sealed_event import WrappedKey
from chalicelib.usecases.writes import StoreAnswer, Write

from .answers import Answer
from .exchange import Exchange
from .problems import HttpRefusal, Problem, invalid

KEPT_FOR = timedelta(days=32)
MAXIMUM_ANSWER_BYTES = 64 * 1024
_VISIBLE = re.compile(r"[!-~]{1,255}\Z")


def idempotency_key(exchange: Exchange) -> str | None:
    """The key, bare or as a quoted string; ``None`` without the header."""
    value = exchange.headers.get("idempotency-key")
    if value is None:
        return None
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] == '"':
        value = re.sub(r"\\(.)", r"\1", value[1:-1])
    if _VISIBLE.match(value) is None:
        detail = "1 to 255 visible ASCII characters, bare or quoted."
        problem = FieldProblem("@Idempotency-Key", "invalid_idempotency_key", detail)
        raise invalid((problem,), code="invalid_idempotency_key")
    return value


def fingerprint(exchange: Exchange, body: Mapping[str, Any]) -> str:
    """SHA-256 over method, concrete path, query and body; the order of names in the body does not matter."""
    query = sorted((name, values) for name, values in exchange.query.items())
    request = [exchange.method, exchange.path, query, body]
    return hashlib.sha256(json.dumps(request, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def replay(stored: StoreAnswer, expected_fingerprint: str) -> Answer:
    """The kept answer; 422 ``idempotency_key_reused`` when the key belongs to another request."""
    if stored.fingerprint != expected_fingerprint:
        raise HttpRefusal(Problem(422, "idempotency_key_reused", "This key was used for another request."))
    headers = {**dict(stored.headers), "Idempotent-Replayed": "true"}
    return Answer(json.loads(stored.body), status=stored.status, headers=headers)


class KeptReply:
    """A ``Reply``: given the result, renders the answer and gives the write that keeps it with the effect."""

    def __init__(
        self,
        scope: Scope,
        key: str,
        request_fingerprint: str,
        *,
        render: Callable[[Any], Answer],
        wall_now: Callable[[], datetime],
    ) -> None:
        self._scope = scope
        self._key = key
        self._fingerprint = request_fingerprint
        self._render = render
        self._wall_now = wall_now

    def __call__(self, result: Any, *, debtor_id: str | None = None, key: WrappedKey | None = None) -> Sequence[Write]:
        """``debtor_id`` and its wrapped ``key`` seal the kept body: the answer may hold personal data."""
        answer = self._render(result)
        body = answer.kept_text()
        if len(body.encode("utf-8")) > MAXIMUM_ANSWER_BYTES:
            raise Refused("The answer is too large to keep; repeat without Idempotency-Key.", code="answer_too_large")
        return (
            StoreAnswer(
                scope=self._scope,
                idempotency_key=self._key,
                fingerprint=self._fingerprint,
                status=answer.status,
                headers=tuple(sorted(answer.headers.items())),
                body=body,
                expires_at=self._wall_now() + KEPT_FOR,
                debtor_id=debtor_id,
                key=key,
            ),
        )
