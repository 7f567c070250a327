"""The few calls on the table that the store is made of, on boto3's low-level client; never a Scan."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.domain.errors import ProviderUnavailable

from .keys import Key

Value = str | int | bytes
Item = dict[str, Value]
OnCall = Callable[[str, Mapping[str, Any]], None]

TRIES = 3
_BATCH = 100
_BATCH_TRIES = 6
_PAUSE_SECONDS = 0.05


def marshal(item: Mapping[str, Value]) -> dict[str, dict[str, Any]]:
    """Plain values as DynamoDB's attribute values: text, integers and bytes are all that the table holds."""
    return {name: _attribute(value) for name, value in item.items()}


def unmarshal(item: Mapping[str, Mapping[str, Any]]) -> Item:
    """Attribute values as plain ones."""
    return {name: _value(attribute) for name, attribute in item.items()}


def _attribute(value: Value) -> dict[str, Any]:
    if isinstance(value, bytes):
        return {"B": value}
    return {"N": str(value)} if isinstance(value, int) else {"S": value}


def _value(attribute: Mapping[str, Any]) -> Value:
    if "B" in attribute:
        return bytes(attribute["B"])
    return int(attribute["N"]) if "N" in attribute else str(attribute["S"])


@dataclass(frozen=True)
class Range:
    """Part of a partition of the table, or of one of its indexes (``prefix`` is then ``gsi<n>``). Ends included."""

    partition: str
    low: str
    high: str
    index: str | None = None
    prefix: str = ""
    descending: bool = False


class Table:
    """``on_call`` hears the name and parameters of every call, so that tests can count them.

    ``sleep`` takes seconds. Throttling is left to botocore's own retries.
    """

    def __init__(
        self,
        client: Any,  # boto3's DynamoDB client, which has no static type
        name: str,
        *,
        on_call: OnCall | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name = name
        self._client = client
        self._on_call = on_call
        self._sleep = sleep

    def get(self, key: Key) -> Item | None:
        """One item, strongly consistent."""
        answer = self._call("get_item", TableName=self.name, Key=marshal(key._asdict()), ConsistentRead=True)
        return unmarshal(answer["Item"]) if "Item" in answer else None

    def batch_get(self, wanted: Iterable[Key]) -> dict[Key, Item]:
        """Those that exist, strongly consistent; a hundred a call."""
        unique = list(dict.fromkeys(wanted))
        found: dict[Key, Item] = {}
        for start in range(0, len(unique), _BATCH):
            for item in self._batch(unique[start : start + _BATCH]):
                found[Key(str(item["pk"]), str(item["sk"]))] = item
        return found

    def _batch(self, wanted: Sequence[Key]) -> Iterator[Item]:
        asked = {self.name: {"Keys": [marshal(key._asdict()) for key in wanted], "ConsistentRead": True}}
        for tried in range(_BATCH_TRIES):
            answer = self._call("batch_get_item", RequestItems=asked)
            yield from (unmarshal(item) for item in answer["Responses"].get(self.name, ()))
            asked = answer.get("UnprocessedKeys") or {}
            if not asked:
                return
            self.pause(tried)
        raise ProviderUnavailable("The table does not answer completely at the moment.")

    def query(self, where: Range, *, limit: int | None = None) -> tuple[list[Item], bool]:
        """Items of a range in order, at most ``limit``, and whether there may be more. An index lags a little."""
        found: list[Item] = []
        start: Mapping[str, Any] | None = None
        while True:
            answer = self._call("query", **self._question(where, limit and limit - len(found), start))
            found.extend(unmarshal(item) for item in answer["Items"])
            start = answer.get("LastEvaluatedKey")
            if start is None or (limit is not None and len(found) >= limit):
                return found, start is not None

    def _question(self, where: Range, limit: int | None, start: Mapping[str, Any] | None) -> dict[str, Any]:
        question: dict[str, Any] = {
            "TableName": self.name,
            "KeyConditionExpression": "#pk = :pk AND #sk BETWEEN :low AND :high",
            "ExpressionAttributeNames": {"#pk": f"{where.prefix}pk", "#sk": f"{where.prefix}sk"},
            "ExpressionAttributeValues": marshal({":pk": where.partition, ":low": where.low, ":high": where.high}),
            "ScanIndexForward": not where.descending,
        }
        if where.index:
            question["IndexName"] = where.index
        else:
            question["ConsistentRead"] = True
        if limit is not None:
            question["Limit"] = limit
        if start is not None:
            question["ExclusiveStartKey"] = start
        return question

    def delete(self, key: Key) -> None:
        """Removes the item if it is there; waits for a transaction that holds it."""
        for tried in range(TRIES):
            try:
                self._call("delete_item", TableName=self.name, Key=marshal(key._asdict()))
                return
            except ClientError as error:
                if error.response["Error"]["Code"] != "TransactionConflictException" or tried == TRIES - 1:
                    raise
                self.pause(tried)

    def update(self, key: Key, asked: Mapping[str, Any]) -> Item:
        """Changes one item, or makes it, by UpdateItem's own expressions; the item as it is then."""
        where = {"TableName": self.name, "Key": marshal(key._asdict())}
        return unmarshal(self._call("update_item", **where, ReturnValues="ALL_NEW", **asked)["Attributes"])

    def transact(self, actions: Sequence[Mapping[str, Any]]) -> None:
        """All or nothing; botocore adds the token that makes its own retries harmless."""
        self._call("transact_write_items", TransactItems=list(actions))

    def pause(self, tried: int) -> None:
        """Full jitter, longer after each try."""
        self._sleep(secrets.SystemRandom().uniform(0, _PAUSE_SECONDS * 2**tried))

    def _call(self, operation: str, **parameters: Any) -> dict[str, Any]:
        if self._on_call:
            self._on_call(operation, parameters)
        answer: dict[str, Any] = getattr(self._client, operation)(**parameters)
        return answer
