"""From an invoice file to the requests that open a case: what it states and what the demo supplies."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chalicelib.adapters.identity_checks import IdentityChecks
from chalicelib.domain.invoice import ReadInvoice, ReadParty
from infra.local.demo_options import Options

Json = dict[str, Any]


@dataclass
class Supplied:
    """The requests, and a line for each value that the invoice does not state or states wrongly."""

    creditor: Json
    case: Json
    notes: list[str] = field(default_factory=list)


def requests_for(read: ReadInvoice, name: str, content: bytes, options: Options) -> Supplied:
    """Creditor and case, ready to be posted (without ids)."""
    supplied = Supplied({}, {})
    supplied.creditor = _creditor(read, options, supplied.notes)
    file: Json = {"name": name, "content_base64": base64.b64encode(content).decode()}
    _dates(read, options, file, supplied.notes)
    supplied.case = {
        "invoice_files": [file],
        "debtor": _debtor(read, options, supplied.notes),
        "case_manager": {"name": options.case_manager, "phone": options.creditor_phone},
        "external_reference": f"demo-{read.number or name}"[:100],
    }
    return supplied


def _creditor(read: ReadInvoice, options: Options, notes: list[str]) -> Json:
    seller, checks = read.seller, IdentityChecks()
    creditor: Json = {
        "name": seller.name or "Vendeur de démonstration",
        "address": _address(seller, notes, "seller"),
        "email": seller.email or _supply(notes, "seller e-mail", options.creditor_email, "--creditor-email"),
        "phone": seller.phone or _supply(notes, "seller phone", options.creditor_phone, "--creditor-phone"),
        "iban": read.iban or _supply(notes, "IBAN", options.iban, "--iban"),
    }
    for name in ("siren", "siret", "vat_number"):
        value = getattr(seller, name)
        if value is None:
            continue
        try:
            creditor[name] = getattr(checks, name)(value)
        except ValueError as reason:
            notes.append(f"seller {name} {value} left out: {reason}")
    if "siret" not in creditor and "siren" in creditor and seller.siret:
        notes.append("the creditor is identified by its SIREN alone")
    return creditor


def _debtor(read: ReadInvoice, options: Options, notes: list[str]) -> Json:
    buyer = read.buyer
    email = buyer.email or _supply(notes, "debtor e-mail", options.debtor_email, "--debtor-email")
    phone = buyer.phone or _supply(notes, "debtor phone", options.debtor_phone, "--debtor-phone")
    notes.append(f"debtor kind: an invoice never states it; using {options.debtor_kind} (--debtor-kind)")
    contact = {"role": "accounting", "email": email, "phone": phone}
    if buyer.contact_name:
        contact["name"] = buyer.contact_name
    return {"kind": options.debtor_kind, "contacts": [contact]}


def _dates(read: ReadInvoice, options: Options, file: Json, notes: list[str]) -> None:
    if options.due_date is not None:
        file["due_date"] = options.due_date.isoformat()
    if options.completed_on is not None:
        file["completed_on"] = options.completed_on.isoformat()
    elif read.delivered_on is None and read.issue_date is not None:
        file["completed_on"] = _supply(
            notes, "completion date", read.issue_date.isoformat(), "the issue date; --completed-on"
        )


def due_date_of(read: ReadInvoice, options: Options) -> date | None:
    """The day the clock starts from."""
    return options.due_date or read.due_date


def _address(party: ReadParty, notes: list[str], who: str) -> Json:
    address = party.address
    if address is None or not (address.line1 and address.postal_code and address.city):
        notes.append(f"{who} address: not stated; using 1 rue de la Paix, 75002 Paris")
        return {"line1": "1 rue de la Paix", "postal_code": "75002", "city": "Paris", "country": "FR"}
    shown = {
        "line1": address.line1,
        "line2": address.line2,
        "postal_code": address.postal_code,
        "city": address.city,
        "country": address.country or "FR",
    }
    return {name: value for name, value in shown.items() if value}


def _supply(notes: list[str], what: str, value: str, how: str) -> str:
    notes.append(f"{what}: not stated; using {value} ({how})")
    return value
