"""Registering, listing and deleting webhook endpoints (R-131)."""

from __future__ import annotations

import base64

import pytest

from chalicelib.domain.errors import Conflict, InvalidInput, NotFound, PreconditionFailed
from chalicelib.domain.parties import Scope
from chalicelib.usecases.delete_webhook_endpoint import delete_webhook_endpoint
from chalicelib.usecases.list_webhook_deliveries import list_webhook_deliveries
from chalicelib.usecases.list_webhook_endpoints import list_webhook_endpoints, read_webhook_endpoint
from chalicelib.usecases.ports import no_reply
from chalicelib.usecases.register_webhook_endpoint import (
    RegisteredEndpoint,
    RegisterWebhookEndpoint,
    register_webhook_endpoint,
)
from tests.support.fake_webhooks import NOON, AnyUrl, CountingIds, MemoryWebhookStore, MovableClock, ReversingBox
from tests.support.memory.store import MemoryStore

SCOPE = Scope("ten_a", True)
URL = "https://hooks.example.com/in"
TYPES = {"case.opened", "case.closed"}


class Desk:
    def __init__(self) -> None:
        self.store, self.ids, self.box = MemoryWebhookStore(), CountingIds(), ReversingBox()

    def register(self, url: str = URL, events: tuple[str, ...] = (), scope: Scope = SCOPE) -> RegisteredEndpoint:
        return register_webhook_endpoint(
            RegisterWebhookEndpoint(scope, url, events, "Comptabilité"),
            store=self.store,
            commits=MemoryStore(self.store),
            urls=AnyUrl(),
            box=self.box,
            clock=MovableClock(),
            ids=self.ids,
            known_types=TYPES,
            reply=no_reply,
        )


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_the_secret_is_handed_out_once_and_stored_sealed(desk: Desk) -> None:
    registered = desk.register()
    stored = desk.store.list_endpoints(SCOPE)
    assert stored == (registered.endpoint,)
    assert registered.secret.startswith("whsec_")
    assert len(base64.b64decode(registered.secret[6:])) == 32
    sealed = stored[0].secrets[0].sealed
    assert registered.secret.encode() not in sealed
    assert desk.box.open(sealed, stored[0].id).decode() == registered.secret


def test_an_endpoint_starts_enabled_with_its_filter(desk: Desk) -> None:
    endpoint = desk.register(events=("case.closed", "case.opened", "case.closed")).endpoint
    assert endpoint.enabled
    assert endpoint.events == ("case.closed", "case.opened")
    assert (endpoint.version, endpoint.created_at, endpoint.description) == (1, NOON, "Comptabilité")


def test_a_url_that_is_not_allowed_stores_nothing(desk: Desk) -> None:
    with pytest.raises(InvalidInput):
        desk.register(url="http://169.254.169.254/")
    assert desk.store.list_endpoints(SCOPE) == ()


def test_each_unknown_type_is_named(desk: Desk) -> None:
    with pytest.raises(InvalidInput) as refused:
        desk.register(events=("case.opened", "case.exploded", "*"))
    assert [p.pointer for p in refused.value.errors] == ["#/events/1", "#/events/2"]
    assert desk.store.list_endpoints(SCOPE) == ()


def test_sixteen_endpoints_per_tenant_and_mode_are_enough(desk: Desk) -> None:
    for _ in range(16):
        desk.register()
    with pytest.raises(Conflict) as refused:
        desk.register()
    assert refused.value.code == "webhook_endpoint_limit"
    assert desk.register(scope=Scope("ten_a", False)).endpoint.enabled


def test_endpoints_are_listed_newest_first_and_only_ones_own(desk: Desk) -> None:
    """R-134."""
    ids = [desk.register().endpoint.id for _ in range(3)]
    desk.register(scope=Scope("ten_b", True))
    assert [e.id for e in list_webhook_endpoints(SCOPE, store=desk.store)] == ids[::-1]


def test_another_tenants_endpoint_is_not_found(desk: Desk) -> None:
    """R-134."""
    theirs = desk.register(scope=Scope("ten_b", True)).endpoint
    with pytest.raises(NotFound):
        read_webhook_endpoint(SCOPE, theirs.id, store=desk.store)
    with pytest.raises(NotFound):
        delete_webhook_endpoint(SCOPE, theirs.id, expected_version=1, store=desk.store)
    with pytest.raises(NotFound):
        list_webhook_deliveries(SCOPE, theirs.id, limit=5, store=desk.store)


def test_an_endpoint_is_deleted_at_the_version_that_was_read(desk: Desk) -> None:
    endpoint = desk.register().endpoint
    with pytest.raises(PreconditionFailed):
        delete_webhook_endpoint(SCOPE, endpoint.id, expected_version=7, store=desk.store)
    delete_webhook_endpoint(SCOPE, endpoint.id, expected_version=1, store=desk.store)
    assert list_webhook_endpoints(SCOPE, store=desk.store) == ()
