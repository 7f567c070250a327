from __future__ import annotations

from typing import Any

import boto3
import pytest
from moto import mock_aws

from chalicelib.adapters.dynamodb.definition import table_definition
from chalicelib.adapters.dynamodb.key_uses import DynamoKeyUses
from chalicelib.adapters.dynamodb.store import DynamoStore
from chalicelib.adapters.dynamodb.table import Table
from chalicelib.adapters.dynamodb.webhooks import DynamoWebhookStore
from chalicelib.entrypoints.http.routes import BLUEPRINTS
from tests.support.http_world import TODAY, StandingClock, http_world
from tests.support.journey.every_operation import travel
from tests.support.memory.vault import MemoryVault


def test_every_operation_works_on_the_table_and_none_scans(monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole journey through HTTP, on the real adapter; a Scan anywhere fails it."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        client: Any = boto3.client("dynamodb", region_name="eu-west-3")
        client.create_table(**table_definition("table"))
        called: list[str] = []
        client.meta.events.register("before-call.dynamodb", lambda model, **_: called.append(model.name))

        def on_the_table(clock: StandingClock, vault: MemoryVault) -> DynamoStore:
            return DynamoStore(client, "table", vault, now=clock.now, sleep=lambda _: None)

        def key_uses(clock: StandingClock) -> DynamoKeyUses:
            return DynamoKeyUses(Table(client, "table", sleep=lambda _: None), clock.now)

        with http_world(on_the_table, DynamoWebhookStore(client, "table"), key_uses) as world:
            monkeypatch.setattr(world.deps.ids, "made_at", TODAY)
            said = travel(world)
    assert {spoken.operation for spoken in said} == {(o.method, o.path) for b in BLUEPRINTS for o in b.operations}
    assert "TransactWriteItems" in called
    assert "Scan" not in called
