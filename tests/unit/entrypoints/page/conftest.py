from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.page_world import PageWorld, page_world

from .actions_for_tests import Seen, actions


@pytest.fixture
def world() -> Iterator[PageWorld]:
    """A case in test mode, and the path of its debtor's link."""
    with page_world() as world:
        yield world


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Iterator[Seen]:
    """What actions made for tests were given."""
    with actions(monkeypatch) as seen:
        yield seen
