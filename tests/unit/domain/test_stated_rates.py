"""An amount that was stated keeps the rates it rested on; every other half-year follows the table (INT_15)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from chalicelib.adapters.dynamodb import codec, keys
from chalicelib.adapters.rates_file import load_rates
from chalicelib.domain.interest import THREE_TIMES_LEGAL
from chalicelib.domain.parties import DebtorKind
from chalicelib.domain.rate_series import DatedRate, RateSeries, with_rates
from chalicelib.domain.rates import HalfYear, Rate, RateTable
from chalicelib.domain.stated_amounts import stating
from chalicelib.domain.stated_rates import StatedRate, as_stated
from tests.support import stored_things as things

RATES = load_rates()
ECB = RateSeries.ECB_REFINANCING
DUE = date(2025, 12, 15)
STATED_ON = date(2026, 2, 1)


def stated(kind: DebtorKind = DebtorKind.COMPANY, contract_rate: object = None, day: date = STATED_ON) -> list[str]:
    invoice = replace(things.invoice(1), due_date=DUE, contract_rate=contract_rate)  # type: ignore[arg-type]  # any kind
    case = things.case(invoices=(invoice,), debtor_kind=kind)
    return [f"{pin.series.value} {pin.half_year} {pin.value}" for pin in stating(case, RATES, day).stated_rates]


def changed(series: RateSeries, half: str, value: str, *, provisional: bool = False) -> RateTable:
    dated = DatedRate(HalfYear.parse(half), Rate(Decimal(value), "corrected", None, provisional))
    return with_rates(RATES, {series: (dated,)})


def test_the_half_years_that_the_interest_rests_on_are_stated() -> None:
    assert stated() == ["ecb_refinancing 2025H2 2.15", "ecb_refinancing 2026H1 2.15"]


def test_a_public_body_rests_on_the_half_year_in_which_its_delay_began() -> None:
    """INT_04: one rate for the whole delay."""
    assert stated(DebtorKind.PUBLIC_BODY) == ["ecb_refinancing 2025H2 2.15"]


def test_three_times_the_legal_rate_rests_on_the_legal_series_and_a_figure_of_the_contract_on_none() -> None:
    """INT_02."""
    assert stated(contract_rate=THREE_TIMES_LEGAL) == ["legal_interest 2025H2 2.76", "legal_interest 2026H1 2.62"]
    assert stated(contract_rate=Decimal("14.5")) == []


def test_a_consumer_without_a_presented_notice_was_told_no_interest() -> None:
    """INT_08."""
    assert stated(DebtorKind.CONSUMER) == []


def test_nothing_is_stated_before_anything_is_owed() -> None:
    assert stated(day=DUE) == []


def test_what_was_stated_first_stays() -> None:
    invoice = replace(things.invoice(1), due_date=DUE)
    once = stating(things.case(invoices=(invoice,)), RATES, STATED_ON)
    again = stating(once, changed(ECB, "2026H1", "3.00"), date(2026, 8, 1))
    assert again.stated_rates[: len(once.stated_rates)] == once.stated_rates
    assert [pin.half_year for pin in again.stated_rates] == ["2025H2", "2026H1", "2026H2"]


def test_the_rates_of_a_debt_of_ten_years_leave_room_in_the_head_of_its_case() -> None:
    """A head holds 8 kB at most."""
    invoice = replace(things.invoice(1), issue_date=date(2016, 5, 2), due_date=date(2016, 6, 30))
    case = things.case(invoices=(invoice,))
    old = stating(case, RATES, date(2026, 12, 31))
    assert len(old.stated_rates) == len(RATES.ecb)
    before, after = (len(codec.case_parts(each)[keys.HEAD]) for each in (case, old))
    assert after - before < 1_700


def test_the_table_of_a_case_differs_only_where_it_stated_another_value() -> None:
    pins = (StatedRate(ECB, "2026H1", Decimal("2.15")),)
    assert as_stated(RATES, pins) is RATES
    corrected = changed(ECB, "2026H1", "3.00")
    table = as_stated(corrected, pins)
    assert table.ecb_rate(HalfYear(2026, 1)).value == Decimal("2.15")
    assert {h: r for h, r in table.ecb.items() if h != HalfYear(2026, 1)} == {
        h: r for h, r in corrected.ecb.items() if h != HalfYear(2026, 1)
    }
    assert table.legal_business == RATES.legal_business


def test_a_stated_rate_is_provisional_as_long_as_the_published_one_is() -> None:
    pins = (StatedRate(ECB, "2026H2", Decimal("2.40")),)
    half = HalfYear(2026, 2)
    assert as_stated(RATES, pins).ecb_rate(half).provisional
    assert not as_stated(changed(ECB, "2026H2", "2.40"), pins).ecb_rate(half).provisional
    assert not as_stated(changed(ECB, "2026H2", "2.65"), pins).ecb_rate(half).provisional
    assert as_stated(changed(ECB, "2026H2", "2.65", provisional=True), pins).ecb_rate(half).provisional


def test_a_stated_rate_outlives_the_table_it_came_from() -> None:
    pins = (StatedRate(ECB, "2027H1", Decimal("2.65")),)
    assert as_stated(RATES, pins).ecb_rate(HalfYear(2027, 1)).value == Decimal("2.65")
