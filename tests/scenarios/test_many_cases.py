"""Ten cases on one clock; the campaign plays a hundred."""

from __future__ import annotations

import pytest

from infra.local.api_client import ApiClient
from infra.local.running import RunningApp

from .many_cases import play_many

pytestmark = pytest.mark.local_cloud


def test_ten_cases_on_one_clock_all_finish(local_app: RunningApp, client: ApiClient) -> None:
    figures = play_many(local_app, client, 10, due_on_one_day=2)
    assert figures.transitions <= 3 * figures.contacts + 12 * figures.cases, figures
