"""SMS by SNS, transactional, under the creditor's trade name."""

from __future__ import annotations

import unicodedata
from typing import Any

from chalicelib.domain.outgoing import OutgoingSms, ProviderReceipt

from .effect_client import provider_errors, tries_once

LONGEST_SENDER_ID = 11


class SnsTexter:
    """SNS has no idempotency token and cannot be asked about a message afterwards."""

    def __init__(self, client: Any) -> None:
        self._client = tries_once(client)  # boto3's SNS client, which has no static type

    def send(self, sms: OutgoingSms) -> ProviderReceipt:
        """``ProviderUnavailable``: not sent. ``AmbiguousFailure``: unknown."""
        attributes = {"AWS.SNS.SMS.SMSType": _text("Transactional")}
        sender = sender_id(sms.sender)
        if sender:
            attributes["AWS.SNS.SMS.SenderID"] = _text(sender)
        with provider_errors("SNS"):
            answer = self._client.publish(PhoneNumber=sms.to, Message=sms.text, MessageAttributes=attributes)
        return ProviderReceipt(message_id=str(answer["MessageId"]))

    def lookup(self, contact_id: str) -> ProviderReceipt | None:
        del contact_id
        return None


def sender_id(name: str) -> str:
    """A trade name as operators take it: 11 letters and digits without accents, one letter at least; or nothing."""
    plain = unicodedata.normalize("NFKD", name)
    kept = "".join(c for c in plain if c.isascii() and c.isalnum())[:LONGEST_SENDER_ID]
    return kept if any(c.isalpha() for c in kept) else ""


def _text(value: str) -> dict[str, str]:
    return {"DataType": "String", "StringValue": value}
