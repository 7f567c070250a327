"""Capacity units by the published rules."""

from __future__ import annotations

import pytest

from benchmarks import item_sizes, meter
from benchmarks.item_sizes import Index

KEY = {"pk": {"S": "a"}, "sk": {"S": "b"}}
OUTBOX = Index(("gsi6pk", "gsi6sk"), frozenset({"pk", "sk", "gsi6pk", "gsi6sk"}))


def of_size(count: int) -> dict[str, dict[str, str]]:
    return {"d": {"S": "x" * (count - 1)}}


def test_names_and_values_count_in_bytes() -> None:
    assert item_sizes.size({"é": {"S": "éa"}, "n": {"N": "1234"}, "b": {"B": b"123"}, "t": {"BOOL": True}}) == 15


@pytest.mark.parametrize(("size", "units"), [(1024, 1), (1025, 2)])
def test_a_write_costs_a_unit_per_started_kilobyte(size: int, units: int) -> None:
    assert item_sizes.write_units(None, of_size(size), transactional=False) == units
    assert item_sizes.write_units(None, of_size(size), transactional=True) == 2 * units


def test_the_larger_of_before_and_after_is_paid() -> None:
    assert item_sizes.write_units(of_size(3000), None, transactional=False) == 3


@pytest.mark.parametrize(("size", "units"), [(10, 1), (4096, 1), (4097, 2)])
def test_a_read_costs_a_unit_per_started_four_kilobytes(size: int, units: int) -> None:
    assert item_sizes.read_units([of_size(size)], consistent=True) == units
    assert item_sizes.read_units([of_size(size)], consistent=False) == units / 2


def test_a_query_rounds_the_sum_and_a_batch_each_item() -> None:
    items = [of_size(100), of_size(100)]
    assert meter.read_units("Query", {"ConsistentRead": True}, {"Items": items}) == 1
    asked = {"RequestItems": {"t": {"Keys": [KEY, KEY, KEY], "ConsistentRead": True}}}
    assert meter.read_units("BatchGetItem", asked, {"Responses": {"t": items}}) == 3


def test_an_index_is_paid_when_its_entry_changes() -> None:
    row = {**KEY, "gsi6pk": {"S": "OUTBOX"}, "gsi6sk": {"S": "1"}}
    assert item_sizes.index_units(None, {**KEY, **of_size(10)}, OUTBOX) == 0
    assert item_sizes.index_units(None, row, OUTBOX) == 1
    assert item_sizes.index_units(row, {**row, **of_size(2000)}, OUTBOX) == 0
    assert item_sizes.index_units(row, {**row, "gsi6sk": {"S": "2"}}, OUTBOX) == 2
    assert item_sizes.index_units(row, KEY, OUTBOX) == 1
