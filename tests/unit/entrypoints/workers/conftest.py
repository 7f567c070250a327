from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from logging import StreamHandler

import pytest

from chalicelib import bootstrap
from chalicelib.observability import logger
from tests.support.worker_world import WorkerWorld


@pytest.fixture
def world() -> Iterator[WorkerWorld]:
    made = WorkerWorld()
    bootstrap.install(made.deps)
    yield made
    bootstrap.install(None)


@pytest.fixture
def lines() -> Iterator[StringIO]:
    """What is logged."""
    handler = logger.handlers[0]
    assert isinstance(handler, StreamHandler)
    before, stream = handler.stream, StringIO()
    handler.setStream(stream)
    yield stream
    handler.setStream(before)
