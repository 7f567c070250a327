"""Register a receiver of webhooks and hand out its signing secret, once (R-131)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from chalicelib.domain.errors import Conflict, FieldProblem, InvalidInput
from chalicelib.domain.parties import Scope
from chalicelib.domain.webhook_signature import SECRET_BYTES, secret_from
from chalicelib.domain.webhooks import ENDPOINTS_PER_TENANT, SealedSecret, WebhookEndpoint
from chalicelib.usecases.webhook_ports import (
    Commits,
    EndpointStore,
    Ids,
    Reply,
    SecretBox,
    WallClock,
    WebhookUrls,
)
from chalicelib.usecases.writes import Create


@dataclass(frozen=True)
class RegisterWebhookEndpoint:
    """``events`` empty: every type."""

    scope: Scope
    url: str
    events: tuple[str, ...] = ()
    description: str | None = None


@dataclass(frozen=True)
class RegisteredEndpoint:
    """``secret`` is in clear here and nowhere else; show it once."""

    endpoint: WebhookEndpoint
    secret: str = field(repr=False)


def register_webhook_endpoint(
    command: RegisterWebhookEndpoint,
    *,
    store: EndpointStore,
    commits: Commits,
    urls: WebhookUrls,
    box: SecretBox,
    clock: WallClock,
    ids: Ids,
    known_types: Collection[str],
    reply: Reply,
) -> RegisteredEndpoint:
    """Check URL and types, make the secret, store the endpoint with the answer that is kept (R-130).

    InvalidInput for a URL that is not allowed or an unknown type; Conflict ``webhook_endpoint_limit`` beyond
    16 endpoints (two registrations at the same instant may both be the sixteenth).
    """
    url = urls.check(command.url)
    check_types(command.events, known_types)
    if len(store.list_endpoints(command.scope)) >= ENDPOINTS_PER_TENANT:
        raise Conflict(
            f"There are {ENDPOINTS_PER_TENANT} webhook endpoints already; delete one first.",
            code="webhook_endpoint_limit",
        )
    now = clock.now()
    endpoint_id = ids.new("whe")
    secret = secret_from(ids.random_bytes(SECRET_BYTES))
    endpoint = WebhookEndpoint(
        id=endpoint_id,
        scope=command.scope,
        url=url,
        created_at=now,
        secrets=(SealedSecret(box.seal(secret.encode(), endpoint_id), now),),
        events=tuple(dict.fromkeys(command.events)),
        description=command.description,
    )
    registered = RegisteredEndpoint(endpoint, secret)
    commits.commit([Create(endpoint), *reply(registered)])
    return registered


def check_types(events: tuple[str, ...], known_types: Collection[str], field: str = "events") -> None:
    """InvalidInput that names each type which does not exist."""
    problems = tuple(
        FieldProblem(f"#/{field}/{index}", "unknown_event_type", f"There is no event type {name!r}.")
        for index, name in enumerate(events)
        if name not in known_types
    )
    if problems:
        raise InvalidInput("The list of event types holds one that does not exist.", errors=problems)
