"""How webhook endpoints and deliveries lie in the table: keys and attributes.

| what | pk | sk | read by |
|---|---|---|---|
| endpoint | ``T#<tenant>#<mode>#WHE`` | endpoint id | one Query lists a tenant's endpoints |
| delivery | ``T#<tenant>#<mode>#WHD#<endpoint>`` | delivery id | log of an endpoint, newest first |
| place in order | the same | ``LANE#<case>#<sequence>`` | nearest unfinished neighbour of a delivery |
| replay | the same | replay id | Get; the newest by one Query |
| turn of a strained endpoint | the same | ``TURN`` | condition of a write |
| fan-out mark | ``T#<tenant>#<mode>#WHF#<case>`` | ``MARK`` | sequence up to which deliveries exist |

A pending delivery or a running replay is in the index ``due`` (``WHDUE#<0-31>``, next attempt). Deliveries,
replays, places and marks expire after 90 days of wall time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zlib import crc32

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

from chalicelib.domain.parties import Scope
from chalicelib.domain.webhooks import (
    DUE_SHARDS,
    KEPT_FOR,
    Attempt,
    DeliveryRef,
    DeliveryState,
    DisabledReason,
    EndpointStatus,
    PlaceInOrder,
    SealedSecret,
    SentRequest,
    WebhookDelivery,
    WebhookEndpoint,
)

Item = dict[str, Any]
_TO_TABLE = TypeSerializer()
_FROM_TABLE = TypeDeserializer()
LAST_SEQUENCE = 9_999_999_999
SAME_VERSION = "version = :expected"


def endpoints_pk(scope: Scope) -> str:
    return f"T#{scope.tenant_id}#{scope.mode}#WHE"


def deliveries_pk(scope: Scope, endpoint_id: str) -> str:
    return f"T#{scope.tenant_id}#{scope.mode}#WHD#{endpoint_id}"


def mark_pk(scope: Scope, case_id: str) -> str:
    return f"T#{scope.tenant_id}#{scope.mode}#WHF#{case_id}"


def place_sk(case_id: str, sequence: int) -> str:
    return f"LANE#{case_id}#{sequence:010d}"


def due_pk(shard: int) -> str:
    return f"WHDUE#{shard}"


def shard_of(delivery_id: str) -> int:
    """Spread by delivery, so that one receiver's backlog does not fill one shard."""
    return crc32(delivery_id.encode()) % DUE_SHARDS


def key(pk: str, sk: str) -> Item:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def text_of(instant: datetime) -> str:
    """UTC with microseconds and ``Z``: sorts as text."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def expiry(instant: datetime) -> int:
    return int((instant + KEPT_FOR).timestamp())


def to_table(values: Mapping[str, Any]) -> Item:
    """Typed attributes; what is None is left out."""
    return {name: _TO_TABLE.serialize(value) for name, value in values.items() if value is not None}


def from_table(item: Item) -> Item:
    return {name: _FROM_TABLE.deserialize(value) for name, value in item.items()}


def endpoint_item(endpoint: WebhookEndpoint) -> Item:
    secrets = [
        {"sealed": s.sealed, "created_at": text_of(s.created_at)}
        | ({"expires_at": text_of(s.expires_at)} if s.expires_at else {})
        for s in endpoint.secrets
    ]
    return to_table(
        {
            "pk": endpoints_pk(endpoint.scope),
            "sk": endpoint.id,
            "url": endpoint.url,
            "created_at": text_of(endpoint.created_at),
            "secrets": secrets,
            "version": endpoint.version,
            "events": list(endpoint.events),
            "description": endpoint.description,
            "status": endpoint.status.value,
            "disabled_reason": endpoint.disabled_reason.value if endpoint.disabled_reason else None,
            "disabled_at": _optional_text(endpoint.disabled_at),
            "failing_since": _optional_text(endpoint.failing_since),
            "slow_since": _optional_text(endpoint.slow_since),
        }
    )


def endpoint_of(scope: Scope, item: Item) -> WebhookEndpoint:
    values = from_table(item)
    reason = values.get("disabled_reason")
    return WebhookEndpoint(
        id=values["sk"],
        scope=scope,
        url=values["url"],
        created_at=_instant(values["created_at"]),
        secrets=tuple(
            SealedSecret(bytes(s["sealed"]), _instant(s["created_at"]), _optional_instant(s.get("expires_at")))
            for s in values["secrets"]
        ),
        version=int(values["version"]),
        events=tuple(values["events"]),
        description=values.get("description"),
        status=EndpointStatus(values["status"]),
        disabled_reason=DisabledReason(reason) if reason else None,
        disabled_at=_optional_instant(values.get("disabled_at")),
        failing_since=_optional_instant(values.get("failing_since")),
        slow_since=_optional_instant(values.get("slow_since")),
    )


def delivery_item(delivery: WebhookDelivery) -> Item:
    due = _optional_text(delivery.next_attempt_at) if delivery.pending else None
    last_touched = delivery.next_attempt_at or (delivery.last.at if delivery.last else delivery.created_at)
    return to_table(
        {
            "pk": deliveries_pk(delivery.scope, delivery.endpoint_id),
            "sk": delivery.id,
            "gsi5pk": due_pk(shard_of(delivery.id)) if due else None,
            "gsi5sk": due,
            "event_id": delivery.event_id,
            "event_type": delivery.event_type,
            "case_id": delivery.case_id,
            "sequence": delivery.sequence,
            "created_at": text_of(delivery.created_at),
            "next_attempt_at": _optional_text(delivery.next_attempt_at),
            "state": delivery.state.value,
            "attempt_count": delivery.attempt_count,
            "first_failed_at": _optional_text(delivery.first_failed_at),
            "manual": delivery.manual,
            "version": delivery.version,
            "log": [_attempt_values(attempt) for attempt in delivery.log],
            "single": delivery.single or None,
            "request": _request_values(delivery.request) if delivery.request else None,
            "expires_at": expiry(last_touched),
        }
    )


def delivery_of(ref_scope: Scope, endpoint_id: str, item: Item) -> WebhookDelivery:
    values = from_table(item)
    sequence = values.get("sequence")
    return WebhookDelivery(
        id=values["sk"],
        scope=ref_scope,
        endpoint_id=endpoint_id,
        event_id=values["event_id"],
        event_type=values["event_type"],
        created_at=_instant(values["created_at"]),
        next_attempt_at=_optional_instant(values.get("next_attempt_at")),
        case_id=values.get("case_id"),
        sequence=None if sequence is None else int(sequence),
        state=DeliveryState(values["state"]),
        attempt_count=int(values["attempt_count"]),
        first_failed_at=_optional_instant(values.get("first_failed_at")),
        manual=values["manual"],
        version=int(values["version"]),
        log=tuple(_attempt(entry) for entry in values["log"]),
        single=values.get("single", False),
        request=_request(values["request"]) if "request" in values else None,
    )


def place_item(delivery: WebhookDelivery, case_id: str, sequence: int) -> Item:
    return to_table(
        {
            "pk": deliveries_pk(delivery.scope, delivery.endpoint_id),
            "sk": place_sk(case_id, sequence),
            "delivery_id": delivery.id,
            "sequence": sequence,
            "created_at": text_of(delivery.created_at),
            "first_failed_at": _optional_text(delivery.first_failed_at),
            "expires_at": expiry(delivery.created_at),
        }
    )


def place_change(table: str, delivery: WebhookDelivery) -> Item | None:
    """What the place in order becomes with this state of the delivery, as one action of a transaction."""
    if delivery.case_id is None or delivery.sequence is None or delivery.manual:
        return None
    if delivery.keeps_order:
        return {"Put": {"TableName": table, "Item": place_item(delivery, delivery.case_id, delivery.sequence)}}
    pk = deliveries_pk(delivery.scope, delivery.endpoint_id)
    return {"Delete": {"TableName": table, "Key": key(pk, place_sk(delivery.case_id, delivery.sequence))}}


def expected_version(version: int) -> Item:
    """The value that ``SAME_VERSION`` compares with."""
    return {":expected": {"N": str(version)}}


def place_of(item: Item) -> PlaceInOrder:
    values = from_table(item)
    return PlaceInOrder(
        values["delivery_id"],
        int(values["sequence"]),
        _instant(values["created_at"]),
        _optional_instant(values.get("first_failed_at")),
    )


def ref_of(item: Item) -> DeliveryRef:
    """Read the keys of a delivery back; ids and tenants hold no ``#``."""
    _, tenant_id, mode, _, endpoint_id = item["pk"]["S"].split("#")
    return DeliveryRef(Scope(tenant_id, mode == "live"), endpoint_id, item["sk"]["S"])


def _request_values(request: SentRequest) -> Item:
    return {
        "url": request.url,
        "sent_at": text_of(request.sent_at),
        "body_sha256": request.body_sha256,
        "body_bytes": request.body_bytes,
    }


def _request(values: Item) -> SentRequest:
    return SentRequest(values["url"], _instant(values["sent_at"]), values["body_sha256"], int(values["body_bytes"]))


def _attempt_values(attempt: Attempt) -> Item:
    values = {
        "number": attempt.number,
        "at": text_of(attempt.at),
        "status": attempt.status,
        "error": attempt.error,
        "duration_ms": attempt.duration_ms,
        "response_excerpt": attempt.response_excerpt,
    }
    return {name: value for name, value in values.items() if value is not None}


def _attempt(values: Item) -> Attempt:
    status = values.get("status")
    return Attempt(
        int(values["number"]),
        _instant(values["at"]),
        None if status is None else int(status),
        values.get("error"),
        int(values["duration_ms"]),
        values["response_excerpt"],
    )


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _optional_instant(text: str | None) -> datetime | None:
    return None if text is None else _instant(text)


def _optional_text(instant: datetime | None) -> str | None:
    return None if instant is None else text_of(instant)
