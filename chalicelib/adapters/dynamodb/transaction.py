"""The writes of a use case as the actions of one transaction, and what each failed condition means."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from chalicelib.domain.case import Case
from chalicelib.domain.errors import (
    AnswerAlreadyStored,
    Conflict,
    DomainError,
    InvalidInput,
    InvoiceAlreadyInCase,
    VersionConflict,
)
from chalicelib.domain.invoice import normalised_number
from chalicelib.domain.tenant import ApiKey
from chalicelib.domain.webhooks import WebhookDelivery, WebhookEndpoint
from chalicelib.domain.writes import (
    AppendEvents,
    ClaimInvoice,
    Create,
    Enqueue,
    KeepClockEvent,
    KeepDebtorKey,
    MarkRunning,
    ReleaseInvoice,
    RequireClockReady,
    SaveContactLog,
    Sealable,
    StoreAnswer,
    Update,
    Write,
)

from . import codec, keys, sealing, webhook_items
from .case_items import RememberedParts, case_index
from .items import answer_item, api_key_items, event_item, mark_item, outbox_item, plain_item
from .keys import Key
from .table import Item, Value, marshal, unmarshal

MOST_ACTIONS = 100
_ABSENT = "attribute_not_exists(pk)"
_PRESENT = "attribute_exists(pk)"
_SAME_VERSION = "v = :v"


class Rank(IntEnum):
    """Which failure is told when several conditions fail: the lowest."""

    ANSWER = 0
    INVOICE = 1
    CLOCK = 2
    VERSION = 3


Failure = Callable[[Item], DomainError]


def _version_conflict(_: Item) -> DomainError:
    return VersionConflict("The object was changed meanwhile; read it again.")


@dataclass(frozen=True)
class Action:
    """One action of ``TransactWriteItems``. ``failure`` makes the error from the item that was there instead."""

    request: dict[str, Any]
    rank: Rank = Rank.VERSION
    failure: Failure = _version_conflict


class TransactionWriter:
    """Turns writes into actions. Keeps to a hundred, the most that DynamoDB takes at once."""

    def __init__(self, table_name: str, vault: sealing.Vault, parts: RememberedParts) -> None:
        self._table_name = table_name
        self._vault = vault
        self._parts = parts

    def actions(self, writes: Sequence[Write]) -> list[Action]:
        actions = [action for write in writes for action in self._of(write)]
        if len(actions) > MOST_ACTIONS:
            raise InvalidInput(
                f"This would change {len(actions)} things at once; {MOST_ACTIONS} is the most.", code="too_many_changes"
            )
        return actions

    def _of(self, write: Write) -> Iterator[Action]:
        match write:
            case Create() | Update():
                yield from self._entity(write)
            case AppendEvents():
                for event in write.events:
                    key = keys.event(write.scope, write.case_id, event.header.sequence)
                    yield self._put(event_item(key, event), _ABSENT)
            case Enqueue():
                yield self._put(outbox_item(write))
            case MarkRunning():
                yield self._put(mark_item(write))
            case RequireClockReady():
                yield self._require_ready(write)
            case KeepClockEvent():
                key = keys.clock_event(write.scope, write.event_id)
                yield self._put({**key._asdict(), "data": codec.dump(write)})
            case _:
                yield self._conditional(write)

    def _conditional(
        self, write: KeepDebtorKey | ClaimInvoice | ReleaseInvoice | SaveContactLog | StoreAnswer
    ) -> Action:
        match write:
            case KeepDebtorKey():
                key = keys.debtor_key(write.scope, write.debtor_id)
                return self._put(sealing.key_item(key, write.wrapped), _ABSENT)
            case ClaimInvoice():
                return self._claim(write)
            case ReleaseInvoice():
                key = keys.held_invoice(write.scope, write.creditor_id, normalised_number(write.number))
                return self._delete(key, f"{_ABSENT} OR case_id = :case", {":case": write.case_id})
            case SaveContactLog(log):
                key = keys.contact_log(log.scope, log.debtor_id, log.sender)
                item: Item = {**key._asdict(), "data": codec.dump(log), "v": log.version}
                return self._versioned(item, is_new=log.version <= 1)
            case StoreAnswer():
                item = answer_item(write, self._vault)
                return self._put(item, _ABSENT, rank=Rank.ANSWER, failure=_answer_exists)

    def _entity(self, write: Create | Update) -> Iterator[Action]:
        entity, is_new = write.entity, isinstance(write, Create)
        if isinstance(entity, Sealable):
            item = sealing.sealed_item(entity, write.key, self._vault)
            yield self._versioned(item, is_new=is_new) if "v" in item else self._put(item, _exists(not is_new))
        elif isinstance(entity, Case):
            yield from self._case(entity, is_new)
        elif isinstance(entity, ApiKey):
            by_hash, listed = api_key_items(entity)
            yield self._put(by_hash, _exists(not is_new))
            yield self._put(listed, _exists(not is_new))
        elif isinstance(entity, (WebhookEndpoint, WebhookDelivery)):
            yield from self._webhook(entity, is_new)
        else:
            item = plain_item(entity)
            yield self._versioned(item, is_new=is_new) if "v" in item else self._put(item, _exists(not is_new))

    def _webhook(self, entity: WebhookEndpoint | WebhookDelivery, is_new: bool) -> Iterator[Action]:
        """An endpoint or a delivery; a delivery takes or leaves its place in the case's order with it."""
        if isinstance(entity, WebhookEndpoint):
            item, change = webhook_items.endpoint_item(entity), None
        else:
            item, change = webhook_items.delivery_item(entity), webhook_items.place_change(self._table_name, entity)
        put: dict[str, Any] = {"TableName": self._table_name, "Item": item, "ConditionExpression": _ABSENT}
        if not is_new:
            put["ConditionExpression"] = webhook_items.SAME_VERSION
            put["ExpressionAttributeValues"] = webhook_items.expected_version(entity.version - 1)
        yield Action({"Put": put})
        if change is not None:
            yield Action(change)

    def _case(self, case: Case, is_new: bool) -> Iterator[Action]:
        """The head always; of the rest what differs from the version before, when this process read it."""
        pk = keys.case_partition(case.scope, case.id)
        parts = codec.case_parts(case)
        head = {"pk": pk, "sk": keys.HEAD, "data": parts[keys.HEAD], "v": case.version, **case_index(case)}
        yield self._versioned(head, is_new=is_new)
        changed, gone = self._parts.difference(pk, case.version - 1, parts)
        for sk in changed:
            yield self._put({"pk": pk, "sk": sk, "data": parts[sk]})
        for sk in gone:
            yield self._delete(Key(pk, sk))

    def _claim(self, write: ClaimInvoice) -> Action:
        key = keys.held_invoice(write.scope, write.creditor_id, normalised_number(write.number))
        return self._put(
            {**key._asdict(), "case_id": write.case_id},
            f"{_ABSENT} OR case_id = :case",
            {":case": write.case_id},
            rank=Rank.INVOICE,
            failure=lambda held: invoice_is_held(write.number, str(held["case_id"]) if held else None),
        )

    def _require_ready(self, write: RequireClockReady) -> Action:
        check = {
            "TableName": self._table_name,
            "Key": marshal(keys.test_clock(write.scope, write.clock_id)._asdict()),
            "ConditionExpression": f"{_SAME_VERSION} AND clock_status <> :advancing",
            "ExpressionAttributeValues": marshal({":v": write.version, ":advancing": "advancing"}),
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        return Action({"ConditionCheck": check}, Rank.CLOCK, _clock_moved)

    def _versioned(self, item: Item, *, is_new: bool) -> Action:
        if is_new:
            return self._put(item, _ABSENT)
        version = item["v"]
        return self._put(item, _SAME_VERSION, {":v": int(version) - 1})

    def _put(
        self,
        item: Item,
        condition: str | None = None,
        values: dict[str, Value] | None = None,
        *,
        rank: Rank = Rank.VERSION,
        failure: Failure = _version_conflict,
    ) -> Action:
        put: dict[str, Any] = {"TableName": self._table_name, "Item": marshal(item)}
        if condition:
            put["ConditionExpression"] = condition
        if values:
            put["ExpressionAttributeValues"] = marshal(values)
        if rank is Rank.INVOICE:
            put["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
        return Action({"Put": put}, rank, failure)

    def _delete(self, key: Key, condition: str | None = None, values: dict[str, Value] | None = None) -> Action:
        delete: dict[str, Any] = {"TableName": self._table_name, "Key": marshal(key._asdict())}
        if condition:
            delete |= {"ConditionExpression": condition, "ExpressionAttributeValues": marshal(values or {})}
        return Action({"Delete": delete})


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


def _clock_moved(clock: Item) -> DomainError:
    return clock_moved(str(clock["clock_status"]) if clock else None)


def _answer_exists(_: Item) -> DomainError:
    return AnswerAlreadyStored("A request with this idempotency key was answered already.")


def _exists(yes: bool) -> str:
    return _PRESENT if yes else _ABSENT
