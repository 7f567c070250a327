"""What every story starts from."""

from __future__ import annotations

import pytest

from infra.local.api_client import ApiClient
from infra.local.running import RunningApp, TenantKeys


@pytest.fixture
def client(local_app: RunningApp, tenant: TenantKeys) -> ApiClient:
    """A customer in test mode whom nobody else has seen."""
    return ApiClient(local_app.base_url, tenant.test_key)


@pytest.fixture
def live_client(local_app: RunningApp, tenant: TenantKeys) -> ApiClient:
    """The same customer in live mode."""
    return ApiClient(local_app.base_url, tenant.live_key)
