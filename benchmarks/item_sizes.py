"""Capacity units from item sizes, by the published rules of DynamoDB: emulators do not compute reads rightly.

Writes: one unit per started kB, twice in a transaction, plus one per started kB of every index entry that changes.
Reads: one unit per started 4 kB, half when eventually consistent; a Query rounds the sum of its items.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

Item = Mapping[str, Mapping[str, Any]]
WRITE_UNIT = 1024  # bytes
READ_UNIT = 4096  # bytes


@dataclass(frozen=True)
class Index:
    """A secondary index: its own key, and what it holds of an item."""

    key: tuple[str, ...]
    attributes: frozenset[str] | None  # None: everything

    def entry(self, item: Item | None) -> Item | None:
        """What the index holds of the item; nothing when the item lacks the key."""
        if item is None or any(name not in item for name in self.key):
            return None
        return item if self.attributes is None else {name: item[name] for name in item if name in self.attributes}


def indexes(definition: Mapping[str, Any]) -> tuple[Index, ...]:
    """The indexes of a table as CreateTable takes it."""
    table_key = _key(definition)
    found = []
    for each in definition["GlobalSecondaryIndexes"]:
        projection, key = each["Projection"], _key(each)
        held = None
        if projection["ProjectionType"] != "ALL":
            held = frozenset([*table_key, *key, *projection.get("NonKeyAttributes", ())])
        found.append(Index(key, held))
    return tuple(found)


def size(item: Item | None) -> int:
    """Bytes of an item: names and values."""
    return sum(len(name.encode()) + _size_of(value) for name, value in (item or {}).items())


def write_units(old: Item | None, new: Item | None, *, transactional: bool) -> int:
    """Units of writing the table itself: the larger of before and after counts."""
    return max(1, ceil(max(size(old), size(new)) / WRITE_UNIT)) * (2 if transactional else 1)


def index_units(old: Item | None, new: Item | None, index: Index) -> int:
    """Units of keeping one index in step; never doubled by a transaction."""
    before, after = index.entry(old), index.entry(new)
    if before == after:
        return 0
    if before is not None and after is not None and all(before[name] == after[name] for name in index.key):
        return ceil(max(size(before), size(after)) / WRITE_UNIT)
    return sum(ceil(size(entry) / WRITE_UNIT) for entry in (before, after) if entry is not None)


def read_units(items: Iterable[Item], *, consistent: bool) -> float:
    """Units of reading these items at once: at least one unit, or half of one."""
    return max(1, ceil(sum(size(item) for item in items) / READ_UNIT)) * (1.0 if consistent else 0.5)


def _key(described: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(part["AttributeName"] for part in described["KeySchema"])


def _size_of(value: Mapping[str, Any]) -> int:
    ((kind, held),) = value.items()
    if kind == "S":
        return len(held.encode())
    if kind == "N":
        return (len(held.lstrip("-").replace(".", "")) + 1) // 2 + 1
    if kind == "B":
        return len(held)
    if kind in ("BOOL", "NULL"):
        return 1
    if kind == "M":
        return 3 + size(held) + len(held)
    if kind == "L":
        return 3 + sum(_size_of(member) + 1 for member in held)
    raise ValueError(f"the table holds no attribute of type {kind}")
