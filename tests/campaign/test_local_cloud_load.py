"""The local cloud under load: a hundred cases on one test clock, sixty-four equal requests at once."""

from __future__ import annotations

import sys

import pytest

from infra.local.api_client import ApiClient
from infra.local.running import RunningApp, TenantKeys
from tests.scenarios.many_cases import play_many
from tests.scenarios.together import replays_of_one_case

pytestmark = [pytest.mark.campaign, pytest.mark.local_cloud]


def test_a_hundred_cases_on_one_clock_all_finish(
    local_app: RunningApp, tenant: TenantKeys, capsys: pytest.CaptureFixture[str]
) -> None:
    client = ApiClient(local_app.base_url, tenant.test_key, patience=1200)
    figures = play_many(local_app, client, 100, due_on_one_day=4)
    with capsys.disabled():
        sys.stdout.write(f"\n{figures}\n")


def test_sixty_four_equal_requests_at_the_same_instant_open_one_case(local_app: RunningApp, tenant: TenantKeys) -> None:
    replays_of_one_case(ApiClient(local_app.base_url, tenant.test_key), 64)
