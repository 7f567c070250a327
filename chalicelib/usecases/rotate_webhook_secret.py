"""Give an endpoint a new signing secret; the old one signs too for a while, so that nothing is refused (R-131)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.parties import Scope
from chalicelib.domain.webhook_signature import SECRET_BYTES, secret_from
from chalicelib.domain.webhooks import SealedSecret, WebhookEndpoint

from .list_webhook_endpoints import read_webhook_endpoint
from .register_webhook_endpoint import RegisteredEndpoint
from .webhook_ports import Commits, EndpointStore, Ids, Reply, SecretBox, WallClock
from .writes import Update

LONGEST_OVERLAP = timedelta(hours=24)
MOST_SECRETS = 5
"""Signatures of one request; with more rotations in a day the oldest end before their time."""


def rotate_webhook_secret(
    scope: Scope,
    endpoint_id: str,
    *,
    overlap: timedelta = LONGEST_OVERLAP,
    store: EndpointStore,
    commits: Commits,
    box: SecretBox,
    clock: WallClock,
    ids: Ids,
    reply: Reply,
) -> RegisteredEndpoint:
    """The new secret is in clear in this answer alone; the old ones end after ``overlap``, 24 hours at most."""
    endpoint = read_webhook_endpoint(scope, endpoint_id, store=store)
    now = clock.now()
    secret = secret_from(ids.random_bytes(SECRET_BYTES))
    new = SealedSecret(box.seal(secret.encode(), endpoint.id), now)
    old = _ending(endpoint, now, now + min(overlap, LONGEST_OVERLAP))
    changed = replace(endpoint, secrets=(new, *old[: MOST_SECRETS - 1]), version=endpoint.version + 1)
    rotated = RegisteredEndpoint(changed, secret)
    commits.commit([Update(changed), *reply(rotated)])
    return rotated


def _ending(endpoint: WebhookEndpoint, now: datetime, at: datetime) -> list[SealedSecret]:
    """Those that sign still, newest first, each ending at ``at`` or before."""
    ending = [replace(s, expires_at=min(s.expires_at or at, at)) for s in endpoint.secrets_at(now)]
    return [s for s in ending if s.expires_at is not None and s.expires_at > now]
