from __future__ import annotations

import base64
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from amiable import Amiable, eur, invoice_file, models
from amiable.making import LARGEST_FILE
from hypothesis import given
from hypothesis import strategies as st

from infra.local.sample_invoice import SELLER, SampleInvoice, sample_bytes
from tests.support.sample_requests import CREDITOR


@pytest.mark.parametrize(
    ("said", "cents"),
    [
        ("1234.50", 123_450),
        ("0.1", 10),
        ("-3", -300),
        (" 7 ", 700),
        (12, 1_200),
        (Decimal("0.07"), 7),
        ("1e3", 100_000),
    ],
)
def test_euros_are_exact(said: str | int | Decimal, cents: int) -> None:
    assert eur(said) == models.Money(amount=cents, currency="EUR")


@given(st.integers(-(10**12), 10**12))
def test_every_amount_in_cents_is_kept(cents: int) -> None:
    assert eur(Decimal(cents).scaleb(-2)).amount == cents


@pytest.mark.parametrize("said", ["1.005", "1,50", "1 200", "", "NaN", "Infinity", "twelve"])
def test_what_is_no_amount_in_cents_is_refused_and_never_rounded(said: str) -> None:
    with pytest.raises(ValueError, match="euros"):
        eur(said)


@pytest.mark.parametrize("said", [0.1, True])
def test_a_float_is_refused(said: float) -> None:
    with pytest.raises(TypeError, match="not exact"):
        eur(said)  # type: ignore[arg-type]


def test_an_invoice_file_opens_a_case(client: Amiable, tmp_path: Path) -> None:
    file = tmp_path / "facture.xml"
    file.write_bytes(sample_bytes(SampleInvoice(), "ubl"))
    creditor = client.creditors.create_creditor({**CREDITOR, "siret": SELLER.siret})
    debtor = models.CaseDebtorIn(kind="company", contacts=[models.ContactPersonIn(email="paul@debiteur.example")])
    request = models.CaseRequest(creditor_id=creditor.id, debtor=debtor, invoice_files=[invoice_file(file)])
    findings = client.cases.preview_case(request).findings
    assert [finding.code for finding in findings if finding.severity == "blocking"] == []


def test_an_invoice_file_says_what_the_file_does_not(tmp_path: Path) -> None:
    file = tmp_path / "facture.xml"
    file.write_bytes(b"<Invoice/>")
    assert invoice_file(str(file), due_date=date(2026, 9, 30), already_paid=eur("10.00")).to_dict() == {
        "name": "facture.xml",
        "content_base64": base64.b64encode(b"<Invoice/>").decode(),
        "due_date": "2026-09-30",
        "already_paid": {"amount": 1000, "currency": "EUR"},
    }


@pytest.mark.parametrize("size", [0, LARGEST_FILE + 1])
def test_a_file_that_the_api_would_refuse_is_not_sent(tmp_path: Path, size: int) -> None:
    file = tmp_path / "facture.pdf"
    with file.open("wb") as stream:
        stream.truncate(size)
    with pytest.raises(ValueError, match=r"facture\.pdf"):
        invoice_file(file)
