"""Late-payment interest and indemnity: every rule by table, and the sums against an independent exact oracle."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.adapters.rates_file import load_rates
from chalicelib.domain.errors import RateUnknown
from chalicelib.domain.interest import THREE_TIMES_LEGAL, ContractRate, cents_by_period, interest_terms
from chalicelib.domain.late_payment import LatePayment, late_payment
from chalicelib.domain.money import Money
from chalicelib.domain.parties import DebtorKind
from chalicelib.domain.rates import HalfYear, RateTable

COMPANY, CONSUMER, PUBLIC = DebtorKind.COMPANY, DebtorKind.CONSUMER, DebtorKind.PUBLIC_BODY
BUSINESSES = [DebtorKind.COMPANY, DebtorKind.SOLE_TRADER]
CIVIL = [DebtorKind.CONSUMER, DebtorKind.NON_PROFESSIONAL]


def owe(
    cents: int,
    due: str,
    as_of: str,
    *,
    kind: DebtorKind = COMPANY,
    rate: ContractRate = None,
    notice: str | None = None,
    private_creditor: bool = False,
    rates: RateTable | None = None,
) -> LatePayment:
    return late_payment(
        debtor_kind=kind,
        principal=Money(cents),
        due_date=date.fromisoformat(due),
        as_of=date.fromisoformat(as_of),
        rates=rates or load_rates(),
        formal_notice_date=date.fromisoformat(notice) if notice else None,
        contract_rate=rate,
        creditor_is_private_individual=private_creditor,
    )


def lines(result: LatePayment) -> list[tuple[str, str, int, str, str]]:
    return [(str(p.start), str(p.end), p.days, str(p.annual_rate), str(p.interest)) for p in result.periods]


@pytest.mark.parametrize("kind", BUSINESSES)
def test_a_business_owes_ecb_plus_ten_from_the_day_after_the_due_date(kind: DebtorKind) -> None:
    """INT_01, INT_07, INT_09, INT_10: 59 days of 12 000 EUR at 12.15 %."""
    result = owe(1_200_000, "2026-01-31", "2026-03-31", kind=kind)
    assert lines(result) == [("2026-02-01", "2026-03-31", 59, "12.15", "235.676712")]
    assert (result.interest, result.fixed_indemnity, result.total_due) == (Money(23568), Money(4000), Money(1227568))
    assert result.days == 59
    assert {"INT_01", "INT_07", "INT_09", "INT_10", "INT_11", "INT_12", "INT_13", "INT_14"} <= set(result.rules)
    assert result.warnings == ()


def test_nothing_is_late_on_the_due_date_itself() -> None:
    """INT_07, IND_01."""
    result = owe(1_200_000, "2026-01-31", "2026-01-31")
    assert (result.interest, result.fixed_indemnity, result.total_due) == (Money(0), Money(0), Money(1_200_000))
    assert (result.days, result.periods) == (0, ())
    assert owe(1_200_000, "2026-01-31", "2026-02-01").fixed_indemnity == Money(4000)


def test_no_vat_is_added_to_interest_and_indemnity() -> None:
    """VAT_02: what is due is the principal, VAT included, with both as they are."""
    result = owe(1_200_000, "2026-01-31", "2026-05-31")
    assert result.interest.amount > 0
    assert result.total_due.amount == 1_200_000 + result.interest.amount + 4000


def test_the_default_rate_follows_each_half_year_of_the_delay() -> None:
    """INT_01."""
    result = owe(845_050, "2025-04-15", "2025-09-10")
    assert [line[:4] for line in lines(result)] == [
        ("2025-04-16", "2025-06-30", 76, "13.15"),
        ("2025-07-01", "2025-09-10", 72, "12.15"),
    ]
    assert result.interest == Money(43392)


def test_the_rate_is_the_one_of_the_first_day_of_the_half_year_even_when_the_ecb_moves_later() -> None:
    """INT_01: in February 2023 the ECB went to 3.00; the first half-year of 2023 stays on 2.50."""
    assert lines(owe(100_000, "2023-02-28", "2023-03-31"))[0][3] == "12.50"


def test_the_year_is_365_days_even_in_a_leap_year() -> None:
    """INT_10: 366 days of 2024 bear 366/365 of the annual rates."""
    result = owe(36_500_00, "2023-12-31", "2024-12-31")
    assert result.days == 366
    assert result.interest == Money(round(36500 * (182 * 14.50 + 184 * 14.25) / 365))


def test_a_contract_rate_replaces_the_default_one() -> None:
    """INT_02, INT_14: and no legal interest comes on top."""
    result = owe(200_000, "2026-01-15", "2026-03-31", rate=Decimal("15.00"))
    assert lines(result) == [("2026-01-16", "2026-03-31", 75, "15.00", "61.643836")]
    assert "INT_02" in result.rules
    assert "INT_14" in result.rules
    assert "INT_01" not in result.rules


def test_a_contract_rate_is_one_line_across_half_years() -> None:
    result = owe(200_000, "2025-12-01", "2026-01-31", rate=Decimal("15.00"))
    assert [line[2] for line in lines(result)] == [61]


def test_three_times_the_legal_rate_follows_the_half_years() -> None:
    """INT_02: the contract that refers to the floor."""
    result = owe(360_000, "2025-11-30", "2026-02-28", rate=THREE_TIMES_LEGAL)
    assert [line[3] for line in lines(result)] == ["8.28", "7.86"]
    assert (result.interest, result.warnings) == (Money(7106), ())


@pytest.mark.parametrize(
    ("rate", "due", "as_of", "warnings"),
    [
        ("15.20", "2024-01-31", "2024-03-31", ("rate_below_floor",)),
        ("15.21", "2024-01-31", "2024-03-31", ()),
        ("14.90", "2024-01-31", "2024-12-31", ("rate_below_floor",)),
        ("14.90", "2024-07-31", "2024-12-31", ()),
        ("8.00", "2025-09-30", "2026-02-28", ("rate_below_floor",)),
        ("15.00", "2026-06-01", "2026-07-31", ("floor_unknown",)),
    ],
)
def test_a_contract_rate_under_the_floor_of_any_half_year_is_told(
    rate: str, due: str, as_of: str, warnings: tuple[str, ...]
) -> None:
    """INT_03: a person decides; the rate agreed is still the one computed."""
    result = owe(100_000, due, as_of, rate=Decimal(rate))
    assert result.warnings == warnings
    assert ("INT_03" in result.rules) == ("rate_below_floor" in warnings)


def test_the_default_rate_is_never_measured_against_the_floor() -> None:
    """INT_02: in the first half of 2024 the default 14.50 was under three times the legal rate, 15.21."""
    result = owe(100_000, "2024-01-31", "2024-03-31")
    assert result.warnings == ()
    assert lines(result)[0][3] == "14.50"


@pytest.mark.parametrize(
    ("due", "rate"),
    [("2025-04-15", "11.15"), ("2025-06-29", "11.15"), ("2025-06-30", "10.15"), ("2025-07-01", "10.15")],
)
def test_a_public_body_owes_ecb_plus_eight_fixed_where_interest_began(due: str, rate: str) -> None:
    """INT_04: the half-year of the day after the due date holds for the whole delay."""
    result = owe(845_050, due, "2025-09-10", kind=PUBLIC)
    assert [line[3] for line in lines(result)] == [rate]
    assert result.fixed_indemnity == Money(4000)
    assert "INT_04" in result.rules


@pytest.mark.parametrize("kind", CIVIL)
def test_a_consumer_owes_legal_interest_from_the_day_after_the_formal_notice(kind: DebtorKind) -> None:
    """INT_05, INT_08, IND_02."""
    result = owe(85_000, "2025-09-01", "2026-04-20", kind=kind, notice="2026-02-10")
    assert lines(result) == [("2026-02-11", "2026-04-20", 69, "2.62", "4.209945")]
    assert (result.interest, result.fixed_indemnity) == (Money(421), Money(0))
    assert {"INT_05", "INT_08", "IND_02"} <= set(result.rules)


def test_without_a_formal_notice_a_consumer_owes_the_principal_alone() -> None:
    """INT_05."""
    result = owe(85_000, "2025-09-01", "2026-04-20", kind=CONSUMER)
    assert (result.interest, result.total_due, result.periods) == (Money(0), Money(85_000), ())


def test_a_formal_notice_before_the_due_date_starts_nothing_early() -> None:
    assert lines(owe(85_000, "2026-03-01", "2026-04-20", kind=CONSUMER, notice="2026-02-10"))[0][0] == "2026-03-02"


@pytest.mark.parametrize("kind", list(DebtorKind))
def test_a_private_creditor_has_the_legal_rate_of_individuals_and_no_indemnity(kind: DebtorKind) -> None:
    """INT_06: whoever the debtor is, from the formal notice."""
    result = owe(85_000, "2026-01-31", "2026-04-20", kind=kind, notice="2026-02-10", private_creditor=True)
    assert [line[:4] for line in lines(result)] == [("2026-02-11", "2026-04-20", 69, "6.67")]
    assert result.fixed_indemnity == Money(0)
    assert "INT_06" in result.rules


@pytest.mark.parametrize("kind", [*CIVIL, PUBLIC])
def test_a_contract_rate_that_does_not_apply_is_told(kind: DebtorKind) -> None:
    result = owe(85_000, "2026-01-31", "2026-04-20", kind=kind, rate=Decimal("15.00"), notice="2026-02-10")
    assert result.warnings == ("contract_rate_not_applied",)
    assert "15.00" not in [line[3] for line in lines(result)]


def test_a_missing_half_year_is_an_error_and_never_a_guess() -> None:
    """INT_15."""
    with pytest.raises(RateUnknown, match=r"ECB rate .*of 2027H1"):
        owe(100_000, "2026-11-30", "2027-01-01")
    with pytest.raises(RateUnknown, match=r"legal interest rate .* of 2026H2"):
        owe(100_000, "2026-05-31", "2026-07-01", rate=THREE_TIMES_LEGAL)


def test_a_provisional_rate_is_told() -> None:
    result = owe(100_000, "2026-06-15", "2026-07-15")
    assert result.warnings == ("rate_provisional",)
    assert [period.provisional for period in result.periods] == [False, True]


def test_interest_stops_the_day_before_a_judgment_and_later_invoices_bear_no_indemnity() -> None:
    """INT_16, INT_17, IND_04."""
    frozen = date(2026, 3, 1)
    before = interest_terms(debtor_kind=COMPANY, due_date=date(2026, 1, 31), rates=load_rates(), frozen_on=frozen)
    assert [(s.start, s.end) for s in before.periods(Money(1), date(2026, 1, 31), date(2026, 6, 30))] == [
        (date(2026, 2, 1), date(2026, 2, 28))
    ]
    assert before.fixed_indemnity == Money(4000)
    for due in (frozen, date(2026, 3, 2)):
        after = interest_terms(debtor_kind=COMPANY, due_date=due, rates=load_rates(), frozen_on=frozen)
        assert list(after.periods(Money(1), due, date(2026, 6, 30))) == []
        assert after.fixed_indemnity == Money(0)


def test_the_lines_in_cents_add_up_with_the_difference_on_the_last() -> None:
    """INT_13."""
    result = owe(845_050, "2025-04-15", "2026-03-10")
    shown = cents_by_period(result.periods, result.interest)
    assert sum(line.amount for line in shown) == result.interest.amount
    assert all(
        abs(line.to_decimal() - p.interest) <= Decimal("0.02") for line, p in zip(shown, result.periods, strict=True)
    )
    assert cents_by_period((), Money(0)) == ()


def test_no_line_in_cents_is_negative_however_small_the_debt() -> None:
    """INT_13: 12 cents bear about half a cent a half-year, which seven lines round up and the last cannot give back."""
    for cents in range(1, 60):
        result = owe(cents, "2020-12-31", "2026-06-30")
        shown = cents_by_period(result.periods, result.interest)
        assert sum(line.amount for line in shown) == result.interest.amount
        assert min(line.amount for line in shown) >= 0, cents


def test_halves_of_a_cent_go_up() -> None:
    """INT_13: 36.50 EUR at 15 % for one day is exactly 1.5 cents."""
    assert owe(3_650, "2026-01-31", "2026-02-01", rate=Decimal("15.00")).interest == Money(2)
    assert owe(3_649, "2026-01-31", "2026-02-01", rate=Decimal("15.00")).interest == Money(1)


def _oracle(cents: int, due: date, as_of: date, kind: DebtorKind) -> int:
    """Day by day, nothing shared with the code under test."""
    rates = {str(half): Fraction(str(rate.value)) for half, rate in load_rates().ecb.items()}
    total, day = Fraction(0), due + timedelta(days=1)
    first = f"{day.year}H{1 if day.month < 7 else 2}"
    while day <= as_of:
        half = first if kind is PUBLIC else f"{day.year}H{1 if day.month < 7 else 2}"
        total += Fraction(cents) * (rates[half] + (8 if kind is PUBLIC else 10)) / 100 / 365
        day += timedelta(days=1)
    whole, rest = divmod(total, 1)
    return int(whole) + (rest >= Fraction(1, 2))


@settings(deadline=None)
@given(
    cents=st.integers(1, 10**9),
    due=st.dates(date(2016, 7, 1), date(2026, 6, 30)),
    days=st.integers(0, 900),
    kind=st.sampled_from([COMPANY, PUBLIC]),
)
def test_interest_equals_the_day_by_day_sum_in_exact_fractions(
    cents: int, due: date, days: int, kind: DebtorKind
) -> None:
    """INT_10 to INT_13."""
    as_of = min(due + timedelta(days=days), date(2026, 12, 31))
    result = owe(cents, str(due), str(as_of), kind=kind)
    assert result.interest.amount == _oracle(cents, due, as_of, kind)
    assert result.days == (as_of - due).days
    assert all(HalfYear.of(p.start) == HalfYear.of(p.end) for p in result.periods if kind is COMPANY)
