"""Contacts, call tasks, documents and events as JSON."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.call_rank import CallPriority
from chalicelib.domain.call_task import CallTask, Claim
from chalicelib.domain.contact import Contact
from chalicelib.domain.document import Document
from chalicelib.domain.page_link import without_tokens
from chalicelib.entrypoints.http.framework.answers import Answer
from chalicelib.entrypoints.http.framework.call import Call
from chalicelib.entrypoints.http.framework.etags import etag

from .values import day, instant, money


def contact(value: Contact) -> dict[str, Any]:
    """Every attempt, with the rule decisions, what was sent and what was reported of it (R-066).

    The link to the debtor's page is shown without its token: reading contacts is not acting as the debtor (R-127).
    """
    return {
        "id": value.id,
        "object": "contact",
        "livemode": value.scope.livemode,
        "version": value.version,
        "case_id": value.case_id,
        "debtor_id": value.debtor_id,
        "step_id": value.step_id,
        "channel": value.channel.value,
        "purpose": value.purpose.value,
        "template": value.template,
        "template_version": value.template_version,
        "state": value.state.value,
        "recipient": value.recipient,
        "recipient_name": value.recipient_name,
        "subject": value.subject,
        "text": without_tokens(value.text) if value.text else value.text,
        "document_ids": list(value.document_ids),
        "content_sha256": value.content_sha256,
        "rules": [{"rule": reason.rule, "detail": reason.detail} for reason in value.guard],
        "intended_at": instant(value.intended_at),
        "sent_at": instant(value.sent_at),
        "expected_event_on": day(value.expected_event_on),
        "cost": money(value.cost),
        "duplicate_possible": value.duplicate_possible,
        "error": value.error,
        "payment_id": value.payment_id,
        "subject_id": value.subject_id,
        "events": [
            {
                "kind": event.kind.value,
                "on": day(event.on),
                "recorded_at": instant(event.recorded_at),
                "detail": event.detail,
                "document_id": event.document_id,
            }
            for event in value.events
        ],
        "grouped_with": [each.case_id for each in value.shared_with],
        "led_by": value.led_by,
    }


def call_task(value: CallTask) -> dict[str, Any]:
    """What a person is asked to say, and what came of it (R-069..R-071)."""
    return {
        "id": value.id,
        "object": "call_task",
        "livemode": value.scope.livemode,
        "version": value.version,
        "case_id": value.case_id,
        "debtor_id": value.debtor_id,
        "contact_id": value.contact_id,
        "step_id": value.step_id,
        "status": value.status.value,
        "phone": value.phone,
        "recipient_name": value.recipient_name,
        "script": [{"title": title, "lines": list(lines)} for title, lines in value.script],
        "created_at": instant(value.created_at),
        "due_on": day(value.due_on),
        "outcome": value.outcome.value if value.outcome else None,
        "outcome_at": instant(value.outcome_at),
        "outcome_date": day(value.outcome_date),
        "notes": value.notes,
        "sheet_document_id": value.sheet_document_id,
        "creditor_id": value.creditor_id or None,
        "creditor_name": value.creditor_name or None,
        "debtor_name": value.debtor_name or None,
        "priority": _priority(value.priority) if value.priority else None,
        "owed": money(value.owed) if value.overdue_since else None,
        "overdue_since": day(value.overdue_since),
        "claim": _claim(value.claim) if value.claim else None,
        "made_by": value.made_by,
        "duration_seconds": value.duration_seconds,
        "grouped_with": list(value.grouped_with),
    }


def _priority(value: CallPriority) -> dict[str, Any]:
    """A place among the others, and why."""
    grounds = [{"ground": given.ground.value, "points": given.points} for given in value.given]
    return {"score": value.score, "as_of": day(value.as_of), "grounds": grounds}


def _claim(value: Claim) -> dict[str, Any]:
    return {"by": value.by, "at": instant(value.at), "until": instant(value.until)}


def document(value: Document, download_url: str | None = None) -> dict[str, Any]:
    """A document's metadata; ``download_url`` works for a few minutes."""
    return {
        "id": value.id,
        "object": "document",
        "livemode": value.scope.livemode,
        "case_id": value.case_id,
        "kind": value.kind.value,
        "name": value.name,
        "media_type": value.media_type,
        "size": value.size,
        "sha256": value.sha256,
        "created_at": instant(value.created_at),
        "download_url": download_url,
    }


def contact_answer(value: Contact, call: Call[Any, Any]) -> Answer:
    """A contact with its ETag."""
    del call
    return Answer(contact(value), headers={"ETag": etag(value.version)})


def call_task_answer(value: CallTask, call: Call[Any, Any]) -> Answer:
    """A call task with its ETag."""
    del call
    return Answer(call_task(value), headers={"ETag": etag(value.version)})
