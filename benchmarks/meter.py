"""Counts what reaches AWS, by who asked: every call of every boto3 client of the process, with its capacity units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from botocore.hooks import HierarchicalEmitter

from . import item_sizes
from .item_sizes import Item

AUTHENTICATION = "authentication"
RATES = "published rates"
LEASES = "leased requests"
Key = tuple[str, str]


@dataclass
class Usage:
    """What one kind of request, step or worker used. ``calls`` are named ``service:Operation``."""

    invocations: int = 0
    transitions: int = 0
    read_units: float = 0.0
    write_units: float = 0.0
    calls: Counter[str] = field(default_factory=Counter)

    def of(self, service: str) -> int:
        """Calls of one service."""
        return sum(count for name, count in self.calls.items() if name.startswith(f"{service}:"))

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.invocations + other.invocations,
            self.transitions + other.transitions,
            self.read_units + other.read_units,
            self.write_units + other.write_units,
            self.calls + other.calls,
        )


class Meter:
    """``table`` reads items as they are, through a client that is not counted."""

    def __init__(self, definition: Mapping[str, Any], observer: Any) -> None:
        self.usage: dict[str, Usage] = {}
        self._indexes = item_sizes.indexes(definition)
        self._observer = observer  # boto3's DynamoDB client, which has no static type
        self._label: str | None = None
        self._name = definition["TableName"]

    def listen(self, events: HierarchicalEmitter) -> None:
        """Hears every client that is made from this session afterwards."""
        events.register("provide-client-params", self._before)
        events.register("after-call", self._after)

    @contextmanager
    def counting(self, label: str) -> Iterator[None]:
        """One invocation under this name; what happens outside of any is not counted."""
        before, self._label = self._label, label
        self._of(label).invocations += 1
        try:
            yield
        finally:
            self._label = before

    def transitions(self, label: str, count: int) -> None:
        """State transitions of a state machine."""
        self._of(label).transitions += count

    def call(self, name: str) -> None:
        """A call that does not pass through boto3 here."""
        if self._label is not None:
            self._of(self._label).calls[name] += 1

    def _of(self, label: str) -> Usage:
        return self.usage.setdefault(label, Usage())

    def _before(self, params: dict[str, Any], model: Any, context: dict[str, Any], **_: Any) -> None:
        if self._label is None or context.get("uncounted"):
            return
        context["asked"] = params
        if model.service_model.service_name == "dynamodb":
            keys = written_keys(model.name, params)
            context["before"] = {key: self._item(key) for key in keys}

    def _after(self, parsed: dict[str, Any], model: Any, context: dict[str, Any], **_: Any) -> None:
        asked = context.get("asked")
        if asked is None or self._label is None:
            return
        service = model.service_model.service_name
        label = _own_line(model.name, asked) or self._label
        usage = self._of(label)
        usage.calls[f"{service}:{model.name}"] += 1
        if service == "dynamodb" and "Error" not in parsed:
            usage.read_units += read_units(model.name, asked, parsed)
            usage.write_units += self._written(model.name, context["before"])
        elif model.name == "UpdateItem" and parsed["Error"]["Code"] == "ConditionalCheckFailedException":
            usage.write_units += sum(
                item_sizes.write_units(old, old, transactional=False) for old in context["before"].values()
            )

    def _written(self, operation: str, before: Mapping[Key, Item | None]) -> float:
        units = 0
        for key, old in before.items():
            new = self._item(key)
            units += item_sizes.write_units(old, new, transactional=operation == "TransactWriteItems")
            units += sum(item_sizes.index_units(old, new, index) for index in self._indexes)
        return units

    def _item(self, key: Key) -> Item | None:
        label, self._label = self._label, None
        try:
            wanted = {"pk": {"S": key[0]}, "sk": {"S": key[1]}}
            item: Item | None = self._observer.get_item(TableName=self._name, Key=wanted).get("Item")
        finally:
            self._label = label
        return item


def written_keys(operation: str, asked: Mapping[str, Any]) -> list[Key]:
    """The items that a call writes, deletes or, in a transaction, checks."""
    if operation == "TransactWriteItems":
        return [_key_of(next(iter(action.values()))) for action in asked["TransactItems"]]
    if operation in ("PutItem", "UpdateItem", "DeleteItem"):
        return [_key_of(asked)]
    return []


def read_units(operation: str, asked: Mapping[str, Any], answer: Mapping[str, Any]) -> float:
    """Read units of a call from the items that it brought."""
    if operation == "BatchGetItem":
        tables = asked["RequestItems"].items()
        return sum(_each(len(table["Keys"]), answer["Responses"].get(name, ()), table) for name, table in tables)
    if operation == "Query":
        return item_sizes.read_units(answer["Items"], consistent=bool(asked.get("ConsistentRead")))
    if operation == "GetItem":
        found = [answer["Item"]] if "Item" in answer else []
        return item_sizes.read_units(found, consistent=bool(asked.get("ConsistentRead")))
    return 0.0


def _each(wanted: int, found: Sequence[Item], asked: Mapping[str, Any]) -> float:
    """A batch rounds every item for itself; one that is not there costs a unit too."""
    consistent = bool(asked.get("ConsistentRead"))
    missing = wanted - len(found)
    return sum(item_sizes.read_units([item], consistent=consistent) for item in [*found, *([{}] * missing)])


def _key_of(action: Mapping[str, Any]) -> Key:
    held = action.get("Key") or action["Item"]
    return held["pk"]["S"], held["sk"]["S"]


def _own_line(operation: str, asked: Mapping[str, Any]) -> str | None:
    """What a process asks now and then, whatever it works on, is counted apart: keys, their leases, rates."""
    if operation == "GetItem" and str(asked["Key"]["pk"]["S"]).startswith("KEYHASH#"):
        return AUTHENTICATION
    if operation == "Query" and asked["ExpressionAttributeValues"].get(":pk") == {"S": "RATES"}:
        return RATES
    if operation == "UpdateItem" and str(asked["Key"]["pk"]["S"]).endswith("#USE"):
        return LEASES
    return None
