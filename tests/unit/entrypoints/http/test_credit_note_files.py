"""Credit notes from e-invoice files (R-120), and the texts of earlier reminders (R-016): both kept as evidence."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.parties import Scope
from infra.local.sample_invoice import VARIANTS, SampleInvoice, sample_bytes
from tests.support.http_client import HttpAnswer
from tests.support.http_world import HttpWorld, Tenant
from tests.support.sample_requests import INVOICE, case_request, open_case

PUBLIC = Path(__file__).parents[5] / "shared" / "data" / "invoices" / "Avoir_FR_type381_BASIC.pdf"
SAMPLE = replace(SampleInvoice(), **VARIANTS["credit_note"])
CREDITED = {**INVOICE, "number": "fa 2025 0147", "amount_incl_tax": {"amount": 900_000, "currency": "EUR"}}


def _file(content: bytes) -> dict[str, Any]:
    return {"name": "avoir.pdf", "content_base64": b64encode(content).decode()}


def _post(tenant: Tenant, case: dict[str, Any], body: dict[str, Any], **headers: str) -> HttpAnswer:
    return tenant.test.post(f"/v1/cases/{case['id']}/credit-notes", body, **headers)


@pytest.mark.parametrize("syntax", ["facturx", "cii", "ubl"])
def test_a_credit_note_is_read_from_its_file_and_kept(world: HttpWorld, syntax: str) -> None:
    tenant = world.tenant()
    case = open_case(tenant.test, invoices=[CREDITED])
    content = sample_bytes(SAMPLE, syntax)
    answer = _post(tenant, case, {"file": _file(content)})
    assert answer.status == 201, answer.text
    assert answer.json["invoice_id"] == case["invoices"][0]["id"]
    assert (answer.json["number"], answer.json["issued_on"]) == (SAMPLE.number, SAMPLE.issue_date.isoformat())
    assert answer.json["amount"] == {"amount": int(SAMPLE.total_incl_tax * 100), "currency": "EUR"}
    assert answer.json["effective_on"] == INVOICE["due_date"]
    [document] = tenant.test.get(f"/v1/cases/{case['id']}/documents").json["data"]
    assert (document["kind"], document["sha256"]) == ("credit_note", sha256(content).hexdigest())
    events = tenant.test.get(f"/v1/cases/{case['id']}/timeline?limit=100").json["data"]
    [recorded] = [entry for entry in events if document["id"] in str(entry)]
    assert document["sha256"] in str(recorded)


def test_a_repeated_credit_note_file_counts_once(world: HttpWorld) -> None:
    """R-130."""
    tenant = world.tenant()
    case = open_case(tenant.test, invoices=[CREDITED])
    body = {"file": _file(sample_bytes(SAMPLE, "cii")), "effective": "issue_date"}
    first, again = (_post(tenant, case, body, Idempotency_Key="k") for _ in range(2))
    assert (first.status, again.json) == (201, first.json)
    assert first.json["effective_on"] == SAMPLE.issue_date.isoformat()
    twice = _post(tenant, case, body)
    assert (twice.status, twice.json["errors"][0]["code"]) == (422, "duplicate_credit_note")
    assert len(tenant.test.get(f"/v1/cases/{case['id']}/documents").json["data"]) == 1


def test_a_file_that_cannot_be_used_says_what_is_missing_and_is_not_kept(world: HttpWorld) -> None:
    tenant = world.tenant()
    case = open_case(tenant.test)
    invoice = _post(tenant, case, {"file": _file(sample_bytes(SampleInvoice(), "cii"))})
    assert (invoice.status, invoice.code, invoice.json["errors"][0]["pointer"]) == (422, "not_a_credit_note", "#/file")
    stranger = _post(tenant, case, {"file": _file(sample_bytes(SAMPLE, "cii"))})
    assert (stranger.code, stranger.json["errors"][0]["pointer"]) == ("credit_note_without_invoice", "#/invoice_id")
    assert _post(tenant, case, {"file": _file(b"hello")}).code == "not_an_invoice"
    too_much = {"file": _file(sample_bytes(SAMPLE, "cii")), "invoice_id": case["invoices"][0]["id"]}
    assert SAMPLE.total_incl_tax * 100 <= INVOICE["amount_incl_tax"]["amount"]
    assert _post(tenant, case, {**too_much, "number": "AV-1"}).json["errors"][0]["code"] == "not_with_file"
    assert tenant.test.get(f"/v1/cases/{case['id']}/documents").json["data"] == []
    assert _post(tenant, case, too_much).status == 201


def test_without_a_file_every_missing_field_is_named(world: HttpWorld) -> None:
    tenant = world.tenant()
    answer = _post(tenant, open_case(tenant.test), {"number": "AV-1"})
    assert answer.status == 422
    assert [e["pointer"] for e in answer.json["errors"]] == ["#/invoice_id", "#/issued_on", "#/amount"]


def test_an_uploaded_credit_note_is_read(world: HttpWorld) -> None:
    tenant = world.tenant()
    case = open_case(tenant.test, invoices=[CREDITED])
    body = {"name": "avoir.xml", "media_type": "application/xml", "size": 1000}
    upload = tenant.test.post("/v1/uploads", body).json
    world.files.uploads[Scope(tenant.id, livemode=False), upload["id"]] = sample_bytes(SAMPLE, "ubl")
    assert _post(tenant, case, {"file": {"name": "avoir.xml", "upload_id": upload["id"]}}).status == 201


@pytest.mark.skipif(not PUBLIC.exists(), reason="the public sample invoices are not on this machine")
def test_a_public_credit_note_is_read(world: HttpWorld) -> None:
    tenant = world.tenant()
    case = open_case(tenant.test, invoices=[{**INVOICE, "amount_incl_tax": {"amount": 10_000_000, "currency": "EUR"}}])
    body = {"file": _file(PUBLIC.read_bytes()), "invoice_id": case["invoices"][0]["id"]}
    answer = _post(tenant, case, body)
    assert answer.status == 201, answer.text
    assert answer.json["amount"]["amount"] > 0


def test_the_text_of_an_earlier_reminder_is_evidence(world: HttpWorld) -> None:
    """R-016: its document is kept at the opening and named in case.opened."""
    client = world.tenant().test
    content = b"%PDF-1.4 relance"
    reminders = [
        {"channel": "call", "on": "2026-10-05"},
        {"channel": "email", "on": "2026-10-10", "document": {**_file(content), "name": "relance.pdf"}},
    ]
    case = open_case(client, prior_reminders=reminders)
    [document] = client.get(f"/v1/cases/{case['id']}/documents").json["data"]
    assert (document["kind"], document["sha256"]) == ("correspondence", sha256(content).hexdigest())
    assert [r["document_id"] for r in case["prior_reminders"]] == [None, document["id"]]
    opened = client.get(f"/v1/cases/{case['id']}/timeline").json["data"][0]
    assert opened["type"] == "case.opened"
    assert document["sha256"] in str(opened)


@pytest.mark.parametrize(("on", "code"), [("2026-11-24", "in_the_future"), ("1899-12-31", "out_of_range")])
@pytest.mark.parametrize("path", ["/v1/cases", "/v1/cases/preview"])
def test_a_reminder_that_cannot_have_been_is_refused(world: HttpWorld, on: str, code: str, path: str) -> None:
    """R-016."""
    client = world.tenant().test
    answer = client.post(path, case_request(client, prior_reminders=[{"channel": "email", "on": on}]))
    assert answer.status == 422
    [problem] = answer.json["errors"]
    assert (problem["pointer"], problem["code"]) == ("#/prior_reminders/0/on", code)
