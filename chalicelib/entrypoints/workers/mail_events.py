"""Notices of the mail provider, straight from its topic or through a queue behind the topic."""

from __future__ import annotations

from pydantic import BaseModel, Field, ValidationError

from chalicelib.bootstrap import Deps, deps
from chalicelib.domain.errors import DomainError
from chalicelib.observability import count, logger, observed
from chalicelib.usecases.record_mail_report import MailReport, record_mail_report

from .mail_notification import RejectedByProvider, notification_of

PATIENCE = (0.2, 0.5, 1.0, 2.0)
"""Seconds between tries in one go: a notice may overtake the answer that its sender is writing down."""


class NoticesFailed(RuntimeError):
    """Some notices of this invocation could not be recorded."""


class TopicMessage(BaseModel):
    """What SNS hands over by itself."""

    id: str = Field(alias="MessageId")
    text: str = Field(alias="Message")


class Envelope(BaseModel):
    """What SNS wraps a message in on its way to a queue."""

    text: str = Field(alias="Message")


class NoticeRecord(BaseModel):
    """A record of SNS (``Sns``) or of SQS (``messageId`` and ``body``)."""

    topic: TopicMessage | None = Field(default=None, alias="Sns")
    message_id: str = Field(default="", alias="messageId")
    body: str = ""

    @property
    def id(self) -> str:
        return self.topic.id if self.topic else self.message_id

    def text(self) -> str:
        if self.topic:
            return self.topic.text
        return Envelope.model_validate_json(self.body).text


class NoticeEvent(BaseModel):
    """What Lambda hands over."""

    records: tuple[NoticeRecord, ...] = Field(alias="Records")


def record_mail_events(event: object) -> dict[str, list[dict[str, str]]]:
    """Every notice on its own. Through a queue, what failed is named; from the topic itself, it raises in the end.

    Recording a notice again changes nothing.
    """
    records = NoticeEvent.model_validate(event).records
    failed = [record for record in records if not _done(record, deps())]
    if any(record.topic for record in failed):
        raise NoticesFailed(f"{len(failed)} of {len(records)}")
    return {"batchItemFailures": [{"itemIdentifier": record.id} for record in failed]}


def _done(record: NoticeRecord, d: Deps) -> bool:
    try:
        notification = notification_of(record.text())
        report = notification.report() if notification else None
    except (ValidationError, RejectedByProvider) as error:
        kind = type(error).__name__  # the content names the recipient
        logger.error("unusable notice", function="record_mail_events", message_id=record.id, error=kind)
        return False
    try:
        with observed("record_mail_events", message_id=record.id, contact_id=report.contact_id if report else None):
            if report is None:
                count("mail_notices_without_effect")
            else:
                _record(report, d)
    except Exception:  # noqa: BLE001 - an entry point: logged by ``observed``; the notice comes again
        return False
    return True


def _record(report: MailReport, d: Deps) -> None:
    for seconds in PATIENCE:
        try:
            record_mail_report(report, recording=d.recording)
        except DomainError as error:
            if not (error.retryable or error.code == "clock_advancing"):
                raise
            d.sleep(seconds)
        else:
            return
    record_mail_report(report, recording=d.recording)
