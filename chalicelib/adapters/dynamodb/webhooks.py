"""Webhook endpoints and deliveries in the one table. Keys and attributes: ``webhook_items``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from botocore.exceptions import ClientError

from chalicelib.adapters.dynamodb import webhook_items as items
from chalicelib.adapters.dynamodb.items import endpoint_event_item, outbox_item
from chalicelib.adapters.dynamodb.table import marshal
from chalicelib.adapters.dynamodb.webhook_replays import ReplayRows
from chalicelib.domain.errors import NotFound, PreconditionFailed, VersionConflict
from chalicelib.domain.parties import Scope
from chalicelib.domain.webhooks import (
    DeliveryPage,
    DeliveryRef,
    DisabledReason,
    EndpointStatus,
    PlaceInOrder,
    WebhookDelivery,
    WebhookEndpoint,
)
from chalicelib.domain.writes import Consumer, Enqueue, KeepEndpointEvent

_LOST = frozenset(("ConditionalCheckFailedException", "TransactionCanceledException", "TransactionConflictException"))
_CONDITION = frozenset(("ConditionalCheckFailed", "TransactionConflict", "None"))


class DynamoWebhookStore(ReplayRows):
    """Every write is conditional; every read that decides is consistent; no Scan."""

    def get_endpoint(self, scope: Scope, endpoint_id: str) -> WebhookEndpoint | None:
        item = self._get(items.endpoints_pk(scope), endpoint_id)
        return None if item is None else items.endpoint_of(scope, item)

    def list_endpoints(self, scope: Scope) -> tuple[WebhookEndpoint, ...]:
        answer = self._dynamodb.query(
            TableName=self._table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": items.endpoints_pk(scope)}},
            ConsistentRead=True,
        )
        return tuple(items.endpoint_of(scope, item) for item in answer["Items"])

    def replace_endpoint(self, endpoint: WebhookEndpoint, *, expected_version: int) -> None:
        self._put_version(items.endpoint_item(endpoint), expected_version)

    def delete_endpoint(self, scope: Scope, endpoint_id: str, *, expected_version: int | None) -> None:
        request: items.Item = {"ConditionExpression": "attribute_exists(pk)"}
        if expected_version is not None:
            request["ConditionExpression"] += " AND version = :version"
            request["ExpressionAttributeValues"] = {":version": {"N": str(expected_version)}}
        try:
            self._dynamodb.delete_item(
                TableName=self._table, Key=items.key(items.endpoints_pk(scope), endpoint_id), **request
            )
        except ClientError as error:
            _unless_lost(error)
            if self.get_endpoint(scope, endpoint_id) is None:
                raise NotFound("There is no such webhook endpoint.") from error
            raise PreconditionFailed("The webhook endpoint has changed; read it again.") from error

    def disable_endpoint(self, endpoint: WebhookEndpoint, reason: DisabledReason, notice: KeepEndpointEvent) -> bool:
        update = {
            "TableName": self._table,
            "Key": items.key(items.endpoints_pk(endpoint.scope), endpoint.id),
            "UpdateExpression": "SET #status = :disabled, disabled_at = :at, disabled_reason = :reason,"
            " version = version + :one",
            "ConditionExpression": f"#status = :enabled AND {items.SAME_VERSION}",
            "ExpressionAttributeNames": {"#status": "status"},
            "ExpressionAttributeValues": {
                ":disabled": {"S": EndpointStatus.DISABLED.value},
                ":enabled": {"S": EndpointStatus.ENABLED.value},
                ":at": {"S": items.text_of(notice.recorded_at)},
                ":reason": {"S": reason.value},
                ":one": {"N": "1"},
                **items.expected_version(endpoint.version),
            },
        }
        row = Enqueue(notice.scope, Consumer.WEBHOOKS, notice.event_id, notice.recorded_at)
        kept = [marshal(endpoint_event_item(notice)), marshal(outbox_item(row))]
        puts = [{"Put": {"TableName": self._table, "Item": item}} for item in kept]
        return _took_place(lambda: self._dynamodb.transact_write_items(TransactItems=[{"Update": update}, *puts]))

    def mark_failing(self, scope: Scope, endpoint_id: str, since: datetime) -> None:
        self._mark(scope, endpoint_id, "failing_since", since)

    def mark_healthy(self, scope: Scope, endpoint_id: str) -> None:
        self._mark(scope, endpoint_id, "failing_since", None)

    def mark_slow(self, scope: Scope, endpoint_id: str, since: datetime | None) -> None:
        self._mark(scope, endpoint_id, "slow_since", since)

    def _mark(self, scope: Scope, endpoint_id: str, name: str, since: datetime | None) -> None:
        """Since when, where that is not known yet; ``None`` takes the mark away."""
        if since is None:
            self._update_endpoint(scope, endpoint_id, update=f"REMOVE {name}", condition=f"attribute_exists({name})")
            return
        self._update_endpoint(
            scope,
            endpoint_id,
            update=f"SET {name} = :since",
            condition=f"attribute_exists(pk) AND attribute_not_exists({name})",
            values={":since": {"S": items.text_of(since)}},
        )

    def add_delivery(self, delivery: WebhookDelivery) -> bool:
        put = {
            "TableName": self._table,
            "Item": items.delivery_item(delivery),
            "ConditionExpression": "attribute_not_exists(pk)",
        }
        return _took_place(lambda: self._write(put, items.place_change(self._table, delivery)))

    def get_delivery(self, ref: DeliveryRef) -> WebhookDelivery | None:
        item = self._get(items.deliveries_pk(ref.scope, ref.endpoint_id), ref.delivery_id)
        return None if item is None else items.delivery_of(ref.scope, ref.endpoint_id, item)

    def save_delivery(self, delivery: WebhookDelivery) -> None:
        change = None
        if delivery.attempt_count == 1 or not delivery.pending:
            change = items.place_change(self._table, delivery)
        self._put_version(items.delivery_item(delivery), delivery.version - 1, change)

    def list_deliveries(self, scope: Scope, endpoint_id: str, *, limit: int, before: str | None = None) -> DeliveryPage:
        found = self._range(
            items.deliveries_pk(scope, endpoint_id), "whd_", before or "whd_~", forward=False, limit=limit + 2
        )
        deliveries = [items.delivery_of(scope, endpoint_id, item) for item in found if item["sk"]["S"] != before]
        page = tuple(deliveries[:limit])
        return DeliveryPage(page, page[-1].id if len(deliveries) > limit else None)

    def place_before(self, delivery: WebhookDelivery) -> PlaceInOrder | None:
        return self._place(delivery, 0, (delivery.sequence or 0) - 1, forward=False)

    def place_after(self, delivery: WebhookDelivery) -> PlaceInOrder | None:
        return self._place(delivery, (delivery.sequence or 0) + 1, items.LAST_SEQUENCE, forward=True)

    def due_deliveries(self, shard: int, *, until: datetime, limit: int) -> tuple[DeliveryRef, ...]:
        answer = self._dynamodb.query(
            TableName=self._table,
            IndexName="due",
            KeyConditionExpression="gsi5pk = :shard AND gsi5sk <= :until",
            ExpressionAttributeValues={":shard": {"S": items.due_pk(shard)}, ":until": {"S": items.text_of(until)}},
            Limit=limit,
        )
        return tuple(items.ref_of(item) for item in answer["Items"])

    def fanned_out_through(self, scope: Scope, case_id: str) -> int:
        item = self._get(items.mark_pk(scope, case_id), "MARK")
        return 0 if item is None else int(item["through"]["N"])

    def mark_fanned_out(self, scope: Scope, case_id: str, sequence: int, *, now: datetime) -> None:
        try:
            self._dynamodb.put_item(
                TableName=self._table,
                Item=items.to_table(
                    {
                        "pk": items.mark_pk(scope, case_id),
                        "sk": "MARK",
                        "through": sequence,
                        "expires_at": items.expiry(now),
                    }
                ),
                ConditionExpression="attribute_not_exists(pk) OR through < :through",
                ExpressionAttributeValues={":through": {"N": str(sequence)}},
            )
        except ClientError as error:
            _unless_lost(error)

    def _get(self, pk: str, sk: str) -> items.Item | None:
        answer = self._dynamodb.get_item(TableName=self._table, Key=items.key(pk, sk), ConsistentRead=True)
        found: items.Item | None = answer.get("Item")
        return found

    def _range(self, pk: str, first: str, last: str, *, forward: bool, limit: int) -> list[items.Item]:
        answer = self._dynamodb.query(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND sk BETWEEN :first AND :last",
            ExpressionAttributeValues={":pk": {"S": pk}, ":first": {"S": first}, ":last": {"S": last}},
            ConsistentRead=True,
            ScanIndexForward=forward,
            Limit=limit,
        )
        found: list[items.Item] = answer["Items"]
        return found

    def _place(self, delivery: WebhookDelivery, first: int, last: int, *, forward: bool) -> PlaceInOrder | None:
        if delivery.case_id is None or delivery.sequence is None or first > last:
            return None
        found = self._range(
            items.deliveries_pk(delivery.scope, delivery.endpoint_id),
            items.place_sk(delivery.case_id, first),
            items.place_sk(delivery.case_id, last),
            forward=forward,
            limit=1,
        )
        return items.place_of(found[0]) if found else None

    def _put_version(self, item: items.Item, expected: int, change: items.Item | None = None) -> None:
        put = {
            "TableName": self._table,
            "Item": item,
            "ConditionExpression": items.SAME_VERSION,
            "ExpressionAttributeValues": items.expected_version(expected),
        }
        try:
            self._write(put, change)
        except ClientError as error:
            _unless_lost(error)
            raise VersionConflict("It has changed meanwhile; read it again.") from error

    def _write(self, put: items.Item, change: items.Item | None) -> None:
        if change is None:
            self._dynamodb.put_item(**put)
        else:
            self._dynamodb.transact_write_items(TransactItems=[{"Put": put}, change])

    def _update_endpoint(
        self,
        scope: Scope,
        endpoint_id: str,
        *,
        update: str,
        condition: str,
        names: items.Item | None = None,
        values: items.Item | None = None,
    ) -> bool:
        """False when the condition does not hold."""
        optional = {"ExpressionAttributeNames": names, "ExpressionAttributeValues": values}
        try:
            self._dynamodb.update_item(
                TableName=self._table,
                Key=items.key(items.endpoints_pk(scope), endpoint_id),
                UpdateExpression=update,
                ConditionExpression=condition,
                **{name: value for name, value in optional.items() if value},
            )
        except ClientError as error:
            _unless_lost(error)
            return False
        return True


def _took_place(write: Callable[[], object]) -> bool:
    """Whether the write happened; False when its condition does not hold. A tie between two writers is an error."""
    try:
        write()
    except ClientError as error:
        _unless_lost(error)
        if _conflicting(error):
            raise
        return False
    return True


def _unless_lost(error: ClientError) -> None:
    """Let every error fly on but a condition that does not hold, or a transaction somebody else won."""
    if error.response["Error"]["Code"] not in _LOST:
        raise error
    reasons = {reason.get("Code", "None") for reason in error.response.get("CancellationReasons", ())}
    if not reasons <= _CONDITION:
        raise error


def _conflicting(error: ClientError) -> bool:
    """Two writers at the same instant: neither knows yet whether the item exists."""
    reasons = {reason.get("Code") for reason in error.response.get("CancellationReasons", ())}
    return "ConditionalCheckFailed" not in reasons and error.response["Error"]["Code"] != (
        "ConditionalCheckFailedException"
    )
