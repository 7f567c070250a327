"""One action of a transaction: how it is asked for, and what it means when its condition fails."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from chalicelib.domain.errors import AnswerAlreadyStored, Conflict, DomainError, InvoiceAlreadyInCase, VersionConflict

from .keys import Key
from .table import Item, Value, marshal, unmarshal

ABSENT = "attribute_not_exists(pk)"
SAME_VERSION = "v = :v"
_PRESENT = "attribute_exists(pk)"


class Rank(IntEnum):
    """Which failure is told when several conditions fail: the lowest."""

    ANSWER = 0
    INVOICE = 1
    CLOCK = 2
    VERSION = 3


Failure = Callable[[Item], DomainError]


def version_conflict(_: Item) -> DomainError:
    """Somebody was faster."""
    return VersionConflict("The object was changed meanwhile; read it again.")


@dataclass(frozen=True)
class Action:
    """One action of ``TransactWriteItems``. ``failure`` makes the error from the item that was there instead."""

    request: dict[str, Any]
    rank: Rank = Rank.VERSION
    failure: Failure = version_conflict


class ActionMaker:
    """Makes the actions of one table."""

    def __init__(self, table_name: str) -> None:
        self._table_name = table_name

    def versioned(self, item: Item, *, is_new: bool) -> Action:
        """Puts an object that counts its changes: it must be new, or one version further than the stored one."""
        if is_new:
            return self.put(item, ABSENT)
        version = item["v"]
        return self.put(item, SAME_VERSION, {":v": int(version) - 1})

    def put(
        self,
        item: Item,
        condition: str | None = None,
        values: dict[str, Value] | None = None,
        *,
        rank: Rank = Rank.VERSION,
        failure: Failure = version_conflict,
    ) -> Action:
        put: dict[str, Any] = {"TableName": self._table_name, "Item": marshal(item)}
        if condition:
            put["ConditionExpression"] = condition
        if values:
            put["ExpressionAttributeValues"] = marshal(values)
        if rank is Rank.INVOICE:
            put["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
        return Action({"Put": put}, rank, failure)

    def delete(self, key: Key, condition: str | None = None, values: dict[str, Value] | None = None) -> Action:
        delete: dict[str, Any] = {"TableName": self._table_name, "Key": marshal(key._asdict())}
        if condition:
            delete |= {"ConditionExpression": condition, "ExpressionAttributeValues": marshal(values or {})}
        return Action({"Delete": delete})

    def update(self, key: Key, asked: Mapping[str, Any]) -> Action:
        """Changes an item, or makes it, whatever it holds."""
        return Action({"Update": {"TableName": self._table_name, "Key": marshal(key._asdict()), **asked}})

    def check(self, key: Key, condition: str, values: dict[str, Value], rank: Rank, failure: Failure) -> Action:
        """Only a condition on an item that the transaction leaves as it is."""
        check = {
            "TableName": self._table_name,
            "Key": marshal(key._asdict()),
            "ConditionExpression": condition,
            "ExpressionAttributeValues": marshal(values),
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        return Action({"ConditionCheck": check}, rank, failure)


def first_failure(actions: Sequence[Action], reasons: Sequence[dict[str, Any]]) -> DomainError | None:
    """The error of the failed condition that comes first in rank; ``None`` when no condition failed."""
    failed = [
        (action, reason)
        for action, reason in zip(actions, reasons, strict=True)
        if reason.get("Code") == "ConditionalCheckFailed"
    ]
    if not failed:
        return None
    action, reason = min(failed, key=lambda pair: pair[0].rank)
    return action.failure(unmarshal(reason.get("Item") or {}))


def invoice_is_held(number: str, case_id: str | None) -> InvoiceAlreadyInCase:
    """The refusal, with a link to the case that holds the invoice."""
    link = f"/v1/cases/{case_id}" if case_id else None
    return InvoiceAlreadyInCase(f"Invoice {number} is in an open case already.", link=link)


def clock_moved(status: str | None) -> Conflict:
    """Why a command on a test clock's case did not hold: the clock is advancing, or has moved since it was read."""
    if status == "advancing":
        return Conflict("The test clock is advancing; wait until its status is ready.", code="clock_advancing")
    return VersionConflict("The test clock has moved meanwhile; read it again.")


def clock_has_moved(clock: Item) -> DomainError:
    """The refusal, from the clock as it is stored."""
    return clock_moved(str(clock["clock_status"]) if clock else None)


def answer_exists(_: Item) -> DomainError:
    """The refusal of the loser: whoever was first has the answer."""
    return AnswerAlreadyStored("A request with this idempotency key was answered already.")


def exists(yes: bool) -> str:
    """The condition that an object is there, or is not."""
    return _PRESENT if yes else ABSENT
