"""A first case without any file: invented companies, whose numbers only pass their checks, and a typed invoice."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import Any

Json = dict[str, Any]
DUE = date(2026, 1, 15)
PRINCIPAL = 407_040  # cents
PHONE = "+33 1 99 00 24 10"  # of a range kept for fiction
PAPER = "JVBERi0xLjQK"  # the beginning of a PDF, in base64: a document that says nothing

CREDITOR: Json = {
    "name": "Atelier Ferrand Menuiserie",
    "siret": "99991234800011",
    "address": {"line1": "14 rue des Tisserands", "postal_code": "69004", "city": "Lyon"},
    "email": "facturation@atelier-ferrand.example",
    "phone": PHONE,
    "iban": "FR7630006000011234567890189",
    "case_manager": {"name": "Claire Ferrand", "phone": PHONE},
}
SIREN = CREDITOR["siret"][:9]
DEBTOR: Json = {
    "kind": "company",
    "name": "Hôtel des Tilleuls",
    "siret": "99995678200018",
    "address": {"line1": "8 avenue de la Gare", "postal_code": "74000", "city": "Annecy"},
    "contacts": [
        {
            "name": "Service comptabilité",
            "role": "accounting",
            "email": "comptabilite@hotel-des-tilleuls.example",
            "phone": "+33 6 39 98 00 12",
        }
    ],
}


def euro(cents: int) -> Json:
    """An amount as the API takes it."""
    return {"amount": cents, "currency": "EUR"}


def invoice(due: date = DUE, cents: int = PRINCIPAL) -> Json:
    """An unpaid invoice with a number of its own: the same invoice cannot be in two open cases."""
    return {
        "number": f"FA-{due.year - 1}-{secrets.randbelow(1_000_000):06d}",
        "issue_date": (due - timedelta(days=30)).isoformat(),
        "due_date": due.isoformat(),
        "completed_on": (due - timedelta(days=34)).isoformat(),
        "amount_incl_tax": euro(cents),
    }


def case(*, due: date = DUE, **more: Any) -> Json:
    """The body that opens a case for one sample invoice; without a creditor and a clock."""
    made = invoice(due)
    return {"debtor": DEBTOR, "invoices": [made], "external_reference": made["number"], **more}
