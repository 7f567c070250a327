from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from tests.support.http_world import HttpWorld
from tests.support.sample_requests import CREDITOR, DEBTOR, INVOICE, case_request, create, open_case


def test_a_case_is_opened_with_two_reads_and_one_transaction(world: HttpWorld) -> None:
    client = world.tenant().test
    body = case_request(client)
    world.store.calls.clear()
    answer = client.post("/v1/cases", body, Idempotency_Key="k")
    assert answer.status == 201
    assert answer.headers["location"] == f"/v1/cases/{answer.json['id']}"
    assert world.store.calls == {"answer": 1, "parties": 1, "commit": 1}


def test_a_case_is_read_with_one_query(world: HttpWorld) -> None:
    client = world.tenant().test
    case = open_case(client)
    world.store.calls.clear()
    answer = client.get(f"/v1/cases/{case['id']}")
    assert world.store.calls == {"case": 1}
    assert answer.json == {name: value for name, value in case.items() if name != "findings"}


def test_the_tag_of_a_case_moves_with_the_day_but_if_match_looks_at_the_version(world: HttpWorld) -> None:
    client = world.tenant().test
    case = open_case(client)
    path = f"/v1/cases/{case['id']}"
    tag = client.get(path).headers["etag"]
    assert tag == '"v1-2026-11-23"'
    world.clock.instant = world.clock.instant.replace(day=24)
    later = client.get(path, If_None_Match=tag)
    assert (later.status, later.headers["etag"]) == (200, '"v1-2026-11-24"')
    assert client.post(f"{path}/pause", {"reason": "r"}, If_Match=tag).status == 200
    assert client.post(f"{path}/resume", {"reason": "r"}, If_Match=tag).status == 412


def test_a_new_debtor_comes_with_the_case(world: HttpWorld) -> None:
    client = world.tenant().test
    creditor = create(client, "/v1/creditors", CREDITOR)
    case = create(client, "/v1/cases", {"creditor_id": creditor["id"], "debtor": DEBTOR, "invoices": [INVOICE]})
    assert client.get(f"/v1/debtors/{case['debtor_id']}").json["name"] == DEBTOR["name"]


def test_no_step_of_a_preview_lies_before_the_opening(world: HttpWorld) -> None:
    """A case opened in the evening of a step's own day: that step is not promised for its morning."""
    client = world.tenant().test
    world.clock.instant = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
    body = case_request(client, invoices=[{**INVOICE, "due_date": "2026-11-15"}])
    steps = client.post("/v1/cases/preview", body).json["steps"]
    today = [step for step in steps if step["on"] == "2026-11-23" and step["at"]]
    assert today, steps
    assert all(datetime.fromisoformat(step["at"]) >= world.clock.instant for step in steps if step["at"])


def test_a_preview_stores_nothing(world: HttpWorld) -> None:
    """R-121."""
    client = world.tenant().test
    body = case_request(client)
    commits = len(world.store.commits)
    preview = client.post("/v1/cases/preview", body).json
    assert preview["eligible"] is True
    assert preview["statement"]["balance"]["principal"] == INVOICE["amount_incl_tax"]
    assert [step["step_id"] for step in preview["steps"]][-1] == "last_call"
    assert len(world.store.commits) == commits


def test_a_claim_that_is_not_due_is_refused_with_its_cure(world: HttpWorld) -> None:
    """R-001."""
    client = world.tenant().test
    body = case_request(client, invoices=[{**INVOICE, "due_date": "2027-01-31"}])
    answer = client.post("/v1/cases", body)
    assert (answer.status, answer.code) == (422, "not_eligible")
    assert answer.json["errors"][0]["pointer"].startswith("#/invoices")
    assert client.post("/v1/cases/preview", body).json["eligible"] is False


@pytest.mark.parametrize(
    ("one", "other", "status"),
    [("FA-77", "FA 77", 422), ("FA-77", "FA/77", 422), ("FA-77", "ＦＡ-７７", 422), ("1-11", "11-1", 201)],
)
def test_one_invoice_spelled_twice_is_refused_and_two_numbers_are_two(
    world: HttpWorld, one: str, other: str, status: int
) -> None:
    """The rule by which the request is judged is the one by which the table holds numbers."""
    client = world.tenant().test
    invoices = [{**INVOICE, "number": one}, {**INVOICE, "number": other}]
    answer = client.post("/v1/cases", case_request(client, invoices=invoices))
    assert answer.status == status, answer.text
    if status != 201:
        assert [(e["code"], e["pointer"]) for e in answer.json["errors"]] == [
            ("duplicate_invoice", "#/invoices/1/number")
        ]


def test_an_invoice_is_in_one_open_case_only(world: HttpWorld) -> None:
    client = world.tenant().test
    body = case_request(client)
    first = create(client, "/v1/cases", body)
    again = client.post("/v1/cases", body)
    assert (again.status, again.code) == (409, "invoice_already_in_case")
    assert again.json["link"] == f"/v1/cases/{first['id']}"


def test_a_payment_shows_how_it_was_spread(world: HttpWorld) -> None:
    """R-092."""
    client = world.tenant().test
    case = open_case(client)
    body = {"amount": {"amount": 200_000, "currency": "EUR"}, "received_on": "2026-11-20"}
    paid = create(client, f"/v1/cases/{case['id']}/payments", body)
    parts = ("interest", "fixed_indemnity", "principal")
    spread = sum(entry[part]["amount"] for entry in paid["allocations"] for part in parts)
    assert paid["allocations"][-1]["principal_left"]["amount"] == 0
    assert spread < 200_000
    assert (paid["case"]["status"], paid["case"]["outcome"]) == ("closed", "paid")
    back = client.post(f"/v1/cases/{case['id']}/payments/{paid['id']}/reverse", {"reason": "NSF", "on": "2026-11-21"})
    assert (back.status, back.json["reversed_on"], back.json["case"]["status"]) == (200, "2026-11-21", "open")


def test_money_is_recorded_while_the_rate_of_the_half_year_is_missing(world: HttpWorld) -> None:
    """INT_15: kept without allocation, and the answer names the rate it waits for."""
    client = world.tenant().test
    path = f"/v1/cases/{open_case(client)['id']}"
    world.clock.instant = datetime(2027, 1, 12, 9, tzinfo=UTC)
    paid = create(
        client, f"{path}/payments", {"amount": {"amount": 500, "currency": "EUR"}, "received_on": "2027-01-11"}
    )
    assert (paid["allocations"], paid["case"]["balance"]) == ([], None)
    assert "2027H1" in paid["case"]["missing_rate"]
    back = client.post(f"{path}/payments/{paid['id']}/reverse", {"reason": "NSF", "on": "2027-01-12"})
    assert (back.status, back.json["not_reopened"]) == (200, None)


def test_a_reversal_says_that_the_case_stays_closed_when_another_has_the_invoice(world: HttpWorld) -> None:
    client = world.tenant().test
    body = case_request(client)
    path = f"/v1/cases/{create(client, '/v1/cases', body)['id']}"
    whole = {"amount": {"amount": 200_000, "currency": "EUR"}, "received_on": "2026-11-20"}
    paid = create(client, f"{path}/payments", whole)
    create(client, "/v1/cases", body)
    back = client.post(f"{path}/payments/{paid['id']}/reverse", {"reason": "NSF", "on": "2026-11-21"})
    assert (back.status, back.json["not_reopened"]) == (200, "invoice_already_in_case")
    assert (back.json["case"]["status"], back.json["reversed_on"]) == ("closed", "2026-11-21")


def test_a_dispute_pauses_until_it_is_resolved(world: HttpWorld) -> None:
    """R-002."""
    client = world.tenant().test
    path = f"/v1/cases/{open_case(client)['id']}"
    disputed = client.post(f"{path}/disputes", {"reason": "goods_missing"})
    assert (disputed.status, disputed.json["pause"]["kind"]) == (201, "dispute")
    assert client.post(f"{path}/resume", {"reason": "r"}).code == "dispute_open"
    assert client.post(f"{path}/disputes/resolve", {"reason": "r"}).json["status"] == "open"


def test_the_timeline_is_told_oldest_first_and_chained(world: HttpWorld) -> None:
    client = world.tenant().test
    case = open_case(client)
    first = client.get(f"/v1/cases/{case['id']}/timeline?limit=2").json
    rest = client.get(f"/v1/cases/{case['id']}/timeline?cursor={first['next_cursor']}").json
    events = first["data"] + rest["data"]
    assert [event["sequence"] for event in events] == list(range(1, case["sequence"] + 1))
    assert events[0]["type"] == "case.opened"
    assert events[-1]["hash"] == case["head_hash"]
    assert all(after["previous_hash"] == before["hash"] for before, after in pairwise(events))
    assert "state" not in events[-1]["data"]


def test_after_erasure_the_timeline_still_shows_the_chain(world: HttpWorld) -> None:
    """R-142."""
    tenant = world.tenant()
    case = open_case(tenant.test)
    scope = world.store.commits[-1][0].entity.scope  # type: ignore[union-attr]  # the case's own write
    world.store.erase_debtor_key(scope, case["debtor_id"])
    events = tenant.test.get(f"/v1/cases/{case['id']}/timeline").json["data"]
    assert [event["data"] for event in events] == [None] * case["sequence"]
    assert tenant.test.get(f"/v1/debtors/{case['debtor_id']}").status == 410


FILTERS = [
    "creditor_id={creditor_id}&debtor_id={debtor_id}",
    "external_reference=a&status=open",
    "external_reference=a&creditor_id={creditor_id}",
]


@pytest.mark.parametrize("query", FILTERS)
def test_other_combinations_of_filters_are_refused_by_name(world: HttpWorld, query: str) -> None:
    client = world.tenant().test
    case = open_case(client)
    answer = client.get("/v1/cases?" + query.format(**case))
    assert (answer.status, answer.code) == (422, "filter_combination_unsupported")
    assert all("parameter" in error for error in answer.json["errors"])


def test_cases_are_found_by_creditor_debtor_status_date_and_reference(world: HttpWorld) -> None:
    client = world.tenant().test
    case = open_case(client, external_reference="ext-1")
    open_case(client)
    queries = [
        "external_reference=ext-1",
        f"creditor_id={case['creditor_id']}&status=open",
        f"debtor_id={case['debtor_id']}&created_at[gte]=2026-11-23T00:00:00Z&created_at[lte]=2026-11-24T00:00:00Z",
    ]
    for query in queries:
        assert [entry["id"] for entry in client.get(f"/v1/cases?{query}").json["data"]] == [case["id"]]


def test_a_document_is_handed_out_by_a_link(world: HttpWorld) -> None:
    client = world.tenant().test
    document = {"type": "delivery_note", "name": "bon.pdf", "content_base64": "JVBERi0xLjQK"}
    case = open_case(client, invoices=[{**INVOICE, "documents": [document]}])
    [listed] = client.get(f"/v1/cases/{case['id']}/documents").json["data"]
    assert (listed["kind"], listed["media_type"], listed["download_url"]) == ("delivery_note", "application/pdf", None)
    linked = client.get(f"/v1/documents/{listed['id']}").json
    assert world.files.downloads[linked["download_url"]] == b"%PDF-1.4\n"


def test_a_test_clock_answers_at_once_and_exists_in_test_mode_only(world: HttpWorld) -> None:
    """R-132."""
    tenant = world.tenant()
    clock = create(tenant.test, "/v1/test-clocks", {"now": "2026-01-05T08:00:00Z"})
    answer = tenant.test.post(f"/v1/test-clocks/{clock['id']}/advance", {"to": "2026-02-05T08:00:00Z"})
    assert (answer.status, answer.json["status"]) == (202, "advancing")
    assert world.runs.clocks == [(clock["id"], 2)]
    again = tenant.test.post(f"/v1/test-clocks/{clock['id']}/advance", {"to": "2026-03-05T08:00:00Z"})
    assert (again.status, again.code) == (409, "clock_advancing")
    assert tenant.live.post("/v1/test-clocks", {"now": "2026-01-05T08:00:00Z"}).status == 422


def test_an_evidence_pack_says_which_head_it_shows(world: HttpWorld) -> None:
    """R-128."""
    client = world.tenant().test
    case = open_case(client)
    pack = create(client, f"/v1/cases/{case['id']}/evidence-pack", {})
    assert (pack["sequence"], pack["head_hash"]) == (case["sequence"], case["head_hash"])
    assert len(world.files.downloads[pack["download_url"]]) == pack["size"]
    kinds = [entry["kind"] for entry in client.get(f"/v1/cases/{case['id']}/documents").json["data"]]
    assert kinds == ["evidence_pack"]


def test_proof_may_be_added_at_any_time(world: HttpWorld) -> None:
    """R-008."""
    client = world.tenant().test
    path = f"/v1/cases/{open_case(client)['id']}"
    client.post(f"{path}/decision", {"choice": "withdraw", "reason": "r"})
    body = {"type": "contract", "name": "cgv.pdf", "content_base64": "JVBERi0xLjQK"}
    added = create(client, f"{path}/documents", body)
    assert (added["kind"], added["media_type"], added["size"]) == ("contract", "application/pdf", 9)
    assert client.get(f"{path}/timeline").json["data"][-1]["type"] == "document.added"
