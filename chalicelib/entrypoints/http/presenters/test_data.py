"""Erasures of test data as JSON."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.test_data_erasure import TestDataErasure
from chalicelib.entrypoints.http.framework.answers import Answer
from chalicelib.entrypoints.http.framework.call import Call
from chalicelib.entrypoints.http.framework.etags import etag

from .values import instant


def erasure_answer(value: TestDataErasure, call: Call[Any, Any]) -> Answer:
    """How far it has come; the counts are of what is gone."""
    del call
    body = {
        "id": value.id,
        "object": "test_data_erasure",
        "livemode": False,
        "version": value.version,
        "created_at": instant(value.created_at),
        "test_clock_id": value.test_clock_id,
        "status": "done" if value.is_done else "running",
        "erased": {
            "test_clocks": value.clocks,
            "imports": value.imports,
            "cases": value.cases,
            "debtors": value.debtors,
            "creditors": value.creditors,
        },
        "finished_at": instant(value.finished_at),
    }
    return Answer(body, headers={"ETag": etag(value.version)})
