"""What fails before, after, in between, twice or too fast: one effect, and one answer or one clear error."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import httpx
import pytest
from amiable import Amiable, ApiError, Conflict, ConnectionFailed, RateLimited, ServerError, eur, models

from tests.contract.contract_document import document, parameters
from tests.support.client_transport import Send, answer_lost, answers, cut_off, unreachable

from .conftest import World

Fault = Callable[[httpx.Request, Send], httpx.Response]
BUSY = b'{"code": "rate_limited", "title": "Too many requests", "status": 429, "detail": "Wait.", "retryable": true}'
FINAL = b'{"code": "ambiguous_failure", "title": "?", "status": 502, "detail": "Read the case.", "retryable": false}'
FAULTS: dict[str, Fault] = {
    "fails before": unreachable,
    "fails after": answer_lost,
    "breaks within the answer": cut_off,
    "too fast": answers(429, BUSY, Retry_After="2"),
    "a proxy without a server": answers(502, "<html>Bad gateway</html>"),
    "a gateway that gives up": answers(504),
    "an error of the server": answers(500, b'{"code": "internal_error", "detail": "?", "retryable": true}'),
}
PAYMENT = models.PaymentRequest(amount=eur("200.00"), received_on=date(2026, 11, 20))


def never_again(request: httpx.Request, send: Send) -> httpx.Response:
    del send
    raise AssertionError("a further attempt", request)


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_payment_is_recorded_once_whatever_happened_to_the_first_attempts(
    world: World, client: Amiable, case_id: str, fault: Fault
) -> None:
    world.meets(fault, fault)
    recorded = client.payments.record_payment(case_id, PAYMENT)
    assert recorded.last_response.attempts == 3
    assert [payment.amount for payment in client.cases.get_case(case_id).payments] == [eur("200.00")]
    keys = {request.headers["Idempotency-Key"] for request in world.way.seen if request.method == "POST"}
    assert len(keys) == 1


def test_the_answer_of_an_effect_whose_answer_was_lost_is_the_kept_one(
    world: World, client: Amiable, case_id: str
) -> None:
    world.meets(answer_lost)
    assert client.payments.record_payment(case_id, PAYMENT).last_response.replayed


def test_a_repeated_post_with_if_match_is_not_taken_for_a_stale_one(
    world: World, client: Amiable, case_id: str
) -> None:
    etag = client.cases.get_case(case_id).etag
    world.meets(answer_lost)
    recorded = client.payments.record_payment(case_id, PAYMENT, if_match=etag)
    assert recorded.last_response.replayed


def test_each_call_has_a_key_of_its_own_and_the_caller_s_key_wins(world: World, client: Amiable, case_id: str) -> None:
    world.meets()
    for _ in range(2):
        client.payments.record_payment(case_id, PAYMENT)
    for _ in range(2):
        client.payments.record_payment(case_id, PAYMENT, idempotency_key="transfer-4711")
    first, second, *own = [request.headers["Idempotency-Key"] for request in world.way.seen]
    assert first != second
    assert own == ["transfer-4711"] * 2
    assert len(client.cases.get_case(case_id).payments) == 3


def test_a_read_carries_no_idempotency_key(world: World, client: Amiable, case_id: str) -> None:
    world.meets(answer_lost)
    assert client.cases.get_case(case_id).last_response.attempts == 2
    assert "Idempotency-Key" not in world.way.seen[0].headers


def test_a_problem_that_says_that_it_is_not_retryable_is_not_tried_again(
    world: World, client: Amiable, case_id: str
) -> None:
    world.meets(answers(502, FINAL), never_again)
    with pytest.raises(ServerError, match="ambiguous_failure") as raised:
        client.payments.record_payment(case_id, PAYMENT)
    assert raised.value.attempts == 1


def test_a_conflict_that_passes_is_waited_for_as_long_as_it_says(world: World, client: Amiable, case_id: str) -> None:
    passing = b'{"code": "idempotency_in_progress", "detail": "Wait.", "retryable": true}'
    world.meets(answers(409, passing, Retry_After="3"))
    client.payments.record_payment(case_id, PAYMENT)
    assert world.waits == [3.0]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 412, 422])
def test_a_refusal_is_not_tried_again(world: World, client: Amiable, status: int) -> None:
    world.meets(answers(status, b'{"code": "no", "detail": "No.", "retryable": false}'), never_again)
    with pytest.raises(ApiError):
        client.creditors.list_creditors()


def test_a_change_whose_answer_was_lost_is_refused_as_stale_and_the_error_says_why(
    world: World, client: Amiable
) -> None:
    creditor = client.creditors.create_creditor(CREDITOR_OF_TEST)
    world.meets(answer_lost)
    with pytest.raises(Conflict) as raised:
        client.creditors.update_creditor(
            creditor.id, models.CreditorChanges(phone="01 99 00 56 78"), if_match=creditor.etag
        )
    assert raised.value.status == 412
    assert "may have been applied" in raised.value.__notes__[0]
    assert client.creditors.get_creditor(creditor.id).version == 2


def test_a_stale_change_without_a_lost_answer_gets_no_such_note(client: Amiable) -> None:
    creditor = client.creditors.create_creditor(CREDITOR_OF_TEST)
    with pytest.raises(Conflict) as raised:
        client.creditors.update_creditor(creditor.id, {"phone": "01 99 00 56 78"}, if_match='"v7"')
    assert not hasattr(raised.value, "__notes__")


def test_a_change_at_any_version_is_tried_again_only_where_nothing_can_have_happened(
    world: World, client: Amiable
) -> None:
    creditor = client.creditors.create_creditor(CREDITOR_OF_TEST)
    world.meets(unreachable, answers(429, BUSY, Retry_After="1"))
    changed = client.creditors.update_creditor(creditor.id, {"phone": "01 99 00 56 78"}, if_match="*")
    assert changed.version == 2
    world.meets(answer_lost, never_again)
    with pytest.raises(ConnectionFailed):
        client.creditors.update_creditor(creditor.id, {"phone": "01 99 00 56 79"}, if_match="*")
    world.meets()
    assert client.creditors.get_creditor(creditor.id).version == 3


def test_a_lost_connection_names_the_key_to_go_on_with(world: World, client: Amiable, case_id: str) -> None:
    world.meets(*[answer_lost] * 5)
    with pytest.raises(ConnectionFailed, match="after 5 attempts: timed out") as raised:
        client.payments.record_payment(case_id, PAYMENT)
    again = client.payments.record_payment(case_id, PAYMENT, idempotency_key=raised.value.idempotency_key)
    assert again.last_response.replayed
    assert len(client.cases.get_case(case_id).payments) == 1


def test_no_retry_is_made_when_none_is_wanted(world: World) -> None:
    with world.client(max_retries=0) as client:
        world.meets(unreachable, never_again)
        with pytest.raises(ConnectionFailed, match="no answer from") as raised:
            client.creditors.list_creditors()
    assert raised.value.attempts == 1


def test_waits_grow_vary_and_stay_below_their_bound(world: World, client: Amiable) -> None:
    world.meets(*[unreachable] * 4)
    client.creditors.list_creditors()
    bounds = [0.5, 1.0, 2.0, 4.0]
    assert all(0 <= wait <= bound for wait, bound in zip(world.waits, bounds, strict=True))
    assert len(set(world.waits)) == 4


def test_a_wait_that_is_too_long_is_left_to_the_caller(world: World, client: Amiable) -> None:
    world.meets(answers(429, BUSY, Retry_After="600"), never_again)
    with pytest.raises(RateLimited) as raised:
        client.creditors.list_creditors()
    assert raised.value.retry_after == 600
    assert world.waits == []


def test_no_attempt_begins_after_the_deadline(world: World) -> None:
    def slow(request: httpx.Request, send: Send) -> httpx.Response:
        del send
        world.waits.append(request.extensions["timeout"]["read"])
        raise httpx.ReadTimeout("timed out", request=request)

    with world.client(timeout=30, deadline=50, max_retries=9) as client:
        world.meets(slow, slow, never_again)
        with pytest.raises(ConnectionFailed, match="after 2 attempts"):
            client.creditors.list_creditors()
    assert sum(world.waits) == pytest.approx(50)


def test_an_attempt_for_which_no_time_is_left_does_not_hide_the_last_answer(world: World) -> None:
    with world.client(deadline=0.4) as client:
        world.meets(answers(503, "busy"), never_again)
        with pytest.raises(ServerError, match="503"):
            client.creditors.list_creditors()


def test_the_last_answer_is_told_when_retries_run_out(world: World, client: Amiable) -> None:
    page = "<html><body>upstream\nconnect error</body></html>"
    world.meets(*[answers(503, page)] * 5)
    with pytest.raises(ServerError) as raised:
        client.creditors.list_creditors()
    assert raised.value.attempts == 5
    assert str(raised.value) == "503 http_503: <html><body>upstream connect error</body></html>"


CREDITOR_OF_TEST: dict[str, Any] = {
    "name": "ACME SARL",
    "siret": "73282932000074",
    "address": {"line1": "1 rue de la Paix", "postal_code": "75002", "city": "Paris"},
}


STATELESS = {
    "preview_case",
    "dry_run_scenario",
    "lint_scenario",
    "lint_template",
    "preview_template",
    "calculate_late_payment",
    "calculate_allocation",
    "calculate_limitation",
    "calculate_contact_time",
    "create_upload",
    "make_debtor_page_link",
    "quote_payment_plan",
}


def test_every_write_of_the_contract_is_protected_from_being_done_twice() -> None:
    """By an idempotency key, or by the version that it changes; what has neither must keep nothing."""
    unprotected = {
        operation["operationId"]
        for path in document()["paths"].values()
        for method, operation in path.items()
        if method in {"post", "put", "patch", "delete"}
        and not {"Idempotency-Key", "If-Match"} & parameters(operation, "header").keys()
    }
    assert unprotected == STATELESS
