"""What was stated is computed again to the cent, whatever rates are put afterwards (INT_15): stories made by chance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.case_payments import statement_of
from chalicelib.domain.interest import THREE_TIMES_LEGAL
from chalicelib.domain.invoice import Invoice
from chalicelib.domain.ledger_facts import Payment
from chalicelib.domain.money import Money
from chalicelib.domain.notice import FormalNotice
from chalicelib.domain.parties import DebtorKind
from chalicelib.domain.rate_series import DatedRate, RateSeries, with_rates
from chalicelib.domain.rates import HalfYear, Rate, RateTable
from chalicelib.domain.stated_amounts import stating

from .cases import RATES, case

FIRST, DAYS = date(2023, 1, 10), 900
KINDS = st.sampled_from(list(DebtorKind))
CONTRACT = st.sampled_from([None, Decimal("9.5"), THREE_TIMES_LEGAL])
INVOICES = st.lists(st.tuples(st.integers(0, 400), CONTRACT), min_size=1, max_size=3)
DEEDS = st.lists(
    st.tuples(st.sampled_from(["state", "put", "pay", "reverse"]), st.integers(0, 120), st.integers(0, 3_000)),
    min_size=3,
    max_size=14,
)


def put(table: RateTable, n: int) -> RateTable:
    """Another value for one half-year of one series, confirmed or provisional."""
    series = list(RateSeries)[n % 3]
    half = HalfYear(2023 + n % 3, 1 + n % 2)
    return with_rates(table, {series: (DatedRate(half, Rate(Decimal(n % 2_000) / 100, "put", None, n % 5 == 0)),)})


@settings(deadline=None, max_examples=120)
@given(kind=KINDS, invoices=INVOICES, deeds=DEEDS, private=st.booleans())
def test_an_amount_once_stated_is_found_again_whatever_is_put(
    kind: DebtorKind, invoices: list[tuple[int, Any]], deeds: list[tuple[str, int, int]], private: bool
) -> None:
    claims = tuple(
        Invoice(f"inv_{n}", f"FA-{n}", FIRST, FIRST + timedelta(days=due), Money(120_000), contract_rate=rate)
        for n, (due, rate) in enumerate(invoices)
    )
    written = FIRST + timedelta(days=30)
    notice = FormalNotice("ctc_1", written, written + timedelta(days=20), presented_on=written + timedelta(days=3))
    of = case(debtor_kind=kind, invoices=claims, notice=notice, creditor_is_private_individual=private)
    table, today, told = RATES, FIRST, []
    for deed, later, n in deeds:
        today = min(today + timedelta(days=later), FIRST + timedelta(days=DAYS))
        if deed == "put":
            table = put(table, n)
        elif deed == "pay":
            payment = Payment(f"pay_{len(of.payments)}", Money(n * 40 + 1), today, len(of.payments))
            of = replace(of, payments=(*of.payments, payment))
        elif deed == "reverse" and of.payments:
            of = replace(of, payments=(*of.payments[:-1], replace(of.payments[-1], reversed_on=today)))
        elif deed == "state":
            of = stating(of, table, today)
            told.append((today, of.payments, statement_of(of, table, today)))
    for day, payments, stated in told:
        again = statement_of(replace(of, payments=payments), table, day)
        assert (again.total, again.interest, again.allocations) == (stated.total, stated.interest, stated.allocations)
