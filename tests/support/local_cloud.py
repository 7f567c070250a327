"""Fixtures of tests that need the packaged application on the local cloud: one cloud a worker, a tenant a test."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from infra.local.running import RunningApp, TenantKeys, running_app


def _silently(_line: str) -> None:
    """Tests do not tell how far they are."""


@pytest.fixture(scope="session")
def local_app() -> Iterator[RunningApp]:
    """The packaged application, deployed through CloudFormation; started by the first test that asks for it."""
    with running_app(_silently) as app:
        yield app


@pytest.fixture
def tenant(local_app: RunningApp, request: pytest.FixtureRequest) -> TenantKeys:
    """A tenant that nobody else has seen, named after the test."""
    return local_app.new_tenant(re.sub(r"\W+", " ", request.node.name).strip()[:60])
