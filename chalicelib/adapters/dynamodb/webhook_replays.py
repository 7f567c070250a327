"""Replays of webhook endpoints, and the one turn of an endpoint that fails or is slow. Keys: ``webhook_items``."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.adapters.dynamodb import webhook_items as items
from chalicelib.domain.errors import VersionConflict
from chalicelib.domain.parties import Scope
from chalicelib.domain.webhook_replay import ReplayStatus, WebhookReplay
from chalicelib.domain.webhooks import DeliveryRef

TURN = "TURN"
_CONDITION = "ConditionalCheckFailedException"


class ReplayRows:
    """Every write is conditional, every read consistent."""

    def __init__(self, dynamodb: Any, table: str) -> None:
        self._dynamodb = dynamodb
        self._table = table

    def get_replay(self, ref: DeliveryRef) -> WebhookReplay | None:
        where = items.key(items.deliveries_pk(ref.scope, ref.endpoint_id), ref.delivery_id)
        answer = self._dynamodb.get_item(TableName=self._table, Key=where, ConsistentRead=True)
        return replay_of(ref.scope, ref.endpoint_id, answer["Item"]) if "Item" in answer else None

    def newest_replay(self, scope: Scope, endpoint_id: str) -> WebhookReplay | None:
        answer = self._dynamodb.query(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :replays)",
            ExpressionAttributeValues={
                ":pk": {"S": items.deliveries_pk(scope, endpoint_id)},
                ":replays": {"S": "whr_"},
            },
            ConsistentRead=True,
            ScanIndexForward=False,
            Limit=1,
        )
        return next((replay_of(scope, endpoint_id, item) for item in answer["Items"]), None)

    def save_replay(self, replay: WebhookReplay) -> None:
        kept = self._unless(
            Item=replay_item(replay),
            ConditionExpression=items.SAME_VERSION,
            ExpressionAttributeValues=items.expected_version(replay.version - 1),
        )
        if not kept:
            raise VersionConflict("It has changed meanwhile; read it again.")

    def take_turn(self, scope: Scope, endpoint_id: str, holder: str, *, now: datetime, until: datetime) -> bool:
        turn = {
            "pk": items.deliveries_pk(scope, endpoint_id),
            "sk": TURN,
            "holder": holder,
            "held_until": items.text_of(until),
            "expires_at": items.expiry(until),
        }
        return self._unless(
            Item=items.to_table(turn),
            ConditionExpression="attribute_not_exists(pk) OR held_until < :now OR holder = :holder",
            ExpressionAttributeValues={":now": {"S": items.text_of(now)}, ":holder": {"S": holder}},
        )

    def end_turn(self, scope: Scope, endpoint_id: str, holder: str) -> None:
        try:
            self._dynamodb.delete_item(
                TableName=self._table,
                Key=items.key(items.deliveries_pk(scope, endpoint_id), TURN),
                ConditionExpression="holder = :holder",
                ExpressionAttributeValues={":holder": {"S": holder}},
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != _CONDITION:
                raise

    def _unless(self, **request: Any) -> bool:
        """Put; False when the condition does not hold."""
        try:
            self._dynamodb.put_item(TableName=self._table, **request)
        except ClientError as error:
            if error.response["Error"]["Code"] != _CONDITION:
                raise
            return False
        return True


def replay_item(replay: WebhookReplay) -> items.Item:
    """A running one stands in the index ``due``."""
    due = items.text_of(replay.next_at) if replay.running and replay.next_at else None
    touched = replay.next_at or replay.finished_at or replay.created_at
    return items.to_table(
        {
            "pk": items.deliveries_pk(replay.scope, replay.endpoint_id),
            "sk": replay.id,
            "gsi5pk": items.due_pk(items.shard_of(replay.id)) if due else None,
            "gsi5sk": due,
            "created_at": items.text_of(replay.created_at),
            "first": items.text_of(replay.first),
            "last": items.text_of(replay.last),
            "next_at": items.text_of(replay.next_at) if replay.next_at else None,
            "types": list(replay.types),
            "status": replay.status.value,
            "after": replay.after,
            "sent": replay.sent,
            "accepted": replay.accepted,
            "finished_at": items.text_of(replay.finished_at) if replay.finished_at else None,
            "version": replay.version,
            "expires_at": items.expiry(touched),
        }
    )


def replay_of(scope: Scope, endpoint_id: str, item: items.Item) -> WebhookReplay:
    """Read back as it was stored."""
    values = items.from_table(item)
    return WebhookReplay(
        id=values["sk"],
        scope=scope,
        endpoint_id=endpoint_id,
        created_at=datetime.fromisoformat(values["created_at"]),
        first=datetime.fromisoformat(values["first"]),
        last=datetime.fromisoformat(values["last"]),
        next_at=_optional(values.get("next_at")),
        types=tuple(values["types"]),
        status=ReplayStatus(values["status"]),
        after=values.get("after"),
        sent=int(values["sent"]),
        accepted=int(values["accepted"]),
        finished_at=_optional(values.get("finished_at")),
        version=int(values["version"]),
    )


def _optional(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
