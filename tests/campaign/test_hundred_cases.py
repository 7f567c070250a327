"""A hundred cases on one test clock of the local cloud, ninety days."""

from __future__ import annotations

import pytest

from infra.local.api_client import ApiClient
from infra.local.running import RunningApp, TenantKeys
from tests.scenarios.many_cases import play_many

pytestmark = [pytest.mark.campaign, pytest.mark.local_cloud, pytest.mark.xdist_group("local_cloud")]


def test_a_hundred_cases_on_one_clock_all_finish(
    local_app: RunningApp, tenant: TenantKeys, capsys: pytest.CaptureFixture[str]
) -> None:
    client = ApiClient(local_app.base_url, tenant.test_key)
    figures = play_many(local_app, client, 100, due_on_one_day=4)
    with capsys.disabled():
        print(f"\n{figures}")
