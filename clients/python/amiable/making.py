"""What everybody writes to make a request: an amount in euros, an invoice file from the disk."""

from __future__ import annotations

import base64
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from .contract.models.invoice_file_in import InvoiceFileIn
from .contract.models.invoice_file_in_claim_kind import InvoiceFileInClaimKind
from .contract.models.money import Money
from .contract.types import UNSET

LARGEST_FILE = 4 * 1024 * 1024  # bytes; larger ones go by documents.create_upload


def eur(amount: str | int | Decimal) -> Money:
    """Euros, exactly: ``eur("1234.50")``. An integer is whole euros. Nothing is rounded.

    Raises:
        ValueError: more than two decimals, or no number.
        TypeError: a float, which cannot say 0.10 exactly.
    """
    if isinstance(amount, (bool, float)):
        raise TypeError(f'{amount!r} is not exact: write eur("{amount}")')
    try:
        cents = Decimal(amount) * 100
    except InvalidOperation:
        raise ValueError(f"{amount!r} is not an amount in euros, such as 1234.50") from None
    if not cents.is_finite() or cents != cents.to_integral_value():
        raise ValueError(f"{amount!r} is not an amount in euros and cents")
    return Money(amount=int(cents), currency="EUR")


def invoice_file(
    path: str | Path,
    *,
    due_date: date | None = None,
    completed_on: date | None = None,
    claim_kind: InvoiceFileInClaimKind | None = None,
    already_paid: Money | None = None,
    contract_rate: str | None = None,
) -> InvoiceFileIn:
    """An e-invoice (Factur-X, CII or UBL) from the disk, for ``CaseRequest(invoice_files=[…])``.

    The other arguments say what the file does not.

    Raises:
        ValueError: it is larger than 4 MB, or empty.
        OSError: it cannot be read.
    """
    file = Path(path)
    if not 0 < file.stat().st_size <= LARGEST_FILE:
        raise ValueError(f"{file.name} has {file.stat().st_size} bytes; a file has up to {LARGEST_FILE}")
    return InvoiceFileIn(
        name=file.name,
        content_base64=base64.b64encode(file.read_bytes()).decode("ascii"),
        due_date=due_date or UNSET,
        completed_on=completed_on or UNSET,
        claim_kind=claim_kind or UNSET,
        already_paid=already_paid or UNSET,
        contract_rate=contract_rate or UNSET,
    )
