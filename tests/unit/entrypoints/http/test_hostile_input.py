from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.http_world import HttpWorld
from tests.support.sample_requests import CREDITOR, DEBTOR, INVOICE, case_request

MALFORMED = [
    "",
    " ",
    "{",
    "[]",
    "null",
    "1",
    '"text"',
    '{"name": 1, "name": 2}',
    '{"address": {"city": "a", "city": "b"}}',
    '{"name": NaN}',
    '{"name": Infinity}',
    '{"name": -Infinity}',
    '{"name": "\\ud800"}',
    '{"name": "\\udc00\\ud800"}',
    '{"name": "x",}',
    "{'name': 'x'}",
    '{"name": "x"} {}',
    "[" * 100_000,
    '{"a":' * 5_000 + "1" + "}" * 5_000,
    '{"n": ' + "[" * 30 + "]" * 30 + "}",
    '{"n": ' + "9" * 5_000 + "}",
    "\ufeff{}",
]


@pytest.mark.parametrize("body", [body for body in MALFORMED if body])
def test_what_is_not_one_json_object_is_refused(world: HttpWorld, body: str) -> None:
    answer = world.tenant().test.post("/v1/creditors", body)
    assert (answer.status, answer.code) == (400, "malformed_json")


def test_bytes_that_are_not_utf8_are_refused(world: HttpWorld) -> None:
    client = world.tenant().test
    event = client.event("POST", "/v1/creditors", "AAAA", {**client.headers, "Content-Type": "application/json"})
    for body in ("/w==", "not base64"):
        response = client.app({**event, "body": body, "isBase64Encoded": True}, None)
        assert response["statusCode"] == 400


WRONG = [
    ({"nom": "x"}, "#/nom", "unknown_field"),
    ({"name": None}, "#/name", "wrong_type"),
    ({"name": 1}, "#/name", "wrong_type"),
    ({"name": ["x"]}, "#/name", "wrong_type"),
    ({"name": True}, "#/name", "wrong_type"),
    ({"name": ""}, "#/name", "too_short"),
    ({"name": "   "}, "#/name", "blank"),
    ({"name": "x" * 201}, "#/name", "too_long"),
    ({"name": "a\u0000b"}, "#/name", "wrong_form"),
    ({"name": "a\r\nBcc: x@y.fr"}, "#/name", "wrong_form"),
    ({"name": "\u202egnirts"}, "#/name", "wrong_form"),
    *(
        ({"name": f"Fac{sign}turo"}, "#/name", "wrong_form")
        for sign in "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufffd"
    ),
    ({"metadata": {"k": "Soci\ufffdt\ufffd"}}, "#/metadata/k", "wrong_form"),
    ({"address": "here"}, "#/address", "wrong_type"),
    ({"address": {}}, "#/address/line1", "required"),
    ({"address": {**CREDITOR["address"], "country": "France"}}, "#/address/country", "wrong_form"),
    ({"address": {**CREDITOR["address"], "a/b~c": 1}}, "#/address/a~1b~0c", "unknown_field"),
    ({"siren": "552100555"}, "#/siren", "invalid_siren"),
    ({"siret": "73282932000075"}, "#/siret", "invalid_siret"),
    ({"siren": "552100554"}, "#/siret", "siret_of_another_siren"),
    ({"vat_number": "FR00000000000"}, "#/vat_number", "invalid_vat_number"),
    ({"iban": "FR1420041010050500013M02607"}, "#/iban", "invalid_iban"),
    ({"bic": "XX"}, "#/bic", "invalid_bic"),
    ({"email": "not an address"}, "#/email", "invalid_email"),
    ({"phone": "123"}, "#/phone", "invalid_phone"),
    ({"address": {**CREDITOR["address"], "postal_code": "00000"}}, "#/address/postal_code", "invalid_postal_code"),
    ({"sender": {"name": "A", "reply_to": "x"}}, "#/sender/reply_to", "too_short"),
    ({"sender": {"name": "A", "reply_to": "nobody"}}, "#/sender/reply_to", "invalid_email"),
    ({"default_collector_mode": "bailiff"}, "#/default_collector_mode", "unknown_value"),
    ({"metadata": {"k": 1}}, "#/metadata/k", "wrong_type"),
    ({"metadata": {f"k{i}": "v" for i in range(21)}}, "#/metadata", "too_many_items"),
]


@pytest.mark.parametrize(("change", "pointer", "code"), WRONG)
def test_every_wrong_field_is_named(world: HttpWorld, change: dict[str, Any], pointer: str, code: str) -> None:
    answer = world.tenant().test.post("/v1/creditors", {**CREDITOR, **change})
    assert answer.status == 422, answer.text
    assert (pointer, code) in {(error["pointer"], error["code"]) for error in answer.json["errors"]}
    assert all(error["detail"] for error in answer.json["errors"])


def test_a_value_is_never_repeated_in_a_problem(world: HttpWorld) -> None:
    answer = world.tenant().test.post("/v1/creditors", {**CREDITOR, "name": {"secret-of": "Dupont"}})
    assert "Dupont" not in answer.text


INVOICES = [
    ({"due_date": "2026-02-30"}, "due_date", "invalid_date"),
    ({"due_date": "30/09/2026"}, "due_date", "wrong_form"),
    ({"due_date": "2026-09-30T00:00:00Z"}, "due_date", "wrong_form"),
    ({"due_date": "1767225600"}, "due_date", "wrong_form"),
    ({"due_date": 1767225600}, "due_date", "wrong_form"),
    ({"due_date": "0001-01-01"}, "due_date", "out_of_range"),
    ({"due_date": "９９９９-01-01"}, "due_date", "wrong_form"),
    ({"amount_incl_tax": {"amount": 12.5, "currency": "EUR"}}, "amount_incl_tax/amount", "wrong_type"),
    ({"amount_incl_tax": {"amount": "1200", "currency": "EUR"}}, "amount_incl_tax/amount", "wrong_type"),
    ({"amount_incl_tax": {"amount": 1e400, "currency": "EUR"}}, "amount_incl_tax/amount", "wrong_type"),
    ({"amount_incl_tax": {"amount": -1, "currency": "EUR"}}, "amount_incl_tax/amount", "out_of_range"),
    ({"amount_incl_tax": {"amount": 10**12, "currency": "EUR"}}, "amount_incl_tax/amount", "out_of_range"),
    ({"amount_incl_tax": {"amount": 10**30, "currency": "EUR"}}, "amount_incl_tax/amount", "out_of_range"),
    ({"amount_incl_tax": {"amount": 100, "currency": "USD"}}, "amount_incl_tax", "currency_not_supported"),
    ({"amount_incl_tax": {"amount": 100, "currency": "eur"}}, "amount_incl_tax/currency", "wrong_form"),
    ({"number": " "}, "number", "blank"),
    ({"number": "\u00a0"}, "number", "blank"),
    ({"number": "\u202e0001-FA"}, "number", "wrong_form"),
    ({"number": "FA\u20280001"}, "number", "wrong_form"),
    ({"contract_rate": 12}, "contract_rate", "wrong_form"),
    ({"contract_rate": "1e3"}, "contract_rate", "wrong_form"),
    (
        {"documents": [{"type": "invoice", "name": "../etc/passwd", "content_base64": "AAAA"}]},
        "documents/0/name",
        "wrong_form",
    ),
    (
        {"documents": [{"type": "invoice", "name": "a\u202efdp.exe", "content_base64": "AAAA"}]},
        "documents/0/name",
        "wrong_form",
    ),
    *(
        (
            {"documents": [{"type": "invoice", "name": f"fac{sign}ture.pdf", "content_base64": "AAAA"}]},
            "documents/0/name",
            "wrong_form",
        )
        for sign in "\u200b\u200f\ufffd"
    ),
    (
        {"documents": [{"type": "invoice", "name": "a.pdf", "content_base64": "@@@@"}]},
        "documents/0/content_base64",
        "invalid_base64",
    ),
    ({"documents": [{"type": "invoice", "name": "a.pdf"}]}, "documents/0", "one_of_required"),
]


@pytest.mark.parametrize(("change", "field", "code"), INVOICES)
def test_every_wrong_value_of_an_invoice_is_named(
    world: HttpWorld, change: dict[str, Any], field: str, code: str
) -> None:
    client = world.tenant().test
    body = json.dumps(case_request(client, invoices=[{**INVOICE, **change}])).replace("Infinity", "1e400")
    answer = client.post("/v1/cases", body)
    assert answer.status == 422, answer.text
    found = {(error["pointer"], error["code"]) for error in answer.json["errors"]}
    assert (f"#/invoices/0/{field}", code) in found


def test_a_debtor_abroad_is_refused(world: HttpWorld) -> None:
    address = {"line1": "Calle Mayor 1", "postal_code": "28013", "city": "Madrid", "country": "ES"}
    answer = world.tenant().test.post("/v1/debtors", {**DEBTOR, "address": address})
    assert (answer.status, answer.code) == (422, "debtor_country_not_supported")


def test_a_case_names_one_debtor(world: HttpWorld) -> None:
    client = world.tenant().test
    both = client.post("/v1/cases", case_request(client, debtor=DEBTOR))
    assert both.json["errors"] == [
        {"pointer": "#/debtor", "code": "not_with_debtor_id", "detail": "Give debtor_id or debtor, not both."}
    ]
    neither = client.post("/v1/cases", {key: v for key, v in case_request(client).items() if key != "debtor_id"})
    assert neither.json["errors"][0]["code"] == "required"
    joint = client.post("/v1/cases", case_request(client, co_debtors=[{"name": "Caution"}]))
    assert joint.json["errors"][0]["code"] == "joint_debtors_unsupported"


def test_a_case_holds_60_invoices_at_most(world: HttpWorld) -> None:
    client = world.tenant().test
    invoices = [{**INVOICE, "number": f"F-{index}"} for index in range(61)]
    answer = client.post("/v1/cases", case_request(client, invoices=invoices))
    assert answer.json["errors"][0] == {
        "pointer": "#/invoices",
        "code": "too_many_items",
        "detail": answer.json["errors"][0]["detail"],
    }
    largest = client.post("/v1/cases", case_request(client, invoices=invoices[:60]), Idempotency_Key="k")
    assert largest.status == 201


QUERIES = [
    ("limit=0", "limit", "out_of_range"),
    ("limit=101", "limit", "out_of_range"),
    ("limit=ten", "limit", "wrong_form"),
    ("limit=1_0", "limit", "wrong_form"),
    ("limit=", "limit", "wrong_form"),
    ("limit=5&limit=6", "limit", "repeated_parameter"),
    ("page=2", "page", "unknown_parameter"),
    ("cursor=abc", "cursor", "invalid_cursor"),
    ("cursor=%00", "cursor", "invalid_cursor"),
    ("status=lost", "status", "unknown_value"),
    ("creditor_id=x", "creditor_id", "wrong_form"),
    ("created_at[gte]=yesterday", "created_at[gte]", "wrong_form"),
]


@pytest.mark.parametrize(("query", "parameter", "code"), QUERIES)
def test_every_wrong_parameter_is_named(world: HttpWorld, query: str, parameter: str, code: str) -> None:
    answer = world.tenant().test.get(f"/v1/cases?{query}")
    assert answer.status == 422, answer.text
    assert (parameter, code) in {(error["parameter"], error["code"]) for error in answer.json["errors"]}


def test_a_parameter_where_none_is_taken_is_refused(world: HttpWorld) -> None:
    answer = world.tenant().test.get("/v1/webhook-endpoints?limit=5")
    assert answer.json["errors"][0]["code"] == "unknown_parameter"


def test_a_body_where_none_is_taken_is_refused(world: HttpWorld) -> None:
    answer = world.tenant().test.send("GET", "/v1/keys", {"x": 1})
    assert answer.json["errors"][0]["code"] == "unknown_field"


@pytest.mark.parametrize("shape", ["x", "case_1", f"deb_{'0' * 26}", f"case_{'8' * 26}", f"case_{'I' * 26}", "%00"])
def test_an_id_of_another_shape_is_not_found_without_a_read(world: HttpWorld, shape: str) -> None:
    client = world.tenant().test
    assert client.get(f"/v1/cases/{shape}").status == 404
    assert world.store.calls["case"] == 0
