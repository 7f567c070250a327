"""Puts webhook deliveries on their queue; only ids travel."""

from __future__ import annotations

import json
from typing import Any

from chalicelib.domain.parties import Scope
from chalicelib.domain.webhooks import DeliveryRef

LONGEST_DELAY = 900


class SqsWebhookQueue:
    """The queue behind ``deliver_webhooks``. SQS delays 15 minutes at most; later attempts come from the table."""

    def __init__(self, sqs: Any, queue_url: str) -> None:
        self._sqs = sqs
        self._queue_url = queue_url

    def enqueue(self, ref: DeliveryRef, delay_seconds: int = 0) -> None:
        """Ask for one attempt of this delivery, ``delay_seconds`` (at most 900) from now."""
        self._sqs.send_message(
            QueueUrl=self._queue_url,
            MessageBody=json.dumps(message(ref)),
            DelaySeconds=min(delay_seconds, LONGEST_DELAY),
        )


def message(ref: DeliveryRef) -> dict[str, object]:
    """The message's body, which ``delivery_ref`` reads back."""
    return {
        "kind": "deliver",
        "tenant_id": ref.scope.tenant_id,
        "livemode": ref.scope.livemode,
        "endpoint_id": ref.endpoint_id,
        "delivery_id": ref.delivery_id,
    }


def delivery_ref(body: dict[str, object]) -> DeliveryRef:
    """Read a message of this queue back; KeyError when it is another one."""
    scope = Scope(str(body["tenant_id"]), body["livemode"] is True)
    return DeliveryRef(scope, str(body["endpoint_id"]), str(body["delivery_id"]))
