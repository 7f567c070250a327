from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.parties import Scope
from infra.local.sample_invoice import SELLER, VARIANTS, SampleInvoice, sample_bytes
from tests.support.http_client import HttpAnswer
from tests.support.http_world import HttpWorld, Tenant
from tests.support.sample_requests import CREDITOR, create

BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><Invoice>&b;</Invoice>'
HOSTILE = [
    (b"hello", "not_an_invoice"),
    (b"%PDF-1.7\n%%EOF", "unreadable_pdf"),
    (BOMB, "unsafe_xml"),
    (b"<?xml version='1.0'?><a/>", "not_an_invoice"),
]
DEBTOR = {"kind": "company", "contacts": [{"email": "compta@client.fr", "phone": "0612345678"}]}


def _post(tenant: Tenant, file: dict[str, Any], path: str = "/v1/cases", **more: Any) -> HttpAnswer:
    creditor = create(tenant.test, "/v1/creditors", {**CREDITOR, "name": SELLER.name, "siren": None, "siret": None})
    request = {"creditor_id": creditor["id"], "debtor": DEBTOR, "invoice_files": [file], **more}
    return tenant.test.post(path, request)


def _file(content: bytes, **more: Any) -> dict[str, Any]:
    return {"name": "facture.pdf", "content_base64": b64encode(content).decode(), **more}


@pytest.mark.parametrize("syntax", ["facturx", "cii", "ubl"])
def test_a_case_is_opened_from_one_file(world: HttpWorld, syntax: str) -> None:
    """R-120."""
    answer = _post(world.tenant(), _file(sample_bytes(SampleInvoice(), syntax)))
    assert answer.status == 201, answer.text
    invoice = answer.json["invoices"][0]
    assert (invoice["number"], invoice["due_date"]) == (SampleInvoice().number, "2026-01-15")


def test_a_case_is_opened_from_a_file_that_was_uploaded(world: HttpWorld) -> None:
    tenant = world.tenant()
    body = {"name": "facture.pdf", "media_type": "application/pdf", "size": 1000}
    upload = create(tenant.test, "/v1/uploads", body)
    unknown = _post(tenant, {"name": "facture.pdf", "upload_id": upload["id"]})
    assert unknown.status == 404
    world.files.uploads[Scope(tenant.id, livemode=False), upload["id"]] = sample_bytes(SampleInvoice(), "cii")
    assert _post(tenant, {"name": "facture.pdf", "upload_id": upload["id"]}).status == 201


def test_what_the_file_does_not_say_is_asked_for_by_name(world: HttpWorld) -> None:
    """R-120."""
    tenant = world.tenant()
    silent = sample_bytes(replace(SampleInvoice(), **VARIANTS["no_due_date"]), "cii")
    answer = _post(tenant, _file(silent))
    assert (answer.status, answer.code) == (422, "not_eligible")
    [problem] = [e for e in answer.json["errors"] if e["code"] == "missing_due_date"]
    assert problem["pointer"] == "#/invoice_files/0/due_date"
    assert _post(tenant, _file(silent, due_date="2026-01-15")).status == 201


@pytest.mark.parametrize(
    ("variant", "code"),
    [("credit_note", "credit_note_not_a_claim"), ("spanish_buyer", "debtor_country_not_supported")],
)
def test_a_claim_that_cannot_be_collected_is_refused_with_its_reason(world: HttpWorld, variant: str, code: str) -> None:
    content = sample_bytes(replace(SampleInvoice(), **VARIANTS[variant]), "cii")
    answer = _post(world.tenant(), _file(content))
    assert answer.status == 422, answer.text
    assert code in {answer.code} | {error["code"] for error in answer.json["errors"]}


@pytest.mark.parametrize(("content", "code"), HOSTILE)
@pytest.mark.parametrize("path", ["/v1/cases", "/v1/cases/preview"])
def test_a_file_that_is_no_invoice_is_refused_with_a_cure(
    world: HttpWorld, content: bytes, code: str, path: str
) -> None:
    answer = _post(world.tenant(), _file(content), path)
    assert (answer.status, answer.code) == (422, code)
    assert answer.json["errors"][0]["pointer"] == "#/invoice_files/0"


def test_a_file_over_the_limit_is_refused_before_it_is_read(world: HttpWorld) -> None:
    answer = _post(world.tenant(), _file(b"%PDF-" + b"0" * 30_000_000))
    assert (answer.status, answer.code) == (413, "request_too_large")
