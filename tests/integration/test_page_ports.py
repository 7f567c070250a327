"""The ports of the debtor's page: one contract, held by the fakes and by KMS and the table (moto)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from moto import mock_aws

from chalicelib.adapters.dynamodb.definition import table_definition
from chalicelib.adapters.dynamodb.page_visits import DynamoPageVisits
from chalicelib.adapters.dynamodb.table import Table
from chalicelib.adapters.vault_kms import KmsVault
from chalicelib.domain.errors import ProviderUnavailable
from chalicelib.domain.visits import OF_A_LINK, forgotten_at
from tests.integration.page_contract import PageVisitsContract, SealsContract
from tests.support.memory.page_visits import MemoryPageVisits
from tests.support.memory.vault import MemoryVault

NAME = "amiable-test"
KEYS = {"aws_access_key_id": "x", "aws_secret_access_key": "x", "region_name": "eu-west-3"}


class TestMemoryVault(SealsContract):
    @pytest.fixture
    def vault(self) -> MemoryVault:
        return MemoryVault()


class TestKmsVault(SealsContract):
    @pytest.fixture
    def vault(self) -> Iterator[KmsVault]:
        with mock_aws():
            client = boto3.client("kms", **KEYS)
            key = client.create_key()["KeyMetadata"]["KeyId"]
            yield KmsVault(client, wrapping_key_id=key, signing_key_id=key, monotonic=lambda: 0.0)


class TestMemoryPageVisits(PageVisitsContract):
    @pytest.fixture
    def visits(self) -> MemoryPageVisits:
        return MemoryPageVisits()


class TestPageVisitsOnDynamo(PageVisitsContract):
    @pytest.fixture
    def client(self) -> Iterator[Any]:
        with mock_aws():
            client = boto3.client("dynamodb", **KEYS)
            client.create_table(**table_definition(NAME))
            yield client

    @pytest.fixture
    def visits(self, client: Any) -> DynamoPageVisits:
        return DynamoPageVisits(Table(client, NAME))

    def test_a_count_is_forgotten_and_names_nobody(self, client: Any, visits: DynamoPageVisits) -> None:
        visits.lease("00ff", 7, OF_A_LINK)
        [item] = client.scan(TableName=NAME)["Items"]
        assert item == {
            "pk": {"S": "VISITS#00ff"},
            "sk": {"S": "W#7"},
            "n": {"N": str(OF_A_LINK.lease)},
            "expires_at": {"N": str(int(forgotten_at(7).timestamp()))},
        }

    @pytest.mark.parametrize(
        "error",
        [
            ClientError({"Error": {"Code": "ProvisionedThroughputExceededException"}}, "UpdateItem"),
            ReadTimeoutError(endpoint_url="https://dynamodb"),
        ],
        ids=["refused", "silent"],
    )
    def test_a_table_that_does_not_answer_is_told_as_such(self, error: Exception) -> None:
        class Silent:
            def update_item(self, **_: Any) -> None:
                raise error

        with pytest.raises(ProviderUnavailable):
            DynamoPageVisits(Table(Silent(), NAME)).lease("00ff", 7, OF_A_LINK)
