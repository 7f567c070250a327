"""Test clocks as JSON."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.test_clock import TestClock
from chalicelib.entrypoints.http.framework.answers import Answer
from chalicelib.entrypoints.http.framework.call import Call
from chalicelib.entrypoints.http.framework.etags import etag

from .values import instant


def clock_answer(value: TestClock, call: Call[Any, Any]) -> Answer:
    """Where the clock stands and where it is going."""
    del call
    body = {
        "id": value.id,
        "object": "test_clock",
        "livemode": False,
        "version": value.version,
        "created_at": instant(value.created_at),
        "now": instant(value.now),
        "status": value.status.value,
        "to": instant(value.to),
        "failure": value.failure,
    }
    return Answer(body, headers={"ETag": etag(value.version)})
