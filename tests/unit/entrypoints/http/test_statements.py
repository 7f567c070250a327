"""The statement of account through HTTP: every line to the cent for any date, as JSON or as a PDF (R-007)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.http_client import HttpClient
from tests.support.http_world import HttpWorld
from tests.support.sample_requests import CREDITOR, DEBTOR, INVOICE

PDF = "application/pdf"


def opened(client: HttpClient, **invoice: Any) -> Any:
    creditor = client.post("/v1/creditors", CREDITOR).json
    body = {"creditor_id": creditor["id"], "debtor": DEBTOR, "invoices": [{**INVOICE, **invoice}]}
    answer = client.post("/v1/cases", body)
    assert answer.status == 201, answer.text
    return answer.json


def path_of(case: Any, query: str = "") -> str:
    return f"/v1/cases/{case['id']}/statement{query}"


def test_the_periods_add_up_to_the_interest_on_any_day(world: HttpWorld) -> None:
    """INT_13: the day of the question decides, before the due date, at it, and after."""
    client = world.tenant().test
    case = opened(client, due_date="2025-05-31", issue_date="2025-05-01")
    for day in ("2025-05-31", "2025-06-01", "2025-07-01", "2026-06-30"):
        shown = client.get(path_of(case, f"?as_of={day}")).json
        lines = [*shown["invoices"], *shown["not_yet_due"]]
        assert len(lines) == 1
        assert sum(p["amount"]["amount"] for p in lines[0]["periods"]) == lines[0]["interest"]["amount"]
        parts = ("principal", "interest", "fixed_indemnity", "complementary_indemnity")
        assert shown["balance"]["total"]["amount"] == sum(shown["balance"][part]["amount"] for part in parts)


@pytest.mark.parametrize("accept", [PDF, "application/pdf, application/json", "Application/PDF;q=0.9"])
def test_the_same_statement_is_had_as_a_pdf(world: HttpWorld, accept: str) -> None:
    client = world.tenant().test
    case = opened(client)
    answer = client.get(path_of(case, "?as_of=2026-11-30"), Accept=accept)
    assert (answer.status, answer.headers["content-type"], answer.is_base64) == (200, PDF, True)
    total = client.get(path_of(case, "?as_of=2026-11-30")).json["balance"]["total"]["amount"]
    assert answer.data == f"{total}".encode()  # what the renderer of the tests prints
    assert answer.headers["content-disposition"].startswith('inline; filename="decompte-AM-')
    assert answer.headers["vary"] == "Accept"
    assert client.get(f"/v1/cases/{case['id']}/documents").json["data"] == []


@pytest.mark.parametrize("accept", ["application/json", "*/*", "application/*", "application/json, application/pdf"])
def test_json_is_what_everybody_else_gets(world: HttpWorld, accept: str) -> None:
    client = world.tenant().test
    answer = client.get(path_of(opened(client)), Accept=accept)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")


@pytest.mark.parametrize(
    "accept",
    [
        "text/html",
        "image/png",
        "application/pdf;q=0, text/csv",
        "application/json;q=0.0",
        "text/html, application/pdf",  # API Gateway would leave the bytes as base64
        "text/html;q=0, application/pdf",
        ", ,",
    ],
)
def test_what_nobody_offers_is_406(world: HttpWorld, accept: str) -> None:
    client = world.tenant().test
    answer = client.get(path_of(opened(client)), Accept=accept)
    assert (answer.status, answer.code) == (406, "not_acceptable")


def test_both_representations_have_tags_of_their_own(world: HttpWorld) -> None:
    client = world.tenant().test
    case = opened(client)
    json_tag = client.get(path_of(case)).headers["etag"]
    pdf_tag = client.get(path_of(case), Accept=PDF).headers["etag"]
    assert json_tag != pdf_tag
    assert client.get(path_of(case), Accept=PDF, If_None_Match=pdf_tag).status == 304
    assert client.get(path_of(case), Accept=PDF, If_None_Match=json_tag).status == 200


@pytest.mark.parametrize(
    ("as_of", "code"),
    [
        ("1899-12-31", "out_of_range"),
        ("2101-01-01", "out_of_range"),
        ("2026-02-30", "invalid_date"),
        ("30/11/2026", "wrong_form"),
        ("tomorrow", "wrong_form"),
        ("", "wrong_form"),
    ],
)
@pytest.mark.parametrize("accept", [PDF, "application/json"])
def test_a_day_that_is_none_is_named(world: HttpWorld, as_of: str, code: str, accept: str) -> None:
    client = world.tenant().test
    answer = client.get(path_of(opened(client), f"?as_of={as_of}"), Accept=accept)
    assert answer.status == 422
    assert [(e["parameter"], e["code"]) for e in answer.json["errors"]] == [("as_of", code)]


def test_a_day_whose_rate_is_missing_is_told_in_both(world: HttpWorld) -> None:
    """INT_15: never a guess."""
    client = world.tenant().test
    case = opened(client)
    for accept in ("application/json", PDF):
        answer = client.get(path_of(case, "?as_of=2027-02-01"), Accept=accept)
        assert (answer.status, answer.code) == (422, "rate_unknown")
        assert "2027H1" in answer.json["detail"]


def test_a_rate_below_the_floor_is_told_at_the_opening_and_in_every_statement(world: HttpWorld) -> None:
    """INT_03: a person decides; the rate given is applied."""
    client = world.tenant().test
    case = opened(client, contract_rate="5", due_date="2026-05-31", issue_date="2026-05-01")
    found = next(each for each in case["findings"] if each["code"] == "rate_below_floor")
    assert (found["severity"], found["pointer"]) == ("review", "#/invoices/0/contract_rate")
    line = client.get(path_of(case, "?as_of=2026-06-30")).json["invoices"][0]
    assert line["warnings"] == ["rate_below_floor"]
    assert {period["annual_rate"] for period in line["periods"]} == {"5"}


def test_a_term_beyond_the_law_is_a_warning_at_the_opening(world: HttpWorld) -> None:
    """TERM_02: 60 days, or 45 days end of month."""
    client = world.tenant().test
    case = opened(client, issue_date="2026-03-01", due_date="2026-09-30")
    found = next(each for each in case["findings"] if each["code"] == "payment_term_too_long")
    assert (found["severity"], found["pointer"]) == ("warning", "#/invoices/0/due_date")
