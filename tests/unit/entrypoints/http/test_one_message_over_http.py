"""Ten invoices of one debtor as an integrator sees them, on a test clock: each a case, one message (R-123, R-132)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.support.living_http import ADDRESS, COMPANY, LivingHttp, living_http

DUE = date(2026, 1, 13)
TEN = 10


@pytest.fixture
def http() -> Iterator[LivingHttp]:
    with living_http() as living:
        yield living


def at(days: int, hour: int = 18) -> datetime:
    return datetime(DUE.year, DUE.month, DUE.day, hour, tzinfo=UTC) + timedelta(days=days)


def open_ten(http: LivingHttp, clock_id: str) -> list[str]:
    """Ten cases of one debtor, their due dates spread over seven days."""
    contact = {"role": "accounting", "email": "compta@tilleuls.example", "phone": "+33 6 39 98 12 34"}
    debtor = http.say("POST", "/v1/debtors", {**COMPANY, "address": ADDRESS, "contacts": [contact]})
    return [_opened(http, clock_id, str(debtor["id"]), number) for number in range(TEN)]


def _opened(http: LivingHttp, clock_id: str, debtor_id: str, number: int) -> str:
    due = DUE + timedelta(days=number % 7)
    invoice = {
        "number": f"FA-{number:04}",
        "issue_date": (due - timedelta(days=30)).isoformat(),
        "due_date": due.isoformat(),
        "completed_on": (due - timedelta(days=34)).isoformat(),
        "amount_incl_tax": {"amount": 100_000 + number, "currency": "EUR"},
    }
    body = {
        "creditor_id": http.creditor_id,
        "debtor_id": debtor_id,
        "invoices": [invoice],
        "test_clock_id": clock_id,
        "scenario": "progressif",
    }
    return str(http.say("POST", "/v1/cases", body)["id"])


def contacts(http: LivingHttp, case_id: str) -> list[dict[str, Any]]:
    page = http.say("GET", f"/v1/cases/{case_id}/contacts?limit=100")
    return sorted(page["data"], key=lambda contact: str(contact["id"]))


def test_each_case_shows_the_one_message_and_whom_else_it_was_for(http: LivingHttp) -> None:
    clock = http.clock(at(7, 6))
    cases = open_ten(http, clock)
    http.advance(clock, at(16))
    by_case = {case_id: contacts(http, case_id) for case_id in cases}
    assert all(
        [each["template"] for each in found] == ["call_verification", "reminder_1"] for found in by_case.values()
    )
    for place in (0, 1):
        ones = [found[place] for found in by_case.values()]
        (lead,) = [each for each in ones if each["led_by"] is None]
        assert {each["led_by"] for each in ones} == {None, lead["id"]}
        for each in ones:
            assert sorted([each["case_id"], *each["grouped_with"]]) == cases
        assert len({each["content_sha256"] for each in ones}) == 1
        assert sum(each["cost"]["amount"] for each in ones) == lead["cost"]["amount"]


def test_the_list_of_calls_and_the_log_of_the_debtor_have_one_line(http: LivingHttp) -> None:
    """R-066, R-069."""
    clock = http.clock(at(7, 6))
    cases = open_ten(http, clock)
    http.advance(clock, at(9))
    (task,) = http.say("GET", "/v1/call-tasks")["data"]
    assert sorted([task["case_id"], *task["grouped_with"]]) == cases
    log = http.say("GET", f"/v1/debtors/{task['debtor_id']}/compliance-log?limit=100")["data"]
    (line,) = [entry for entry in log if entry["kind"] == "attempted"]
    assert sorted([line["case_id"], *line["grouped_with"]]) == cases


def test_the_outcome_of_the_call_may_name_the_invoice_that_is_disputed(http: LivingHttp) -> None:
    clock = http.clock(at(7, 6))
    cases = open_ten(http, clock)
    http.advance(clock, at(9))
    (task,) = http.say("GET", "/v1/call-tasks")["data"]
    told = {
        "outcome": "reached_dispute",
        "notes": "The goods of the third delivery were broken.",
        "case_ids": [cases[2]],
    }
    http.say("POST", f"/v1/call-tasks/{task['id']}/outcome", told)
    status = [http.say("GET", f"/v1/cases/{case_id}")["status"] for case_id in cases]
    assert status == ["paused" if case_id == cases[2] else "open" for case_id in cases]


def test_an_outcome_names_no_case_that_the_call_was_not_about(http: LivingHttp) -> None:
    clock = http.clock(at(7, 6))
    open_ten(http, clock)
    http.advance(clock, at(9))
    (task,) = http.say("GET", "/v1/call-tasks")["data"]
    stranger = "case_" + "0" * 26
    told = {"outcome": "no_answer", "case_ids": [stranger]}
    problem = http.say("POST", f"/v1/call-tasks/{task['id']}/outcome", told, status=422)
    assert [error["code"] for error in problem["errors"]] == ["not_of_this_call"]


def test_a_simulated_debtor_that_bounces_gets_one_letter(http: LivingHttp) -> None:
    """R-132: what the simulated provider reports of the one message is so for every case."""
    clock = http.clock(at(7, 6))
    contact = {"role": "accounting", "email": "bounces@simulator.amiable.example"}
    debtor = http.say("POST", "/v1/debtors", {**COMPANY, "address": ADDRESS, "contacts": [contact]})
    cases = [_opened(http, clock, str(debtor["id"]), number) for number in range(3)]
    http.advance(clock, at(25))
    leads = [each for case_id in cases for each in contacts(http, case_id) if each["led_by"] is None]
    reminders = [each["channel"] for each in leads if each["template"] == "reminder_1"]
    assert sorted(reminders) == ["email", "letter"]
