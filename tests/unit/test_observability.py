"""One line per invocation, with its keys, and nothing of what an exception says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import StringIO
from logging import StreamHandler
from typing import Any

import pytest

from chalicelib.observability import count, logger, observed


@pytest.fixture
def lines() -> Iterator[StringIO]:
    handler = logger.handlers[0]
    assert isinstance(handler, StreamHandler)
    before, stream = handler.stream, StringIO()
    handler.setStream(stream)
    yield stream
    handler.setStream(before)


def written(stream: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_invocation_logs_one_line_with_its_keys(lines: StringIO) -> None:
    with observed("sweep", case_id="case_1", run=2, tenant_id=None):
        pass
    (line,) = written(lines)
    assert (line["message"], line["function"], line["case_id"], line["run"]) == ("done", "sweep", "case_1", 2)
    assert "tenant_id" not in line


def test_the_keys_of_one_invocation_are_not_on_the_next(lines: StringIO) -> None:
    with observed("sweep", case_id="case_1"):
        pass
    with observed("sweep"):
        pass
    assert "case_id" not in written(lines)[1]


def test_what_an_exception_says_is_not_logged(lines: StringIO) -> None:
    with pytest.raises(ValueError, match="Dupont"), observed("send_email"):
        raise ValueError("no mailbox for M. Dupont")
    (line,) = written(lines)
    assert (line["message"], line["error"]) == ("failed", "ValueError")
    assert "Dupont" not in lines.getvalue()


@pytest.mark.usefixtures("lines")
def test_metrics_leave_as_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with observed("send_email"):
        count("ContactsSent")
    assert json.loads(capsys.readouterr().out)["ContactsSent"] == [1.0]
