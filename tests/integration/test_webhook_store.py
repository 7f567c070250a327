"""One contract for the webhook store, held by the fake and by the table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta
from typing import Any

import boto3
import pytest
from moto import mock_aws

from chalicelib.adapters.dynamodb.store import DynamoStore
from chalicelib.adapters.dynamodb.webhooks import DynamoWebhookStore
from chalicelib.domain.writes import Create
from chalicelib.usecases.webhook_ports import Commits, WebhookStore
from tests.integration.webhook_replay_contract import SCOPE, WebhookReplayContract
from tests.integration.webhook_store_contract import WebhookStoreContract, delivery, endpoint
from tests.support.fake_webhooks import NOON, MemoryWebhookStore
from tests.support.memory.store import MemoryStore
from tests.support.memory.vault import MemoryVault


class TestMemoryWebhookStore(WebhookStoreContract, WebhookReplayContract):
    @pytest.fixture
    def store(self) -> WebhookStore:
        return MemoryWebhookStore()

    @pytest.fixture
    def commits(self, store: MemoryWebhookStore) -> MemoryStore:
        return MemoryStore(store)


class TestDynamoWebhookStore(WebhookStoreContract, WebhookReplayContract):
    @pytest.fixture
    def dynamodb(self) -> Iterator[Any]:
        with mock_aws():
            client = boto3.client("dynamodb", region_name="eu-west-3", aws_access_key_id="x", aws_secret_access_key="x")
            names = ("pk", "sk", "gsi5pk", "gsi5sk")
            client.create_table(
                TableName="amiable",
                BillingMode="PAY_PER_REQUEST",
                AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in names],
                KeySchema=_schema("pk", "sk"),
                GlobalSecondaryIndexes=[
                    {
                        "IndexName": "due",
                        "KeySchema": _schema("gsi5pk", "gsi5sk"),
                        "Projection": {"ProjectionType": "KEYS_ONLY"},
                    }
                ],
            )
            yield client

    @pytest.fixture
    def store(self, dynamodb: Any) -> WebhookStore:
        return DynamoWebhookStore(dynamodb, "amiable")

    @pytest.fixture
    def commits(self, dynamodb: Any) -> DynamoStore:
        return DynamoStore(dynamodb, "amiable", MemoryVault(), now=lambda: NOON, sleep=lambda _: None)

    def test_deliveries_expire_after_90_days_and_endpoints_do_not(
        self, store: WebhookStore, commits: Commits, dynamodb: Any
    ) -> None:
        commits.commit([Create(endpoint())])
        store.add_delivery(delivery())
        found = dynamodb.scan(TableName="amiable")["Items"]
        expiries = {item["sk"]["S"].partition("_")[0]: item.get("expires_at", {}).get("N") for item in found}
        in_90_days = str(int((NOON + timedelta(days=90)).timestamp()))
        assert expiries == {"whe": None, "whd": in_90_days, "LANE#case": in_90_days}

    def test_instants_keep_their_zone(self, store: WebhookStore, commits: Commits) -> None:
        commits.commit([Create(endpoint())])
        found = store.get_endpoint(SCOPE, endpoint().id)
        assert found is not None
        assert found.created_at.tzinfo is UTC or found.created_at.utcoffset() == timedelta(0)


def _schema(pk: str, sk: str) -> list[dict[str, str]]:
    return [{"AttributeName": pk, "KeyType": "HASH"}, {"AttributeName": sk, "KeyType": "RANGE"}]
