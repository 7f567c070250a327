"""The project's own sample invoice: a French Factur-X PDF of invented companies, due in January 2026.

``python -m infra.local.sample_invoice sample.pdf`` writes it; ``make_sample_invoice`` also writes its variations, as
Factur-X, CII or UBL, for demonstrations and tests. Phone numbers are those the ARCEP keeps for fiction, mail domains
end in ``.example``, the IBAN is the banks' published example, and the companies' numbers only pass their checks.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

CENT = Decimal("0.01")


@dataclass(frozen=True)
class SampleParty:
    """An invented company; ``country`` is ISO 3166-1 alpha-2."""

    name: str
    line1: str
    postal_code: str
    city: str
    country: str = "FR"
    siren: str | None = None
    siret: str | None = None
    vat_number: str | None = None
    contact_name: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class SampleLine:
    """``unit`` is a code of UN/ECE Recommendation 20: C62 piece, HUR hour."""

    name: str
    quantity: Decimal
    unit: str
    price: Decimal
    vat_rate: Decimal = Decimal("20.00")

    @property
    def total(self) -> Decimal:
        """Rounded half-up to the cent."""
        return (self.quantity * self.price).quantize(CENT, ROUND_HALF_UP)


SELLER = SampleParty(
    name="Atelier Ferrand Menuiserie",
    line1="14 rue des Tisserands",
    postal_code="69004",
    city="Lyon",
    siren="999912348",
    siret="99991234800011",
    vat_number="FR28999912348",
    contact_name="Claire Ferrand",
    email="facturation@atelier-ferrand.example",
    phone="+33 1 99 00 24 10",
)
BUYER = SampleParty(
    name="Hôtel des Tilleuls",
    line1="8 avenue de la Gare",
    postal_code="74000",
    city="Annecy",
    siren="999956782",
    siret="99995678200018",
    vat_number="FR52999956782",
    contact_name="Service comptabilité",
    email="comptabilite@hotel-des-tilleuls.example",
    phone="+33 6 39 98 00 12",
)
SPANISH_BUYER = SampleParty(
    name="Hostal de los Naranjos",
    line1="27 calle del Azahar",
    postal_code="41004",
    city="Sevilla",
    country="ES",
    vat_number="ESA12345674",
    email="administracion@hostal-naranjos.example",
)
LINES = (
    SampleLine("Comptoir d’accueil en chêne massif, sur mesure", Decimal(1), "C62", Decimal("1850.00")),
    SampleLine("Étagère murale en chêne, 120 × 30 cm", Decimal(6), "C62", Decimal("145.00")),
    SampleLine("Pose et finitions sur place", Decimal(14), "HUR", Decimal("48.00")),
)


@dataclass(frozen=True)
class SampleInvoice:
    """Everything the invoice says; totals are computed, so that page and XML agree."""

    number: str = "FA-2025-0147"
    type_code: str = "380"
    issue_date: date = date(2025, 12, 16)
    due_date: date | None = date(2026, 1, 15)
    completed_on: date | None = date(2025, 12, 12)
    seller: SampleParty = SELLER
    buyer: SampleParty = BUYER
    lines: tuple[SampleLine, ...] = LINES
    already_paid: Decimal = Decimal("0.00")
    order_reference: str = "DEV-2025-0098"
    currency: str = "EUR"
    iban: str = "FR7630006000011234567890189"
    bic: str = "AGRIFRPP"
    preceding_invoice: str | None = None

    @property
    def is_credit_note(self) -> bool:
        """Type 381."""
        return self.type_code == "381"

    @property
    def total_excl_tax(self) -> Decimal:
        """Sum of the lines."""
        return sum((line.total for line in self.lines), Decimal("0.00"))

    @property
    def vat_by_rate(self) -> Mapping[Decimal, tuple[Decimal, Decimal]]:
        """Rate to (taxable amount, VAT), VAT rounded once per rate."""
        bases: dict[Decimal, Decimal] = {}
        for line in self.lines:
            bases[line.vat_rate] = bases.get(line.vat_rate, Decimal("0.00")) + line.total
        return {rate: (base, (base * rate / 100).quantize(CENT, ROUND_HALF_UP)) for rate, base in bases.items()}

    @property
    def vat(self) -> Decimal:
        """Sum over the rates."""
        return sum((vat for _, vat in self.vat_by_rate.values()), Decimal("0.00"))

    @property
    def total_incl_tax(self) -> Decimal:
        """What the buyer owes before any payment."""
        return self.total_excl_tax + self.vat

    @property
    def amount_due(self) -> Decimal:
        """What is left to pay."""
        return self.total_incl_tax - self.already_paid


VARIANTS: Mapping[str, Mapping[str, Any]] = {
    "credit_note": {
        "number": "AV-2025-0009",
        "type_code": "381",
        "issue_date": date(2025, 12, 18),
        "due_date": date(2025, 12, 18),
        "lines": LINES[1:2],
        "preceding_invoice": "FA-2025-0147",
    },
    "no_due_date": {"due_date": None, "completed_on": None},
    "spanish_buyer": {"number": "FA-2025-0148", "buyer": SPANISH_BUYER},
    "part_paid": {"already_paid": Decimal("1000.00")},
}


def make_sample_invoice(path: Path, *, syntax: str = "facturx", variant: str | None = None, **variations: Any) -> Path:
    """Writes one invoice file: ``syntax`` is facturx, cii or ubl; ``variations`` are fields of ``SampleInvoice``."""
    invoice = replace(SampleInvoice(), **{**(VARIANTS[variant] if variant else {}), **variations})
    path.write_bytes(sample_bytes(invoice, syntax))
    return path


def sample_bytes(invoice: SampleInvoice, syntax: str = "facturx") -> bytes:
    """One invoice as facturx, cii or ubl."""
    from .sample_invoice_xml import cii_xml, ubl_xml

    if syntax == "cii":
        return cii_xml(invoice)
    if syntax == "ubl":
        return ubl_xml(invoice)
    from .sample_invoice_page import facturx_pdf

    return facturx_pdf(invoice)


if __name__ == "__main__":
    make_sample_invoice(Path(sys.argv[1] if len(sys.argv) > 1 else "sample.pdf"))
