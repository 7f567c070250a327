"""Buckets and uses of keys: one contract, held by the fake and by the table; what the table alone can show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from moto import mock_aws

from chalicelib.adapters.dynamodb.definition import table_definition
from chalicelib.adapters.dynamodb.key_uses import DynamoKeyUses
from chalicelib.adapters.dynamodb.store import DynamoStore
from chalicelib.adapters.dynamodb.table import Table
from chalicelib.domain.errors import ProviderUnavailable
from chalicelib.usecases.key_use_ports import KeyUses
from tests.integration.key_use_contract import AT, ONE, QUOTAS, TEST, WINDOW, Announce, KeyUseContract, asked, uses
from tests.support.memory.key_uses import MemoryKeyUses
from tests.support.memory.vault import MemoryVault

NAME = "amiable-test"
Calls = list[tuple[str, Mapping[str, Any]]]


class TestMemoryKeyUses(KeyUseContract):
    @pytest.fixture
    def store(self) -> MemoryKeyUses:
        return MemoryKeyUses(lambda: AT)

    @pytest.fixture
    def announce(self, store: KeyUses) -> Announce:
        assert isinstance(store, MemoryKeyUses)
        return store.announce


class TestKeyUsesOnDynamo(KeyUseContract):
    @pytest.fixture
    def client(self) -> Iterator[Any]:
        with mock_aws():
            client = boto3.client("dynamodb", region_name="eu-west-3", aws_access_key_id="x", aws_secret_access_key="x")
            client.create_table(**table_definition(NAME))
            yield client

    @pytest.fixture
    def calls(self) -> Calls:
        return []

    @pytest.fixture
    def store(self, client: Any, calls: Calls) -> DynamoKeyUses:
        table = Table(client, NAME, on_call=lambda name, asked: calls.append((name, asked)), sleep=lambda _: None)
        return DynamoKeyUses(table, lambda: AT)

    @pytest.fixture
    def announce(self, client: Any) -> Announce:
        written = DynamoStore(client, NAME, MemoryVault(), now=lambda: AT, sleep=lambda _: None)

        return lambda write: written.commit([write])

    def test_a_lease_is_one_update_and_the_days_first_another(self, store: DynamoKeyUses, calls: Calls) -> None:
        seen = store.lease(asked()).bucket
        assert [name for name, _ in calls] == ["update_item", "update_item"]
        calls.clear()
        store.lease(asked(seen=seen))
        assert [name for name, _ in calls] == ["update_item"]

    def test_the_item_is_forgotten_after_its_days_can_no_longer_be_read(
        self, store: DynamoKeyUses, client: Any
    ) -> None:
        store.lease(asked())
        item = client.get_item(TableName=NAME, Key={"pk": {"S": "T#tnt_1#test#USE"}, "sk": {"S": "D#2026-11-23"}})
        kept = datetime.fromtimestamp(int(item["Item"]["expires_at"]["N"]), AT.tzinfo) - AT
        assert timedelta(days=100) <= kept <= timedelta(days=102)

    def test_last_uses_of_many_keys_are_two_reads(self, store: DynamoKeyUses, calls: Calls) -> None:
        for ago in range(3):
            store.record(ONE, uses(AT - timedelta(days=ago)))
        calls.clear()
        store.last_uses(TEST, [f"key_{number}" for number in range(50)])
        assert Counter(name for name, _ in calls) == {"get_item": 1, "batch_get_item": 1}

    def test_many_that_all_looked_at_the_same_moment_get_no_more_than_the_quota(self, store: DynamoKeyUses) -> None:
        """R-130: the sum of what is granted never exceeds a quota, whatever each believed to be left."""
        seen = store.lease(asked(tokens=1)).bucket
        granted = sum(2 for _ in range(40) if store.lease(asked(tokens=2, seen=seen)).granted)
        assert 1 + granted == QUOTAS.per_key - 1

    @pytest.mark.parametrize(
        "failure",
        [
            ClientError({"Error": {"Code": "ProvisionedThroughputExceededException"}}, "UpdateItem"),
            ClientError({"Error": {"Code": "InternalServerError"}}, "UpdateItem"),
            ReadTimeoutError(endpoint_url="https://dynamodb"),
        ],
    )
    def test_a_table_that_does_not_answer_is_said_to_be_unavailable(self, failure: Exception) -> None:
        class Down:
            def update_item(self, **_: Any) -> Any:
                raise failure

        store = DynamoKeyUses(Table(Down(), NAME, sleep=lambda _: None), lambda: AT)
        with pytest.raises(ProviderUnavailable):
            store.lease(asked())
        with pytest.raises(ProviderUnavailable):
            store.record(ONE, uses())

    def test_an_update_that_meets_a_revocation_under_way_is_tried_again(self, client: Any) -> None:
        meets = iter([True, True, False, False])

        class Busy:
            def update_item(self, **asked: Any) -> Any:
                if next(meets):
                    raise ClientError({"Error": {"Code": "TransactionConflictException"}}, "UpdateItem")
                return client.update_item(**asked)

        assert DynamoKeyUses(Table(Busy(), NAME, sleep=lambda _: None), lambda: AT).lease(asked()).granted

    def test_a_failure_to_remember_the_day_takes_the_lease_back_from_nobody_and_is_made_up_for(
        self, client: Any
    ) -> None:
        store = limping(client, before=[False, True])
        answer = store.lease(asked())
        assert answer.granted
        assert months_later(client).last_uses(TEST, ["key_1"]) == {}
        store.lease(asked(seen=answer.bucket, tokens=0))
        assert months_later(client).last_uses(TEST, ["key_1"]) == {"key_1": AT}
        assert answer.bucket.window == WINDOW

    def test_a_key_whose_process_died_before_the_day_was_remembered_does_not_look_unused(self, client: Any) -> None:
        limping(client, before=[False, True]).lease(asked())
        for later in (timedelta(0), timedelta(hours=20)):
            assert reader(client, later).last_uses(TEST, ["key_1", "key_2"]) == {"key_1": AT}

    def test_a_day_whose_first_answer_was_lost_is_remembered_by_the_next(self, client: Any) -> None:
        """The write took effect, and the process counts the same uses again with its next one."""
        store = limping(client, after=[True])
        with pytest.raises(ProviderUnavailable):
            store.lease(asked())
        seen = store.lease(asked()).bucket
        assert store.lease(asked(seen=seen, of=uses(requests=2))).granted
        assert months_later(client).last_uses(TEST, ["key_1"]) == {"key_1": AT}

    def test_a_day_whose_first_write_botocore_repeated_is_remembered_by_the_next(self, client: Any) -> None:
        """The second finds the window begun by the first: it is refused, and looks like somebody else's."""
        limping(client, before=[False, True]).lease(asked())
        store = limping(client)
        refused = store.lease(asked())
        assert not refused.granted
        assert store.lease(asked(seen=refused.bucket, of=uses(requests=2))).granted
        assert months_later(client).last_uses(TEST, ["key_1"]) == {"key_1": AT}


def limping(client: Any, *, before: Iterable[bool] = (), after: Iterable[bool] = ()) -> DynamoKeyUses:
    """A process whose writes fail, in turn, before or after they took effect."""
    fails_before, fails_after = iter(before), iter(after)

    class Limping:
        def __getattr__(self, name: str) -> Any:
            return getattr(client, name)

        def update_item(self, **asked: Any) -> Any:
            if next(fails_before, False):
                raise ClientError({"Error": {"Code": "InternalServerError"}}, "UpdateItem")
            answer = client.update_item(**asked)
            if next(fails_after, False):
                raise ReadTimeoutError(endpoint_url="https://dynamodb")
            return answer

    return DynamoKeyUses(Table(Limping(), NAME, sleep=lambda _: None), lambda: AT)


def reader(client: Any, later: timedelta) -> DynamoKeyUses:
    return DynamoKeyUses(Table(client, NAME), lambda: AT + later)


def months_later(client: Any) -> DynamoKeyUses:
    """Who reads when no day is looked up any more but those that are remembered."""
    return reader(client, timedelta(days=60))
