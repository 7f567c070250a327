"""Call lists over HTTP: order, filters by name, claim and outcome, the page to print (R-033, R-069..R-071)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from tests.support.living_http import ADDRESS, COMPANY, LivingHttp, living_http

DUE = date(2026, 1, 15)
OPENED = datetime(2026, 1, 16, 9, tzinfo=UTC)
CALLED = datetime(2026, 1, 23, 10, tzinfo=UTC)


@pytest.fixture
def living() -> Iterator[LivingHttp]:
    with living_http() as world:
        yield world


def open_case(living: LivingHttp, clock: str, number: int, cents: int, **debtor: Any) -> str:
    invoice = {
        "number": f"FA-{number}",
        "issue_date": "2025-12-16",
        "due_date": DUE.isoformat(),
        "completed_on": "2025-12-12",
        "amount_incl_tax": {"amount": cents, "currency": "EUR"},
    }
    phone = f"+33 6 39 98 12 {number:02d}"
    who = {**COMPANY, "name": f"Débiteur {number}", "address": ADDRESS, "contacts": [{"phone": phone}], **debtor}
    body = {"creditor_id": living.creditor_id, "debtor": who, "invoices": [invoice], "test_clock_id": clock}
    return str(living.say("POST", "/v1/cases", body)["id"])


@pytest.fixture
def calls(living: LivingHttp) -> LivingHttp:
    """Three calls to make on D+8, made in another order than that in which they matter."""
    clock = living.clock(OPENED)
    open_case(living, clock, 1, 40_000, solvency="good")
    open_case(living, clock, 2, 900_000, solvency="poor", new_customer=True)
    open_case(living, clock, 3, 90_000, solvency="fragile")
    living.advance(clock, CALLED)
    return living


def tasks(living: LivingHttp, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = living.say("GET", f"/v1/call-tasks{query}")["data"]
    return found


def refused(living: LivingHttp, method: str, path: str, body: Any = None) -> tuple[int, str]:
    answer = living.client.send(method, path, body)
    return answer.status, answer.code


def test_the_riskiest_debtor_is_called_first_and_the_list_says_why(calls: LivingHttp) -> None:
    """R-033, R-069."""
    listed = tasks(calls)
    assert [each["debtor_name"] for each in listed] == ["Débiteur 2", "Débiteur 3", "Débiteur 1"]
    first = listed[0]["priority"]
    assert first["score"] == sum(each["points"] for each in first["grounds"]) > 200
    assert {each["ground"] for each in first["grounds"]} == {
        "solvency",
        "new_customer",
        "debtor_kind",
        "days_overdue",
        "amount_owed",
    }
    assert first["as_of"] == "2026-01-23"
    assert (listed[0]["overdue_since"], listed[0]["creditor_id"]) == ("2026-01-15", calls.creditor_id)
    assert listed[0]["owed"]["amount"] > 900_000


def test_pages_follow_the_order_and_a_cursor_keeps_its_filters(calls: LivingHttp) -> None:
    page = calls.say("GET", "/v1/call-tasks?limit=2")
    rest = calls.say("GET", f"/v1/call-tasks?limit=2&cursor={page['next_cursor']}")
    assert [each["debtor_name"] for each in page["data"] + rest["data"]] == ["Débiteur 2", "Débiteur 3", "Débiteur 1"]
    other = f"/v1/call-tasks?limit=2&unclaimed=true&cursor={page['next_cursor']}"
    assert refused(calls, "GET", other) == (422, "invalid_cursor")


def test_filters_that_an_index_answers_are_served_and_others_refused_by_name(calls: LivingHttp) -> None:
    assert len(tasks(calls, f"?creditor_id={calls.creditor_id}&due_on%5Blte%5D=2026-01-23")) == 3
    assert tasks(calls, "?due_on%5Blte%5D=2026-01-22") == []
    assert tasks(calls, "?creditor_id=cred_00000000000000000000000000") == []
    both = f"/v1/call-tasks?claimed_by=nadia&creditor_id={calls.creditor_id}"
    for path in (both, "/v1/call-tasks?claimed_by=nadia&unclaimed=true"):
        assert refused(calls, "GET", path) == (422, "filter_combination_unsupported")
    reversed_ = "/v1/call-tasks?due_on%5Bgte%5D=2026-02-01&due_on%5Blte%5D=2026-01-01"
    assert calls.client.send("GET", reversed_).json["errors"][0]["code"] == "period_reversed"
    assert refused(calls, "GET", "/v1/call-tasks?unclaimed=yes")[0] == 422


def test_a_call_is_taken_made_and_told_by_one_person(calls: LivingHttp) -> None:
    task = tasks(calls)[0]
    path = f"/v1/call-tasks/{task['id']}"
    taken = calls.say("POST", f"{path}/claim", {"by": "nadia.b", "minutes": 20})
    assert taken["claim"]["by"] == "nadia.b"
    assert refused(calls, "POST", f"{path}/claim", {"by": "leon"}) == (409, "call_task_claimed")
    assert refused(calls, "POST", f"{path}/release", {"by": "leon"}) == (409, "call_task_claimed")
    outcome = {"outcome": "reached_will_pay", "by": "leon"}
    assert refused(calls, "POST", f"{path}/outcome", outcome) == (409, "call_task_claimed")
    assert [each["id"] for each in tasks(calls, "?claimed_by=nadia.b")] == [task["id"]]
    assert len(tasks(calls, "?unclaimed=true")) == 2
    done = calls.say("POST", f"{path}/outcome", {**outcome, "by": "nadia.b", "duration_seconds": 61})
    assert (done["made_by"], done["duration_seconds"], done["status"]) == ("nadia.b", 61, "done")
    assert refused(calls, "POST", f"{path}/claim", {"by": "nadia.b"}) == (409, "call_task_not_open")
    assert tasks(calls, "?claimed_by=nadia.b") == []


def test_a_claim_is_free_again_by_itself(calls: LivingHttp) -> None:
    path = f"/v1/call-tasks/{tasks(calls)[0]['id']}/claim"
    calls.say("POST", path, {"by": "nadia.b"})
    calls.world.wall.instant += timedelta(minutes=30)
    assert len(tasks(calls, "?unclaimed=true")) == 3
    assert calls.say("POST", path, {"by": "leon"})["claim"]["by"] == "leon"


def test_the_same_claim_sent_twice_is_one(calls: LivingHttp) -> None:
    """The answer is kept with the effect."""
    path = f"/v1/call-tasks/{tasks(calls)[0]['id']}/claim"
    first = calls.client.post(path, {"by": "nadia.b"}, Idempotency_Key="claim-1")
    again = calls.client.post(path, {"by": "nadia.b"}, Idempotency_Key="claim-1")
    assert (first.status, again.status, again.headers["idempotent-replayed"]) == (200, 200, "true")
    assert again.json == first.json
    given_back = calls.client.post(path.replace("claim", "release"), {"by": "nadia.b"}, Idempotency_Key="back-1")
    assert given_back.json["claim"] is None


def test_a_case_that_waits_gives_no_claim(calls: LivingHttp) -> None:
    task = tasks(calls)[0]
    calls.say("POST", f"/v1/cases/{task['case_id']}/disputes", {"reason": "not_delivered"})
    assert refused(calls, "POST", f"/v1/call-tasks/{task['id']}/claim", {"by": "leon"}) == (409, "call_held")


@pytest.mark.parametrize(
    "body", [{}, {"by": ""}, {"by": "x" * 81}, {"by": "n", "minutes": 0}, {"by": "n", "minutes": 241}]
)
def test_a_claim_names_its_caller_and_has_its_bounds(calls: LivingHttp, body: dict[str, Any]) -> None:
    assert refused(calls, "POST", f"/v1/call-tasks/{tasks(calls)[0]['id']}/claim", body)[0] == 422


def test_the_list_comes_to_print_with_the_same_filters_and_pages(calls: LivingHttp) -> None:
    answer = calls.client.send("GET", "/v1/call-tasks?limit=2", Accept="application/pdf")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["vary"] == "Accept"
    assert calls.client.send("GET", "/v1/call-tasks", Accept="text/plain").status == 406
    assert PdfReader(BytesIO(answer.data)).pages


def test_the_call_sheet_can_be_fetched(calls: LivingHttp) -> None:
    """R-070."""
    sheet = calls.say("GET", f"/v1/documents/{tasks(calls)[0]['sheet_document_id']}")
    assert (sheet["kind"], sheet["media_type"]) == ("call_sheet", "application/pdf")
