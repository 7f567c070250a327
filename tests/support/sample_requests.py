"""Requests that are accepted as they are."""

from __future__ import annotations

from typing import Any

from .http_client import HttpClient

Json = dict[str, Any]
CREDITOR: Json = {
    "name": "ACME SARL",
    "siret": "73282932000074",
    "address": {"line1": "1 rue de la Paix", "postal_code": "75002", "city": "Paris"},
    "email": "compta@acme.fr",
    "phone": "01 99 00 12 34",
    "iban": "FR1420041010050500013M02606",
    "case_manager": {"name": "Claire Martin", "email": "claire@acme.fr"},
}
DEBTOR: Json = {
    "kind": "company",
    "name": "Débiteur SAS",
    "siren": "552100554",
    "address": {"line1": "2 rue Garibaldi", "postal_code": "69003", "city": "Lyon"},
    "contacts": [{"name": "Paul Durand", "role": "accounting", "email": "paul@debiteur.fr", "phone": "0612345678"}],
}
INVOICE: Json = {
    "number": "F-2026-001",
    "issue_date": "2026-08-31",
    "due_date": "2026-09-30",
    "completed_on": "2026-08-31",
    "amount_incl_tax": {"amount": 120_000, "currency": "EUR"},
}


def create(client: HttpClient, path: str, body: Json) -> Json:
    """Posts and expects a new object."""
    answer = client.post(path, body)
    assert answer.status == 201, answer.text
    created: Json = answer.json
    return created


def case_request(client: HttpClient, **changes: Any) -> Json:
    """A case of a new creditor and a new debtor."""
    creditor = create(client, "/v1/creditors", CREDITOR)
    debtor = create(client, "/v1/debtors", DEBTOR)
    return {"creditor_id": creditor["id"], "debtor_id": debtor["id"], "invoices": [INVOICE], **changes}


def open_case(client: HttpClient, **changes: Any) -> Json:
    """An open case."""
    return create(client, "/v1/cases", case_request(client, **changes))
