"""Versions of the published rates: one contract, held by the fake and by the table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from chalicelib.adapters.dynamodb.definition import table_definition
from chalicelib.adapters.dynamodb.rate_versions import RateVersions
from chalicelib.adapters.dynamodb.table import Table
from chalicelib.domain.errors import VersionConflict
from chalicelib.domain.rate_series import DatedRate, RateSeries, RateVersion
from chalicelib.domain.rates import HalfYear, Rate
from chalicelib.usecases.rate_ports import RateStore
from tests.support.rates import MemoryRates

NAME = "amiable-test"
ECB, LEGAL = RateSeries.ECB_REFINANCING, RateSeries.LEGAL_INTEREST
AT = datetime(2026, 11, 23, 9, 0, 1, 250_000, tzinfo=UTC)
DATED = DatedRate(HalfYear(2026, 2), Rate(Decimal("2.40"), "ecb.europa.eu", date(2026, 7, 1), True, date(2026, 6, 30)))
BEFORE = DatedRate(HalfYear(2026, 2), Rate(Decimal("2.15"), "elsewhere"))


def version(number: int, series: RateSeries = ECB, reason: str = "published") -> RateVersion:
    return RateVersion(series, number, AT, "operator", reason, (DATED,), (BEFORE,), (DATED,))


class RateStoreContract:
    def test_nothing_was_put_at_first(self, store: RateStore) -> None:
        assert store.current_versions() == ()
        assert store.rate_versions(ECB, limit=10, position=None).items == ()

    def test_a_version_comes_back_as_it_was_kept(self, store: RateStore) -> None:
        store.keep(version(1))
        assert store.current_versions() == (version(1),)
        assert store.rate_versions(ECB, limit=10, position=None).items == (version(1),)

    def test_the_last_version_of_each_series_is_current(self, store: RateStore) -> None:
        for kept in (version(1), version(2), version(1, LEGAL)):
            store.keep(kept)
        assert {(each.series, each.version) for each in store.current_versions()} == {(ECB, 2), (LEGAL, 1)}

    def test_a_version_follows_the_present_one_or_is_refused_without_trace(self, store: RateStore) -> None:
        """Two operators at once: the second has to look again."""
        store.keep(version(1, reason="first"))
        for number in (1, 3):
            with pytest.raises(VersionConflict):
                store.keep(version(number, reason="second"))
        assert [each.reason for each in store.rate_versions(ECB, limit=10, position=None).items] == ["first"]
        assert [each.reason for each in store.current_versions()] == ["first"]

    def test_history_is_read_in_pages_newest_first(self, store: RateStore) -> None:
        for number in range(1, 6):
            store.keep(version(number))
        numbers: list[int] = []
        position = None
        for _ in range(3):
            page = store.rate_versions(ECB, limit=2, position=position)
            numbers += [each.version for each in page.items]
            position = page.position
        assert (numbers, position) == ([5, 4, 3, 2, 1], None)


class TestMemoryRates(RateStoreContract):
    @pytest.fixture
    def store(self) -> RateStore:
        return MemoryRates()

    def test_of_many_at_once_one_wins(self, store: RateStore) -> None:
        def one(reason: int) -> bool:
            try:
                store.keep(version(1, reason=str(reason)))
            except VersionConflict:
                return False
            return True

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(one, range(20))) == 1


class TestRateVersionsOnDynamo(RateStoreContract):
    @pytest.fixture
    def client(self) -> Iterator[Any]:
        with mock_aws():
            client = boto3.client("dynamodb", region_name="eu-west-3", aws_access_key_id="x", aws_secret_access_key="x")
            client.create_table(**table_definition(NAME))
            yield client

    @pytest.fixture
    def calls(self) -> list[tuple[str, Mapping[str, Any]]]:
        return []

    @pytest.fixture
    def store(self, client: Any, calls: list[tuple[str, Mapping[str, Any]]]) -> RateVersions:
        table = Table(client, NAME, on_call=lambda name, params: calls.append((name, params)), sleep=lambda _: None)
        return RateVersions(table)

    def test_what_the_running_system_reads_is_one_consistent_query(
        self, store: RateVersions, calls: list[tuple[str, Mapping[str, Any]]]
    ) -> None:
        for series in RateSeries:
            store.keep(version(1, series))
        calls.clear()
        store.current_versions()
        assert Counter(name for name, _ in calls) == {"query": 1}
        assert calls[0][1]["ConsistentRead"] is True

    def test_a_change_and_its_record_are_one_transaction(
        self, store: RateVersions, calls: list[tuple[str, Mapping[str, Any]]]
    ) -> None:
        store.keep(version(1))
        ((name, asked),) = calls
        assert name == "transact_write_items"
        keys = [action["Put"]["Item"] for action in asked["TransactItems"]]
        assert [(item["pk"]["S"], item["sk"]["S"]) for item in keys] == [
            ("RATES", "CURRENT#ecb_refinancing"),
            ("RATES#ecb_refinancing", "V#000001"),
        ]

    def test_a_transaction_that_meets_another_is_tried_again(self, client: Any) -> None:
        meets = iter([True, True, False])

        class Busy:
            def __getattr__(self, name: str) -> Any:
                return getattr(client, name)

            def transact_write_items(self, **asked: Any) -> Any:
                if next(meets):
                    reasons = [{"Code": "TransactionConflict"}, {"Code": "None"}]
                    answer: Any = {
                        "Error": {"Code": "TransactionCanceledException", "Message": ""},
                        "CancellationReasons": reasons,
                    }
                    raise ClientError(answer, "TransactWriteItems")
                return client.transact_write_items(**asked)

        store = RateVersions(Table(Busy(), NAME, sleep=lambda _: None))
        store.keep(version(1))
        assert store.current_versions() == (version(1),)

    def test_another_failure_of_the_table_flies_on(self) -> None:
        class Down:
            def transact_write_items(self, **_: Any) -> Any:
                raise ClientError({"Error": {"Code": "ProvisionedThroughputExceededException"}}, "TransactWriteItems")

        with pytest.raises(ClientError):
            RateVersions(Table(Down(), NAME, sleep=lambda _: None)).keep(replace(version(1)))
