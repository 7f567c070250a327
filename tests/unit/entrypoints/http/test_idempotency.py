from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from chalicelib.domain.errors import AnswerAlreadyStored
from chalicelib.domain.parties import Scope
from chalicelib.domain.webhooks import WebhookDelivery
from tests.support.http_client import HttpAnswer
from tests.support.http_world import HttpWorld
from tests.support.sample_requests import CREDITOR, case_request, open_case

AMOUNT = {"amount": {"amount": 5000, "currency": "EUR"}, "received_on": "2026-11-20"}


def test_the_same_request_is_answered_from_memory(world: HttpWorld) -> None:
    client = world.tenant().test
    first = client.post("/v1/creditors", CREDITOR, Idempotency_Key="k1")
    reordered = dict(reversed(CREDITOR.items()))
    again = client.post("/v1/creditors", reordered, Idempotency_Key='"k1"')
    assert (first.status, again.status) == (201, 201)
    assert again.json == first.json
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["request-id"] != first.headers["request-id"]


def test_another_request_with_the_key_is_refused(world: HttpWorld) -> None:
    client = world.tenant().test
    client.post("/v1/creditors", CREDITOR, Idempotency_Key="k1")
    other = client.post("/v1/creditors", {**CREDITOR, "name": "Autre"}, Idempotency_Key="k1")
    assert (other.status, other.code) == (422, "idempotency_key_reused")


def test_the_path_is_part_of_the_request(world: HttpWorld) -> None:
    client = world.tenant().test
    one, two = open_case(client), open_case(client)
    first = client.post(f"/v1/cases/{one['id']}/payments", AMOUNT, Idempotency_Key="k")
    other = client.post(f"/v1/cases/{two['id']}/payments", AMOUNT, Idempotency_Key="k")
    assert first.status == 201
    assert other.code == "idempotency_key_reused"


def test_a_key_belongs_to_one_tenant_and_mode(world: HttpWorld) -> None:
    one, two = world.tenant("A"), world.tenant("B")
    ids = {
        client.post("/v1/creditors", CREDITOR, Idempotency_Key="k").json["id"]
        for client in (one.test, one.live, two.test, two.live)
    }
    assert len(ids) == 4


def test_a_refused_request_is_not_kept(world: HttpWorld) -> None:
    client = world.tenant().test
    assert client.post("/v1/creditors", {**CREDITOR, "iban": "FR00"}, Idempotency_Key="k").status == 422
    assert client.post("/v1/creditors", CREDITOR, Idempotency_Key="k").status == 201


@pytest.mark.parametrize("key", ["", " ", '""', "é", "a b", "x" * 256, "\x7f"])
def test_another_form_of_key_is_refused(world: HttpWorld, key: str) -> None:
    answer = world.tenant().test.post("/v1/creditors", CREDITOR, Idempotency_Key=key)
    assert (answer.status, answer.code) == (422, "invalid_idempotency_key")
    assert answer.json["errors"][0]["header"] == "Idempotency-Key"


def test_the_key_is_ignored_where_nothing_changes(world: HttpWorld) -> None:
    client = world.tenant().test
    body = case_request(client)
    for _ in range(2):
        answer = client.post("/v1/cases/preview", body, Idempotency_Key="k")
        assert answer.status == 200
        assert "idempotent-replayed" not in answer.headers


def test_what_is_kept_of_a_debtor_is_sealed_with_its_key(world: HttpWorld) -> None:
    client = world.tenant().test
    open_case(client)
    body = case_request(client, invoices=[{**CASE_INVOICE, "number": "F-9"}])
    client.post("/v1/cases", body, Idempotency_Key="k")
    [kept] = [write for write in world.store.commits[-1] if type(write).__name__ == "StoreAnswer"]
    assert getattr(kept, "key", None) is not None


CASE_INVOICE = {
    "number": "F-1",
    "issue_date": "2026-08-31",
    "due_date": "2026-09-30",
    "amount_incl_tax": {"amount": 120_000, "currency": "EUR"},
}


def test_of_64_simultaneous_requests_one_opens_a_case_and_63_replay_it(world: HttpWorld) -> None:
    """R-130: one case, one 201 and 63 replays of it."""
    client = world.tenant().test
    body = case_request(client)
    together = Barrier(64)

    def post() -> HttpAnswer:
        together.wait()
        return client.post("/v1/cases", body, Idempotency_Key="race")

    with ThreadPoolExecutor(64) as pool:
        answers = [task.result() for task in [pool.submit(post) for _ in range(64)]]
    assert {answer.status for answer in answers} == {201}
    assert len({answer.json["id"] for answer in answers}) == 1
    assert sum("idempotent-replayed" in answer.headers for answer in answers) == 63
    assert len(client.get("/v1/cases").json["data"]) == 1


def test_of_64_simultaneous_requests_one_registers_a_webhook_endpoint(world: HttpWorld) -> None:
    """R-130, R-131: one endpoint; its secret is in the first answer alone, and kept nowhere in clear."""
    client = world.tenant().test
    body = {"url": "https://facturo.example/hooks"}
    together = Barrier(64)

    def post() -> HttpAnswer:
        together.wait()
        return client.post("/v1/webhook-endpoints", body, Idempotency_Key="race")

    with ThreadPoolExecutor(64) as pool:
        answers = [task.result() for task in [pool.submit(post) for _ in range(64)]]
    assert {answer.status for answer in answers} == {201}
    assert len({answer.json["id"] for answer in answers}) == 1
    assert len(client.get("/v1/webhook-endpoints").json["data"]) == 1
    shown = [answer for answer in answers if answer.json["secret"] is not None]
    assert len(shown) == 1
    assert "idempotent-replayed" not in shown[0].headers
    assert shown[0].json["secret"] not in repr(world.store.commits)


def test_a_repeated_redelivery_sends_once(world: HttpWorld) -> None:
    """R-130, R-131."""
    tenant = world.tenant()
    client = tenant.test
    scope = Scope(tenant.id, livemode=False)
    case = open_case(client)
    endpoint = client.post("/v1/webhook-endpoints", {"url": "https://facturo.example/hooks"}).json
    event_id = world.store.events(scope, case["id"], limit=1, position=None).items[0].id
    event = world.deps.webhook_events.get(scope, event_id, case_id=case["id"], sequence=1)
    assert event is not None
    world.deps.webhook_store.add_delivery(WebhookDelivery.of(event, endpoint["id"], world.clock.now()))
    path = f"/v1/events/{event_id}/redeliver"
    first = client.post(path, {}, Idempotency_Key="k")
    again = client.post(path, {}, Idempotency_Key="k")
    assert first.status == again.status == 202, first.text
    assert again.json == first.json
    assert len(first.json["data"]) == 1
    assert len(world.deps.webhook_queue.sent) == 1  # type: ignore[attr-defined]  # the recording queue


def test_the_loser_of_a_race_replays_what_the_winner_did(world: HttpWorld) -> None:
    client = world.tenant().test
    case = open_case(client)
    path, body = f"/v1/cases/{case['id']}/resume", {"reason": "settled"}
    client.post(f"/v1/cases/{case['id']}/pause", {"reason": "wait"})
    won: list[HttpAnswer] = []

    def overtake(name: str) -> None:
        if name == "answer":
            world.store.after = lambda _: None
            won.append(client.post(path, body, Idempotency_Key="k"))

    world.store.after = overtake
    lost = client.post(path, body, Idempotency_Key="k")
    assert won[0].status == 200
    assert (lost.status, lost.headers.get("idempotent-replayed")) == (200, "true")
    assert lost.json == won[0].json


def test_only_after_repeated_conflicts_the_caller_is_asked_to_wait(world: HttpWorld) -> None:
    client = world.tenant().test

    def conflict(name: str) -> None:
        if name == "commit":
            raise AnswerAlreadyStored("Another request with this key is at work.")

    world.store.before = conflict
    answer = client.post("/v1/creditors", CREDITOR, Idempotency_Key="k")
    assert (answer.status, answer.code) == (409, "idempotency_in_progress")
    assert answer.headers["retry-after"] == "1"
    assert answer.json["retryable"] is True
