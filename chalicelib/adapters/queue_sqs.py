"""Hands outbox rows to the queues of their consumers; what travels is the row's address."""

from __future__ import annotations

import json
from typing import Any

from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import OutboxRow
from chalicelib.domain.writes import Consumer


class SqsQueue:
    """One queue a consumer. Delivery is at least once: consumers finish the row, and a finished row is no work."""

    def __init__(
        self, client: Any, *, runs_url: str, archive_url: str, webhooks_url: str, facts_url: str, imports_url: str
    ) -> None:
        self._client = client  # boto3's SQS client, which has no static type
        self._urls = {
            Consumer.RUNS.value: runs_url,
            Consumer.ARCHIVE.value: archive_url,
            Consumer.WEBHOOKS.value: webhooks_url,
            Consumer.FACTS.value: facts_url,
            Consumer.IMPORTS.value: imports_url,
        }

    def send(self, row: OutboxRow) -> None:
        self._client.send_message(QueueUrl=self._urls[row.consumer], MessageBody=row_message(row))


def row_message(row: OutboxRow) -> str:
    """The body of a message, as ``row_of_message`` reads it."""
    return json.dumps(
        {
            "key": list(row.key),
            "tenant_id": row.scope.tenant_id,
            "mode": row.scope.mode,
            "consumer": row.consumer,
            "case_id": row.case_id,
            "run": row.run,
            "first": row.first,
            "last": row.last,
        }
    )


def row_of_message(body: str) -> OutboxRow:
    """The row in a message's body; ``KeyError`` or ``ValueError`` when it is another kind of message."""
    message = json.loads(body)
    pk, sk = message["key"]
    return OutboxRow(
        key=(str(pk), str(sk)),
        scope=Scope(str(message["tenant_id"]), message["mode"] == "live"),
        consumer=Consumer(message["consumer"]).value,
        case_id=str(message["case_id"]),
        run=int(message["run"]),
        first=int(message["first"]),
        last=int(message["last"]),
    )
