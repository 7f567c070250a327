"""The ports of the webhooks: part of the composition root, in a module of its own."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chalicelib.settings import Settings
    from chalicelib.usecases.look_before import Looking
    from chalicelib.usecases.stored_webhook_events import EventLog
    from chalicelib.usecases.webhook_ports import (
        EventSource,
        Jitter,
        SecretBox,
        WebhookQueue,
        WebhookSender,
        WebhookStore,
        WebhookUrls,
    )


class WebhookPorts:
    """What ``Deps`` offers to register, send and retry webhooks; ``Deps`` itself gives settings and clients."""

    if TYPE_CHECKING:
        settings: Settings

        @property
        def store(self) -> EventLog: ...

        def client(self, service: str) -> Any: ...

    @cached_property
    def webhook_store(self) -> WebhookStore:
        from chalicelib.adapters.dynamodb.webhooks import DynamoWebhookStore

        return DynamoWebhookStore(self.client("dynamodb"), self.settings.table_name)

    @cached_property
    def webhook_events(self) -> EventSource:
        from chalicelib.usecases.stored_webhook_events import StoredWebhookEvents

        return StoredWebhookEvents(self.store)

    @cached_property
    def webhook_queue(self) -> WebhookQueue:
        from chalicelib.adapters.webhook_queue_sqs import SqsWebhookQueue

        return SqsWebhookQueue(self.client("sqs"), self.settings.webhooks_queue_url)

    @cached_property
    def webhook_urls(self) -> WebhookUrls:
        from chalicelib.adapters.outbound_url import OutboundUrls

        return OutboundUrls(allow_local=self.settings.is_local)

    @cached_property
    def webhook_sender(self) -> WebhookSender:
        from chalicelib.adapters.outbound_http import OutboundHttpSender

        return OutboundHttpSender(allow_local=self.settings.is_local)

    @cached_property
    def looking(self) -> Looking:
        """How a last look reaches its invoicing system: with less patience, and a longer answer, than a webhook."""
        from chalicelib.usecases.look_before import Looking

        return Looking(lambda: self.look_sender, lambda: self.secret_box)

    @cached_property
    def look_sender(self) -> WebhookSender:
        from chalicelib.adapters.outbound_http import LOOK_LIMITS, OutboundHttpSender

        return OutboundHttpSender(allow_local=self.settings.is_local, limits=LOOK_LIMITS)

    @cached_property
    def secret_box(self) -> SecretBox:
        from chalicelib.adapters.secret_box_kms import KmsSecretBox

        return KmsSecretBox(self.client("kms"), self.settings.data_key_id)

    @cached_property
    def jitter(self) -> Jitter:
        from chalicelib.adapters.jitter import RandomJitter

        return RandomJitter()
