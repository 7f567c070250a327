from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

import pytest

from chalicelib.observability import logger
from tests.support.http_world import HttpWorld, http_world


@pytest.fixture
def world() -> Iterator[HttpWorld]:
    with http_world() as world:
        yield world


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """What is written to the log from here on."""
    written = StringIO()
    monkeypatch.setattr(logger.registered_handler, "stream", written)
    return written
