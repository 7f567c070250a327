"""E-mail by SES: the raw message as it was archived, with the contact's id as tag."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.outgoing import OutgoingEmail, ProviderReceipt

from .effect_client import provider_errors, tries_once


class SesMailer:
    """The classic API: its events carry message id and tags, on AWS and on the local cloud alike."""

    def __init__(self, client: Any, *, configuration_set: str) -> None:
        self._client = tries_once(client)  # boto3's SES client, which has no static type
        self._configuration_set = configuration_set

    def send(self, email: OutgoingEmail) -> ProviderReceipt:
        """The sender is the message's own From. ``ProviderUnavailable``: not sent. ``AmbiguousFailure``: unknown."""
        with provider_errors("SES"):
            answer = self._client.send_raw_email(
                Destinations=[email.to],
                RawMessage={"Data": email.mime},
                ConfigurationSetName=self._configuration_set,
                Tags=[{"Name": "contact_id", "Value": email.contact_id}],
            )
        return ProviderReceipt(message_id=str(answer["MessageId"]))

    def lookup(self, contact_id: str) -> ProviderReceipt | None:
        """SES cannot be asked; what it knows comes back as events."""
        del contact_id
        return None
