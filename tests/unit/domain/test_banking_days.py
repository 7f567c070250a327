"""Banking days: weekends, public holidays where the debtor lives, and the closing days of TARGET."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from chalicelib.domain.banking_days import is_banking_day, is_target_closing_day, next_banking_day
from chalicelib.domain.territory import Territory, territory_of

PARIS, COLMAR, SAINT_DENIS, MARIGOT = (territory_of(code) for code in ("75011", "68000", "97400", "97150"))


@pytest.mark.parametrize(
    "day",
    [
        pytest.param(date(2027, 1, 1), id="new year's day"),
        pytest.param(date(2027, 3, 26), id="Good Friday"),
        pytest.param(date(2027, 3, 29), id="Easter Monday"),
        pytest.param(date(2028, 5, 1), id="1 May"),
        pytest.param(date(2028, 12, 25), id="Christmas"),
        pytest.param(date(2028, 12, 26), id="26 December"),
        pytest.param(date(2026, 11, 21), id="a Saturday"),
        pytest.param(date(2026, 11, 22), id="a Sunday"),
    ],
)
def test_no_transfer_settles_on_a_closing_day_of_target(day: date) -> None:
    assert is_target_closing_day(day)
    assert not is_banking_day(day, PARIS)


def test_a_public_holiday_of_the_territory_is_no_banking_day_there_alone() -> None:
    abolition = date(2027, 12, 20)
    assert not is_banking_day(abolition, SAINT_DENIS)
    assert is_banking_day(abolition, PARIS)


def test_good_friday_is_no_banking_day_even_where_it_is_a_working_day() -> None:
    assert not is_banking_day(date(2026, 4, 3), PARIS)
    assert not is_banking_day(date(2026, 4, 3), COLMAR)


def test_without_a_known_territory_the_national_holidays_count() -> None:
    assert not is_banking_day(date(2027, 7, 14), None)
    assert is_banking_day(date(2027, 7, 15), None)


def test_the_next_banking_day_after_good_friday_is_the_tuesday() -> None:
    assert next_banking_day(date(2027, 3, 26), PARIS) == date(2027, 3, 30)


@pytest.mark.parametrize("territory", [PARIS, COLMAR, SAINT_DENIS, MARIGOT, None])
def test_a_banking_day_is_never_as_far_as_a_week_so_that_weekly_days_never_meet(territory: Territory | None) -> None:
    day, last = date(2026, 1, 1), date(2056, 12, 31)
    while day <= last:
        assert (next_banking_day(day, territory) - day).days < 7
        day += timedelta(days=1)
