from __future__ import annotations

import logging
import pickle
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import httpx
import pytest
from amiable import Amiable, ApiError, ConfigurationError, InvalidRequest, NotFound, NotModified, eur, models

from tests.support.client_transport import BASE_URL, answers
from tests.support.sample_requests import CREDITOR, INVOICE

from .conftest import World

EMPTY = {"object": "list", "data": [], "has_more": False, "next_cursor": None}


def test_an_operation_answers_its_model_with_the_types_of_python(client: Amiable, case_id: str) -> None:
    case = client.cases.get_case(case_id)
    assert isinstance(case, models.Case)
    assert isinstance(case.created_at, datetime)
    assert case.balance is not None
    assert case.balance.as_of == date(2026, 11, 23)
    assert case.invoices[0].amount_incl_tax == eur(1200)


def test_a_body_is_a_model_or_the_object_as_it_is_sent(client: Amiable) -> None:
    typed = models.CreditorRequest.from_dict(CREDITOR)
    assert client.creditors.create_creditor(typed).name == client.creditors.create_creditor(CREDITOR).name


def test_what_is_left_out_is_not_sent_and_null_is(world: World, client: Amiable) -> None:
    creditor = client.creditors.create_creditor(CREDITOR)
    client.creditors.update_creditor(creditor.id, models.CreditorChanges(phone=None), if_match=creditor.etag)
    assert world.way.seen[-1].content == b'{"phone":null}'


def test_the_etag_of_what_was_read_lets_it_be_changed(client: Amiable) -> None:
    made = client.creditors.create_creditor(CREDITOR)
    changed = client.creditors.update_creditor(made.id, {"phone": "01 99 00 56 78"}, if_match=made.etag)
    assert (made.etag, changed.etag) == ('"v1"', '"v2"')
    with pytest.raises(NotModified):
        client.creditors.get_creditor(made.id, if_none_match=changed.etag)


def test_a_part_of_an_answer_carries_no_answer_of_its_own(client: Amiable, case_id: str) -> None:
    case = client.cases.get_case(case_id)
    assert case.last_response.request_id is not None
    assert case.last_response.status == 200
    with pytest.raises(LookupError, match="not an answer"):
        _ = case.invoices[0].last_response
    with pytest.raises(LookupError, match="without an ETag"):
        _ = client.creditors.list_creditors().etag


def test_the_answer_does_not_count_for_equality(client: Amiable, case_id: str) -> None:
    first, second = client.cases.get_case(case_id), client.cases.get_case(case_id)
    assert first == second
    assert first.last_response is not second.last_response


def test_threads_that_share_a_client_each_get_the_answer_of_their_own_call() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"Request-Id": request.url.params["limit"]}, json=EMPTY)

    with Amiable("sk_test_x", base_url=BASE_URL, transport=httpx.MockTransport(answer)) as client:

        def request_id(number: int) -> str | None:
            return client.creditors.list_creditors(limit=number).last_response.request_id

        with ThreadPoolExecutor(8) as threads:
            assert list(threads.map(request_id, range(100))) == [str(number) for number in range(100)]


def test_another_representation_is_a_method_of_its_own_and_a_page_is_text(client: Amiable, case_id: str) -> None:
    assert client.cases.get_statement(case_id).last_response.headers["content-type"] == "application/json"
    assert isinstance(client.cases.get_statement_pdf(case_id), bytes)
    assert client.problems.get_problem_page("not_found").startswith("<!doctype html>")
    assert "\nopenapi: " in client.documentation.get_contract_yaml()


def test_an_answer_without_content_is_none(client: Amiable) -> None:
    made = client.webhooks.create_webhook_endpoint({"url": "https://facturo.example/hooks"})
    client.webhooks.delete_webhook_endpoint(made.id, if_match=made.etag)
    with pytest.raises(NotFound):
        client.webhooks.get_webhook_endpoint(made.id)


def test_pages_yield_every_item_once_and_fetch_a_page_when_it_is_needed(world: World, client: Amiable) -> None:
    made = [client.creditors.create_creditor({**CREDITOR, "name": f"Creditor {number}"}).id for number in range(5)]
    world.meets()
    items = client.pages(client.creditors.list_creditors, limit=2)
    assert world.way.seen == []
    assert next(items).id == made[4]
    assert len(world.way.seen) == 1
    assert [item.id for item in items] == [made[3], made[2], made[1], made[0]]
    assert len(world.way.seen) == 3


def test_pages_pass_filters_and_positions_on(world: World, client: Amiable, case_id: str) -> None:
    events = list(client.pages(client.cases.list_timeline, case_id, limit=2))
    assert [event.sequence for event in events] == list(range(1, len(events) + 1))
    since = datetime(2026, 11, 1, tzinfo=UTC)
    client.cases.get_case(case_id)
    listed = client.cases.list_cases(
        creditor_id=client.cases.get_case(case_id).creditor_id, status="open", created_at_gte=since
    )
    assert [case.id for case in listed.data] == [case_id]
    assert "created_at%5Bgte%5D=2026-11-01T00%3A00%3A00Z" in str(world.way.seen[-1].url)


@pytest.mark.parametrize("wrong", ["", ".", ".."])
def test_an_id_that_would_lead_to_another_path_is_refused(client: Amiable, wrong: str) -> None:
    with pytest.raises(ValueError, match="case_id"):
        client.cases.get_case(wrong)


def test_an_id_is_one_segment_of_the_path_whatever_it_holds(world: World, client: Amiable) -> None:
    with pytest.raises(ApiError):
        client.cases.get_case("a/b?c#d")
    assert world.way.seen[-1].url.raw_path == b"/v1/cases/a%2Fb%3Fc%23d"


def test_the_errors_name_each_field(client: Amiable) -> None:
    with pytest.raises(InvalidRequest) as raised:
        client.cases.open_case({"creditor_id": "x", "invoices": [{**INVOICE, "due_date": "soon"}]})
    assert raised.value.code == "invalid_request"
    assert {error.pointer for error in raised.value.errors} == {"#/creditor_id", "#/invoices/0/due_date"}
    assert raised.value.request_id.startswith("req_")
    assert raised.value.type.endswith("/problems/invalid_request")


def test_the_key_is_asked_for_and_never_told(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AMIABLE_API_KEY", raising=False)
    with pytest.raises(ConfigurationError, match="AMIABLE_API_KEY"):
        Amiable()
    caplog.set_level(logging.DEBUG)
    with world.client() as client:
        client.creditors.list_creditors()
        world.meets(answers(404))
        with pytest.raises(ApiError) as raised:
            client.creditors.list_creditors()
    assert world.key not in repr(client) + str(vars(client)) + caplog.text + repr(raised.value) + str(
        vars(raised.value)
    )


def test_key_and_address_come_from_the_environment(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMIABLE_API_KEY", world.key)
    monkeypatch.setenv("AMIABLE_BASE_URL", "https://here.test/v1/")
    with Amiable(transport=world.way) as client:
        client.creditors.list_creditors()
    assert str(world.way.seen[-1].url) == "https://here.test/v1/creditors"
    assert world.way.seen[-1].headers["User-Agent"].startswith("amiable-python/")


@pytest.mark.parametrize(
    "address",
    [
        "http://api.test/v1",
        "http://127.0.0.1.evil.test",
        "http://10.0.0.1/v1",
        "ftp://api.test",
        "api.test",
        "https://u:p@api.test",
    ],
)
def test_a_key_does_not_travel_unencrypted(address: str) -> None:
    with pytest.raises(ConfigurationError):
        Amiable("sk_test_x", base_url=address)


@pytest.mark.parametrize("address", ["http://localhost:4566/v1", "http://127.0.0.1:8000", "http://[::1]:80/v1"])
def test_this_machine_may_be_spoken_to_in_clear(address: str) -> None:
    Amiable("sk_test_x", base_url=address).close()


def test_plain_http_to_elsewhere_is_allowed_on_demand() -> None:
    Amiable("sk_test_x", base_url="http://api.test", allow_plain_http=True).close()


@pytest.mark.parametrize("key", ["sk_test_x\r\nHost: evil", "clé", "a b"])
def test_what_cannot_be_a_key_is_refused_without_being_shown(key: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        Amiable(key)
    assert key not in str(raised.value)


def test_a_redirect_is_not_followed(world: World, client: Amiable) -> None:
    world.meets(answers(307, Location="https://evil.test/"))
    with pytest.raises(ApiError, match="307"):
        client.creditors.list_creditors()
    assert len(world.way.seen) == 1


def test_a_secret_is_not_shown_by_the_object_that_holds_it(client: Amiable) -> None:
    made = client.keys.create_key({"name": "Dashboard", "scopes": ["cases:read"]})
    assert isinstance(made.secret, str)
    assert made.secret not in repr(made)


def test_an_error_passes_between_processes(client: Amiable) -> None:
    with pytest.raises(NotFound) as raised:
        client.creditors.get_creditor("cred_00000000000000000000000000")
    again = pickle.loads(pickle.dumps(raised.value))  # noqa: S301 - its own words
    assert str(again) == str(raised.value)
    assert again.code == "not_found"


def test_a_transport_of_one_s_own_gets_every_request() -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        return httpx.Response(200, json=EMPTY)

    with Amiable("sk_test_x", base_url=BASE_URL, transport=httpx.MockTransport(answer)) as client:
        assert list(client.pages(client.creditors.list_creditors)) == []
    assert seen == [f"{BASE_URL}/creditors"]
