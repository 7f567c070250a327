"""Whom the stories are about."""

from __future__ import annotations

import base64
from datetime import date, timedelta
from typing import Any

Json = dict[str, Any]
IBAN = "FR1420041010050500013M02606"
INVOICE_PDF = b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
PRINCIPAL = 240_000

CREDITOR: Json = {
    "name": "Ateliers Lumen SARL",
    "siret": "73282932000074",
    "address": {"line1": "1 rue de la Paix", "postal_code": "75002", "city": "Paris"},
    "email": "compta@lumen.example",
    "phone": "01 99 00 12 34",
    "iban": IBAN,
    "case_manager": {"name": "Claire Martin", "phone": "01 99 00 12 34", "email": "claire@lumen.example"},
}

COLLECTOR: Json = {
    "name": "Dubreuil SAS",
    "address": {"line1": "5 quai des Chartrons", "postal_code": "33000", "city": "Bordeaux"},
    "email": "dossiers@dubreuil.example",
    "insurance": {"insurer": "Assur", "policy_number": "RC-1", "valid_until": "2029-12-31"},
    "declaration": {"court": "Tribunal judiciaire de Bordeaux", "declared_on": "2020-03-02"},
    "dedicated_iban": "FR7630001007941234567890185",
}


def proof(kind: str, name: str) -> Json:
    """A paper that somebody signed."""
    return {"type": kind, "name": name, "content_base64": base64.b64encode(INVOICE_PDF).decode()}


_SIGNED = {key: value for key, value in proof("", "mandat.pdf").items() if key != "type"}
MANDATE: Json = {
    "reference": "MDT-2026-7",
    "signed_on": "2026-01-02",
    "fee_basis": "8 % des sommes encaissées",
    "payee": "collector",
    "remittance_days": 15,
    "document": _SIGNED,
}


def debtor(number: int, email: str | None = None) -> Json:
    """A company that owes money, with an address of its own in every respect."""
    contact = {
        "name": "Paul Durand",
        "role": "accounting",
        "email": email or f"compta.{number}@debiteur.example",
        "phone": f"06 39 98 {number // 100 % 100:02d} {number % 100:02d}",
    }
    return {
        "kind": "company",
        "name": "Hôtel des Tilleuls",
        "siren": "552100554",
        "address": {"line1": "2 rue Garibaldi", "postal_code": "69003", "city": "Lyon"},
        "contacts": [contact],
    }


def consumer(number: int) -> Json:
    """A private person: no interest before the formal notice, so no rate of the coming months is needed."""
    person = {key: value for key, value in debtor(number).items() if key != "siren"}
    return {**person, "kind": "consumer", "name": "Paul Durand"}


def euros(cents: int) -> Json:
    """Money as the API takes it."""
    return {"amount": cents, "currency": "EUR"}


def invoice(number: str, due_on: date) -> Json:
    """An unpaid invoice with its file."""
    return {
        "number": number,
        "issue_date": (due_on - timedelta(days=30)).isoformat(),
        "due_date": due_on.isoformat(),
        "completed_on": (due_on - timedelta(days=31)).isoformat(),
        "amount_incl_tax": euros(PRINCIPAL),
        "documents": [
            {"type": "invoice", "name": f"{number}.pdf", "content_base64": base64.b64encode(INVOICE_PDF).decode()}
        ],
    }
