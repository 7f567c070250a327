"""A batch of a queue: every message on its own, and only what failed comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from chalicelib.observability import logger, observed

from .messages import LogKeys


class Message(Protocol):
    """A message that says what its log line may name."""

    def log_keys(self) -> LogKeys: ...


M = TypeVar("M", bound=Message)


class QueueRecord(BaseModel):
    """The part of an SQS record that is needed here."""

    message_id: str = Field(alias="messageId")
    body: str


class QueueEvent(BaseModel):
    """What Lambda hands over from SQS."""

    records: tuple[QueueRecord, ...] = Field(alias="Records")


def work_on_batch(
    name: str, event: object, kind: TypeAdapter[M], work: Callable[[M], object]
) -> dict[str, list[dict[str, str]]]:
    """Lambda's partial batch answer: who failed comes again, and in the end goes to the dead letters."""
    records = QueueEvent.model_validate(event).records
    failed = [record.message_id for record in records if not _done(name, record, kind, work)]
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


def _done(name: str, record: QueueRecord, kind: TypeAdapter[M], work: Callable[[M], object]) -> bool:
    try:
        message = kind.validate_json(record.body)
    except ValidationError:
        logger.error("unreadable message", function=name, message_id=record.message_id)  # not its content
        return False
    try:
        with observed(name, **message.log_keys()):
            work(message)
    except Exception:  # noqa: BLE001 - an entry point: logged by ``observed``; the queue brings the message again
        return False
    return True
