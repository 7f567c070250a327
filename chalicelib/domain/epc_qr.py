"""The content of the QR code that a banking application reads to prepare a SEPA credit transfer (EPC069-12 v2.1)."""

from __future__ import annotations

from dataclasses import dataclass

from .money import Money

MOST_BYTES = 331
MOST_NAME, MOST_REFERENCE = 70, 140
MOST_CENTS = 99_999_999_999
_SERVICE_TAG, _VERSION, _UTF_8, _TRANSFER = "BCD", "002", "1", "SCT"


@dataclass(frozen=True)
class Transfer:
    """A credit transfer in euros: to whom, how much, and what the beneficiary reads of it."""

    name: str
    iban: str
    amount: Money
    reference: str
    bic: str | None = None


def epc_payload(transfer: Transfer) -> str | None:
    """The lines of the code, joined by LF; ``None`` where no such transfer can be written (no IBAN, not euros).

    Version 002: the BIC may be left out. Amounts go from 0.01 to 999,999,999.99 euros. The reference stands as
    unstructured remittance information (140 characters), the beneficiary's name is cut at 70, the whole at 331 bytes.
    """
    amount = transfer.amount
    if not transfer.iban or amount.currency != "EUR" or not 1 <= amount.amount <= MOST_CENTS:
        return None
    euros, cents = divmod(amount.amount, 100)
    name = _one_line(transfer.name)[:MOST_NAME].strip()
    while True:
        lines = (
            _SERVICE_TAG,
            _VERSION,
            _UTF_8,
            _TRANSFER,
            (transfer.bic or "").replace(" ", "").upper(),
            name,
            transfer.iban.replace(" ", "").upper(),
            f"EUR{euros}.{cents:02d}",
            "",
            "",
            _one_line(transfer.reference)[:MOST_REFERENCE],
        )
        payload = "\n".join(lines)
        if len(payload.encode()) <= MOST_BYTES or not name:
            return payload if name else None
        name = name[:-1].strip()


def _one_line(text: str) -> str:
    return " ".join(text.split())
