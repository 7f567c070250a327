"""A series as the operator changes it: strict, in order, and never a rate between two (INT_15)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.rates_file import ShippedRates, load_rates
from chalicelib.domain.errors import InvalidInput, RateUnknown
from chalicelib.domain.interest import FIXED_INDEMNITY
from chalicelib.domain.rate_series import (
    DatedRate,
    RateSeries,
    RateVersion,
    current_table,
    next_version,
    rates_of,
    with_rates,
)
from chalicelib.domain.rates import HalfYear, Rate, RateTable

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ECB = RateSeries.ECB_REFINANCING
EVERY_HALF = [HalfYear(year, half) for year in range(2016, 2028) for half in (1, 2)][1:-1]


def dated(half: str, value: str = "2.40", *, provisional: bool = False, **changes: object) -> DatedRate:
    half_year = HalfYear.parse(half)
    rate = Rate(Decimal(value), "ecb.europa.eu", half_year.first_day, provisional)
    return DatedRate(half_year, replace(rate, **changes))  # type: ignore[arg-type]  # fields by name


def put(*rates: DatedRate, last: RateVersion | None = None) -> RateVersion:
    return next_version(load_rates(), last, ECB, rates, actor="operator", reason="published", now=NOW)


def refused(*rates: DatedRate) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as error:
        put(*rates)
    return [(problem.pointer, problem.code) for problem in error.value.errors]


def test_what_the_operator_put_stands_before_what_is_shipped_and_the_rest_stays() -> None:
    table = current_table(load_rates(), (put(dated("2026H2", "2.55"), dated("2027H1", "2.65")),))
    assert table.ecb_rate(HalfYear(2026, 2)).value == Decimal("2.55")
    assert table.ecb_rate(HalfYear(2027, 1)).value == Decimal("2.65")
    assert {h: r for h, r in table.ecb.items() if h < HalfYear(2026, 2)} == {
        h: r for h, r in load_rates().ecb.items() if h < HalfYear(2026, 2)
    }
    assert table.legal_business == load_rates().legal_business


def test_a_version_says_what_it_put_and_what_it_replaced() -> None:
    first = put(dated("2027H1", "2.4"))
    second = put(dated("2026H2"), dated("2027H1", "2.65"), last=first)
    assert (first.version, first.replaced, second.version) == (1, (), 2)
    assert [str(each.rate.value) for each in second.replaced] == ["2.40", "2.40"]
    assert second.replaced[0].rate.provisional
    assert [(str(each.half_year), str(each.rate.value)) for each in second.rates] == [
        ("2026H2", "2.40"),
        ("2027H1", "2.65"),
    ]


def test_a_half_year_stands_once_between_2016h2_and_the_one_after_the_present() -> None:
    assert refused(dated("2026H2"), dated("2026H2")) == [("#/rates/1/half_year", "duplicate_half_year")]
    assert refused(dated("2016H1")) == [("#/rates/0/half_year", "outside_range")]
    assert refused(dated("2027H2")) == [("#/rates/0/half_year", "outside_range")]
    assert put(dated("2027H1")).version == 1


def test_a_value_lies_between_0_and_30_with_two_decimals() -> None:
    assert refused(dated("2026H2", "30.01")) == [("#/rates/0/value", "out_of_range")]
    assert refused(dated("2026H2", "2.405")) == [("#/rates/0/value", "wrong_form")]
    assert str(put(dated("2026H2", "0")).rates[0].rate.value) == "0.00"


def test_a_change_in_the_middle_of_a_half_year_is_not_its_rate() -> None:
    """C. com. L441-10 II: the rate in force on 1 January or 1 July."""
    assert refused(dated("2026H2", effective_on=date(2026, 7, 2))) == [("#/rates/0/effective_on", "after_first_day")]
    assert put(dated("2026H2", effective_on=date(2026, 7, 1))).version == 1


def test_a_rate_whose_effective_date_was_not_seen_is_provisional() -> None:
    assert refused(dated("2026H2", effective_on=None)) == [("#/rates/0/effective_on", "required")]
    assert put(dated("2026H2", effective_on=None, provisional=True)).rates[0].rate.provisional


def test_a_rate_is_not_published_tomorrow() -> None:
    assert refused(dated("2026H2", published_on=date(2026, 11, 24))) == [("#/rates/0/published_on", "in_the_future")]


def test_the_fixed_indemnity_is_the_one_of_the_file_with_its_date_and_source() -> None:
    """IND_01, C. com. D441-5."""
    shipped = ShippedRates().fixed_indemnity()
    assert shipped.amount == FIXED_INDEMNITY
    assert shipped.in_force_on == date(2013, 1, 1)
    assert "D441-5" in shipped.source


@given(st.sets(st.sampled_from(EVERY_HALF)), st.sets(st.sampled_from(EVERY_HALF)), st.sampled_from(list(RateSeries)))
def test_a_table_knows_the_half_years_it_was_given_and_no_other(
    shipped: set[HalfYear], added: set[HalfYear], series: RateSeries
) -> None:
    """INT_15: nothing is interpolated, carried over or taken from another series, whatever the holes."""
    empty = RateTable({}, {}, {})
    base = with_rates(empty, {series: [DatedRate(half, Rate(Decimal(1), "a")) for half in shipped]})
    table = with_rates(base, {series: [DatedRate(half, Rate(Decimal(2), "b")) for half in added]})
    look_up = {
        RateSeries.ECB_REFINANCING: table.ecb_rate,
        RateSeries.LEGAL_INTEREST: table.legal_business_rate,
        RateSeries.LEGAL_INTEREST_INDIVIDUAL: table.legal_individual_rate,
    }
    for half in EVERY_HALF:
        for each in RateSeries:
            if each is series and half in shipped | added:
                assert look_up[each](half).value == (2 if half in added else 1)
            else:
                with pytest.raises(RateUnknown) as error:
                    look_up[each](half)
                assert str(half) in error.value.detail
                assert f"series {each.value}" in error.value.detail
    assert list(rates_of(table, series)) == sorted(shipped | added)
