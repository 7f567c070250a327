"""The shipped rates: complete, sourced, and an error where one is missing (INT_15)."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from chalicelib.adapters.rates_file import load_rates
from chalicelib.domain.errors import RateUnknown
from chalicelib.domain.rates import HalfYear

EVERY = [HalfYear(year, half) for year in range(2016, 2027) for half in (1, 2)][1:]

ECB = {"2016H2": "0.00", "2022H2": "0.00", "2023H1": "2.50", "2023H2": "4.00", "2024H1": "4.50", "2024H2": "4.25"}
ECB |= {"2025H1": "3.15", "2025H2": "2.15", "2026H1": "2.15", "2026H2": "2.40"}


def test_every_half_year_since_2016_has_an_ecb_rate_with_its_source() -> None:
    rates = load_rates()
    assert list(rates.ecb) == EVERY
    assert all(rate.source for rate in rates.ecb.values())


@pytest.mark.parametrize(("half", "value"), ECB.items())
def test_the_ecb_rate_is_the_one_of_the_first_day_of_the_half_year(half: str, value: str) -> None:
    assert load_rates().ecb_rate(HalfYear.parse(half)).value == Decimal(value)


def test_a_rate_took_effect_by_the_first_day_of_its_half_year() -> None:
    rates = load_rates()
    for table in (rates.ecb, rates.legal_business, rates.legal_individual):
        for half, rate in table.items():
            assert rate.effective_on is None or rate.effective_on <= half.first_day


def test_only_rates_with_one_uncertain_source_are_provisional() -> None:
    rates = load_rates()
    assert [str(half) for half, rate in rates.ecb.items() if rate.provisional] == ["2026H2"]
    assert [str(half) for half, rate in rates.legal_business.items() if rate.provisional] == []
    assert [str(half) for half, rate in rates.legal_individual.items() if rate.provisional] == ["2024H1"]


def test_legal_rates_are_told_apart_by_the_kind_of_creditor() -> None:
    half = HalfYear(2026, 1)
    assert load_rates().legal_business_rate(half).value == Decimal("2.62")
    assert load_rates().legal_individual_rate(half).value == Decimal("6.67")


@pytest.mark.parametrize(
    ("look_up", "half", "name"),
    [
        ("ecb_rate", "2016H1", "ECB"),
        ("ecb_rate", "2027H1", "ECB"),
        ("legal_business_rate", "2026H2", "legal interest"),
        ("legal_business_rate", "2019H2", "all other cases"),
        ("legal_individual_rate", "2026H2", "private individual"),
    ],
)
def test_a_missing_rate_is_an_error_that_names_it(look_up: str, half: str, name: str) -> None:
    """INT_15."""
    with pytest.raises(RateUnknown) as error:
        getattr(load_rates(), look_up)(HalfYear.parse(half))
    assert error.value.code == "rate_unknown"
    assert half in error.value.detail
    assert name in error.value.detail


def test_a_half_year_has_its_days_and_its_name() -> None:
    assert HalfYear.of(date(2026, 6, 30)) == HalfYear(2026, 1)
    assert HalfYear.of(date(2026, 7, 1)) == HalfYear.parse("2026H2")
    assert (HalfYear(2026, 1).last_day, HalfYear(2026, 2).last_day) == (date(2026, 6, 30), date(2026, 12, 31))
    with pytest.raises(ValueError, match="half-year"):
        HalfYear.parse("2026S1")


def test_a_half_year_given_twice_is_refused(tmp_path: Path) -> None:
    row = {"half_year": "2026H1", "value": "1", "effective_on": None, "source": "s", "provisional": False}
    file = tmp_path / "rates.json"
    file.write_text(json.dumps({"ecb": [row, row], "legal_business": [], "legal_individual": []}), encoding="utf-8")
    with pytest.raises(ValueError, match="twice"):
        load_rates(file)
