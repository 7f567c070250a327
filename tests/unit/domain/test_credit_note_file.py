"""A credit note as its file states it (R-120)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from chalicelib.domain.credit_note_file import credited_invoice, stated_credit_note
from chalicelib.domain.errors import InvalidInput
from chalicelib.domain.invoice import Invoice, ReadInvoice, ReadParty
from chalicelib.domain.money import Money

READ = ReadInvoice(
    syntax="cii",
    profile=None,
    type_code="381",
    number="AV-7",
    issue_date=date(2026, 1, 10),
    due_date=None,
    delivered_on=None,
    currency="EUR",
    amount_incl_tax=Money(12_000),
    already_paid=None,
    amount_due=None,
    payment_terms=None,
    iban=None,
    bic=None,
    seller=ReadParty(),
    buyer=ReadParty(),
    preceding_invoices=("fa 2026/001",),
)
INVOICES = tuple(
    Invoice(f"inv_{number}", number, date(2026, 1, 1), date(2026, 2, 1), Money(50_000))
    for number in ("FA-2026-001", "FA-2026-002")
)


@pytest.mark.parametrize("cents", [12_000, -12_000])
def test_the_amount_is_positive_whichever_sign_the_file_gives_it(cents: int) -> None:
    stated = stated_credit_note(replace(READ, amount_incl_tax=Money(cents)), "#/file")
    assert (stated.number, stated.issued_on, stated.amount) == ("AV-7", date(2026, 1, 10), Money(12_000))


@pytest.mark.parametrize("kind", ["380", "384", None])
def test_another_type_of_document_is_no_credit_note(kind: str | None) -> None:
    with pytest.raises(InvalidInput) as refused:
        stated_credit_note(replace(READ, type_code=kind), "#/file")
    assert refused.value.code == "not_a_credit_note"


def test_each_missing_field_is_named() -> None:
    with pytest.raises(InvalidInput) as refused:
        stated_credit_note(replace(READ, number=None, issue_date=None, amount_incl_tax=None), "#/file")
    assert refused.value.code == "credit_note_incomplete"
    assert [e.code for e in refused.value.errors] == ["missing_number", "missing_issue_date", "missing_amount_incl_tax"]


def test_another_currency_is_refused() -> None:
    with pytest.raises(InvalidInput) as refused:
        stated_credit_note(replace(READ, amount_incl_tax=Money(12_000, "USD")), "#/file")
    assert refused.value.code == "currency_not_supported"


def test_the_invoice_is_found_by_its_number_however_it_is_written() -> None:
    assert credited_invoice(stated_credit_note(READ, "#/file"), INVOICES) == "inv_FA-2026-001"


@pytest.mark.parametrize("named", [(), ("FA-1999",), ("FA-2026-001", "FA-2026-002")])
def test_without_one_invoice_of_the_case_its_id_is_asked_for(named: tuple[str, ...]) -> None:
    changes: dict[str, Any] = {"preceding_invoices": named}
    with pytest.raises(InvalidInput) as refused:
        credited_invoice(stated_credit_note(replace(READ, **changes), "#/file"), INVOICES)
    assert refused.value.code == "credit_note_without_invoice"
    assert refused.value.errors[0].pointer == "#/invoice_id"
