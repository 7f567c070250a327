"""Notices as SES sends them, in both shapes, as recorded; and the envelopes of SNS and SQS around them."""

from __future__ import annotations

import json
from typing import Any

RECIPIENT = "zephyrine@example.org"
BOUNCE = {
    "bounceType": "Permanent",
    "bounceSubType": "General",
    "bouncedRecipients": [
        {"emailAddress": RECIPIENT, "action": "failed", "status": "5.1.1", "diagnosticCode": "smtp; 550 user unknown"}
    ],
    "timestamp": "2026-11-21T09:31:00.000Z",
    "feedbackId": "0100018f-1",
}
ABSENCE = {**BOUNCE, "bounceType": "Transient", "bouncedRecipients": [{"emailAddress": RECIPIENT}]}
COMPLAINT = {
    "complainedRecipients": [{"emailAddress": RECIPIENT}],
    "timestamp": "2026-11-21T09:32:00.000Z",
    "complaintFeedbackType": "abuse",
}
DELIVERY = {
    "timestamp": "2026-11-21T09:30:30.000Z",
    "recipients": [RECIPIENT],
    "smtpResponse": "250 2.6.0 Message received",
}
DETAILS = {"Bounce": ("bounce", BOUNCE), "Complaint": ("complaint", COMPLAINT), "Delivery": ("delivery", DELIVERY)}


def classic(kind: str, message_id: str = "m-1", **changes: Any) -> dict[str, Any]:
    """A notification of the identity: no tags, no headers."""
    name, detail = DETAILS[kind]
    mail = {"timestamp": "2026-11-21T09:30:00.000Z", "messageId": message_id, "destination": [RECIPIENT]}
    return {"notificationType": kind, "mail": mail, name: detail, **changes}


def published(kind: str, message_id: str = "m-1", contact_id: str | None = "ctc_1", **changes: Any) -> dict[str, Any]:
    """An event of a configuration set, with the tags of the e-mail."""
    mail: dict[str, Any] = {
        "timestamp": "2026-11-21T09:30:00.000Z",
        "messageId": message_id,
        "destination": [RECIPIENT],
        "headersTruncated": False,
        "headers": [{"name": "From", "value": "relances@amiable.test"}, {"name": "To", "value": RECIPIENT}],
        "commonHeaders": {"from": ["relances@amiable.test"], "to": [RECIPIENT]},
        "tags": {"ses:configuration-set": ["amiable-test"]},
    }
    if contact_id:
        mail["tags"]["contact_id"] = [contact_id]
    name, detail = DETAILS.get(kind, (kind.lower(), {}))
    return {"eventType": kind, "mail": mail, name: detail, **changes}


def from_topic(*notices: dict[str, Any] | str) -> dict[str, Any]:
    """What Lambda gets straight from SNS."""
    return {
        "Records": [
            {
                "EventSource": "aws:sns",
                "EventVersion": "1.0",
                "Sns": {"MessageId": f"sns-{n}", "Message": _text(notice)},
            }
            for n, notice in enumerate(notices)
        ]
    }


def from_queue(*notices: dict[str, Any] | str) -> dict[str, Any]:
    """What Lambda gets from a queue behind the topic."""
    return sqs(*(json.dumps({"Type": "Notification", "Message": _text(notice)}) for notice in notices))


def sqs(*bodies: str) -> dict[str, Any]:
    """A batch of SQS, as Lambda hands it over."""
    return {
        "Records": [
            {"messageId": f"sqs-{n}", "receiptHandle": "r", "body": body, "eventSource": "aws:sqs", "attributes": {}}
            for n, body in enumerate(bodies)
        ]
    }


def _text(notice: dict[str, Any] | str) -> str:
    return notice if isinstance(notice, str) else json.dumps(notice)
