"""The items of everything that is neither a case nor sealed, and how they are read back."""

from __future__ import annotations

import json
from datetime import datetime

from chalicelib.domain.evidence import EventHeader
from chalicelib.domain.parties import Creditor, Scope
from chalicelib.domain.reads import OutboxRow, ParkedCase, RunningMark
from chalicelib.domain.sealed_event import WrappedKey
from chalicelib.domain.tenant import ApiKey, Tenant
from chalicelib.domain.test_clock import TestClock
from chalicelib.domain.test_data_erasure import TestDataErasure
from chalicelib.domain.webhooks import KEPT_FOR
from chalicelib.domain.writes import (
    Enqueue,
    KeepClockEvent,
    KeepEndpointEvent,
    MarkRunning,
    StoreAnswer,
    StoredEvent,
)

from . import codec, index_keys, keys
from .definition import TTL_ATTRIBUTE
from .event_index import event_index
from .keys import Key
from .sealing import Vault, place
from .table import Item


def plain_item(entity: Tenant | Creditor | TestClock | TestDataErasure) -> Item:
    data = codec.dump(entity)
    match entity:
        case Tenant():
            return {**keys.tenant(entity.id)._asdict(), "data": data}
        case Creditor():
            index: Item = {
                "gsi1pk": index_keys.month(entity.scope, "CRED", keys.instant(entity.created_at)[:7]),
                "gsi1sk": index_keys.created(entity.created_at, entity.id),
            }
            return {**keys.creditor(entity.scope, entity.id)._asdict(), **index, "data": data, "v": entity.version}
        case TestClock():
            key = keys.test_clock(entity.scope, entity.id)
            listed: Item = {
                "gsi1pk": index_keys.month(entity.scope, "CLOCK", keys.instant(entity.created_at)[:7]),
                "gsi1sk": index_keys.created(entity.created_at, entity.id),
            }
            return {**key._asdict(), **listed, "data": data, "v": entity.version, "clock_status": entity.status.value}
        case TestDataErasure():
            key = erasure_key(entity.scope, entity.id)
            expires_at = int((entity.created_at + KEPT_FOR).timestamp())
            return {**key._asdict(), "data": data, "v": entity.version, TTL_ATTRIBUTE: expires_at}


def erasure_key(scope: Scope, erasure_id: str) -> Key:
    return Key(f"{keys.world(scope)}#ERASURE#{erasure_id}", keys.META)


def clock_events(scope: Scope, clock_id: str) -> str:
    """The partition of ``by_debtor`` that lists a clock's events."""
    return f"{keys.test_clock(scope, clock_id).pk}#EVENTS"


def api_key_items(entity: ApiKey) -> tuple[Item, Item]:
    """The key twice: where authentication finds it in one read, and where its tenant lists it."""
    data = codec.dump(entity)
    by_hash: Item = {**keys.api_key_by_hash(entity.secret_hash)._asdict(), "data": data, "v": entity.version}
    listed: Item = {"pk": keys.api_keys(entity.scope), "sk": entity.id, "data": data, "v": entity.version}
    return by_hash, listed


def event_item(key: Key, scope: Scope, event: StoredEvent) -> Item:
    header = json.dumps(event.header.to_json(), separators=(",", ":"))
    return {
        **key._asdict(),
        **event_index(scope, event.id, event.header.type, event.header.recorded_at),
        "id": event.id,
        "header": header,
        "hash": event.hash,
        "sealed": event.sealed,
        "public": event.public_json,
    }


def clock_event_item(write: KeepClockEvent) -> Item:
    index = event_index(write.scope, write.event_id, write.type, write.recorded_at)
    listed: Item = {"gsi3pk": clock_events(write.scope, write.clock_id), "gsi3sk": write.event_id}
    return {**keys.clock_event(write.scope, write.event_id)._asdict(), **index, **listed, "data": codec.dump(write)}


def endpoint_event_item(write: KeepEndpointEvent) -> Item:
    index = event_index(write.scope, write.event_id, write.type, write.recorded_at)
    key = keys.endpoint_event(write.scope, write.event_id)
    expires_at = int((write.recorded_at + KEPT_FOR).timestamp())
    return {**key._asdict(), **index, "data": codec.dump(write), TTL_ATTRIBUTE: expires_at}


def stored_event(item: Item) -> StoredEvent:
    return StoredEvent(
        id=str(item["id"]),
        header=EventHeader.from_json(json.loads(str(item["header"]))),
        hash=str(item["hash"]),
        sealed=_bytes(item, "sealed"),
        public_json=str(item["public"]),
    )


def answer_item(write: StoreAnswer, vault: Vault) -> Item:
    """An answer about a debtor is sealed with the debtor's key: erasing the debtor erases what was answered."""
    key = keys.answer(write.scope, write.idempotency_key)
    item: Item = {
        **key._asdict(),
        "fingerprint": write.fingerprint,
        "status": write.status,
        "headers": json.dumps(write.headers),
        TTL_ATTRIBUTE: int(write.expires_at.timestamp()),
    }
    if write.debtor_id is not None:
        item["debtor_id"] = write.debtor_id
    if write.key is None:
        return {**item, "body": write.body}
    return {**item, "sealed": vault.seal(write.key, write.body.encode(), place(key))}


def stored_answer(
    scope: Scope, idempotency_key: str, item: Item, wrapped: WrappedKey | None, vault: Vault
) -> StoreAnswer:
    """``wrapped`` is needed when the item is sealed; otherwise it is not looked at."""
    if "sealed" in item:
        body = vault.open(wrapped, _bytes(item, "sealed"), place(keys.answer(scope, idempotency_key))).decode()
    else:
        body = str(item["body"])
    return StoreAnswer(
        scope=scope,
        idempotency_key=idempotency_key,
        fingerprint=str(item["fingerprint"]),
        status=int(item["status"]),
        headers=tuple((str(name), str(value)) for name, value in json.loads(str(item["headers"]))),
        body=body,
        expires_at=codec.from_epoch(int(item[TTL_ATTRIBUTE])),
        debtor_id=str(item["debtor_id"]) if "debtor_id" in item else None,
    )


def outbox_item(write: Enqueue) -> Item:
    key = keys.outbox(write.scope, write.case_id, write.consumer.value, write.run, write.first, write.last)
    return {
        **key._asdict(),
        "gsi6pk": index_keys.outbox_shard(write.case_id),
        "gsi6sk": f"{keys.instant(write.recorded_at)}#{write.case_id}",
    }


def outbox_row(key: Key) -> OutboxRow:
    """Everything about an outbox row is in its key, so an index or a stream record is enough to work on it."""
    consumer, run, first, last = key.sk.split("#")
    return OutboxRow(
        key=(key.pk, key.sk),
        scope=keys.scope_of(key.pk),
        consumer=consumer,
        case_id=key.pk.split("#", 4)[4],
        run=int(run),
        first=int(first),
        last=int(last),
    )


def mark_item(write: MarkRunning) -> Item:
    key = keys.running(write.scope, write.clock_id, write.case_id, write.run)
    return {**key._asdict(), "case_id": write.case_id, "run": write.run, "since": write.since.isoformat()}


def released_mark(key: Key, parked: ParkedCase, since: datetime) -> Item:
    """The mark of a case that a clock has released: it keeps the token, to wake the execution again if need be."""
    return {
        **key._asdict(),
        "case_id": parked.case_id,
        "run": parked.run,
        "since": since.isoformat(),
        "token": parked.token,
        "due_at": keys.instant(parked.due_at),
    }


def running_mark(item: Item) -> RunningMark:
    return RunningMark(
        case_id=str(item["case_id"]),
        run=int(item["run"]),
        since=codec.load_instant(str(item["since"])),
        token=str(item["token"]) if "token" in item else None,
    )


def parked_case(item: Item) -> ParkedCase:
    return ParkedCase(
        case_id=str(item["case_id"]),
        run=int(item["run"]),
        due_at=keys.parse_instant(str(item["due_at"])),
        token=str(item["token"]),
    )


def _bytes(item: Item, name: str) -> bytes:
    value = item[name]
    if not isinstance(value, bytes):
        raise TypeError(f"{name} holds bytes")
    return value
