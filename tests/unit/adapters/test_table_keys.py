"""Keys of the table stay within what a key may hold."""

from __future__ import annotations

from chalicelib.adapters.dynamodb import keys
from chalicelib.domain.invoice import normalised_number
from chalicelib.domain.parties import Scope

SCOPE = Scope("ten_" + "0" * 26, livemode=False)
CREDITOR = "cred_" + "0" * 26
DYNAMODB_PARTITION_KEY_BYTES = 2048


def test_an_invoice_number_that_grows_when_normalised_still_fits_into_its_key() -> None:
    longest, other = (keys.held_invoice(SCOPE, CREDITOR, normalised_number(n)) for n in ("ﷺ" * 60, "ﷺ" * 59))
    assert len(longest.pk.encode()) <= DYNAMODB_PARTITION_KEY_BYTES
    assert longest != other


def test_an_ordinary_number_is_read_in_its_key() -> None:
    assert keys.held_invoice(SCOPE, CREDITOR, normalised_number("FA 77")).pk.endswith("#INV#fa-77")
