"""The QR code of a transfer, line by line (EPC069-12 v2.1, R-127)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.epc_qr import MOST_BYTES, Transfer, epc_payload
from chalicelib.domain.money import Money

TO_ACME = Transfer("ACME SARL", "FR14 2004 1010 0505 0001 3M02 606", Money(126_201), "AM-1", "psst frpp par")


def test_the_lines_are_those_of_the_guidelines_in_their_order() -> None:
    assert epc_payload(TO_ACME) == (
        "BCD\n002\n1\nSCT\nPSSTFRPPPAR\nACME SARL\nFR1420041010050500013M02606\nEUR1262.01\n\n\nAM-1"
    )


@pytest.mark.parametrize(
    ("cents", "written"),
    [(1, "EUR0.01"), (10, "EUR0.10"), (100, "EUR1.00"), (99_999_999_999, "EUR999999999.99")],
)
def test_an_amount_is_written_with_a_point_and_two_decimals(cents: int, written: str) -> None:
    payload = epc_payload(replace(TO_ACME, amount=Money(cents)))
    assert payload is not None
    assert payload.split("\n")[7] == written


@pytest.mark.parametrize(
    "impossible",
    [
        replace(TO_ACME, amount=Money(0)),
        replace(TO_ACME, amount=Money(-1)),
        replace(TO_ACME, amount=Money(100_000_000_000)),
        replace(TO_ACME, amount=Money(100, "USD")),
        replace(TO_ACME, iban=""),
        replace(TO_ACME, name="  "),
    ],
)
def test_what_is_no_sepa_transfer_in_euros_has_no_code(impossible: Transfer) -> None:
    assert epc_payload(impossible) is None


def test_the_bic_may_be_left_out_in_version_002() -> None:
    payload = epc_payload(replace(TO_ACME, bic=None))
    assert payload is not None
    assert payload.split("\n")[4] == ""


def test_a_long_name_is_cut_at_70_characters_and_no_line_break_gets_in() -> None:
    payload = epc_payload(replace(TO_ACME, name="A\nB" + "é" * 100, reference="AM-1\nEUR1.00"))
    assert payload is not None
    lines = payload.split("\n")
    assert len(lines) == 11
    assert lines[5] == "A B" + "é" * 67
    assert lines[10] == "AM-1 EUR1.00"


def test_the_whole_stays_within_331_bytes() -> None:
    payload = epc_payload(replace(TO_ACME, name="€" * 70, reference="€" * 140))
    assert payload is None or len(payload.encode()) <= MOST_BYTES
    shorter = epc_payload(replace(TO_ACME, name="€" * 70, reference="€" * 60))
    assert shorter is not None
    assert len(shorter.encode()) <= MOST_BYTES
