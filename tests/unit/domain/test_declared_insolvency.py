"""The time to declare a claim (C. com. R622-24, CPC 641), and the declaration's own words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from chalicelib.domain.debtor_fact import DebtorFact, FactKind, Insolvency, Procedure
from chalicelib.domain.declared_insolvency import declared_insolvency
from chalicelib.domain.parties import Address

PARIS = Address("1 rue de Rivoli", "75001", "Paris")
RENNES = Address("3 rue du Lavoir", "35000", "Rennes")
REUNION = Address("5 rue Pasteur", "97400", "Saint-Denis")
MARTINIQUE = Address("8 rue Schoelcher", "97200", "Fort-de-France")
BRUSSELS = Address("12 rue de la Loi", "1000", "Bruxelles", "BE")


def deadline(
    published_on: date | None, creditor: Address = PARIS, debtor: Address = RENNES, **more: bool
) -> date | None:
    told = Insolvency(Procedure.SAFEGUARD, published_on, **more)  # type: ignore[arg-type]  # the two switches
    at = datetime(2026, 1, 1, tzinfo=UTC)
    fact = DebtorFact("fact_1", FactKind.INSOLVENCY, date(2025, 1, 1), at, 1, 1, insolvency=told)
    found = declared_insolvency(fact, creditor, debtor)
    assert found is not None
    return found.declaration_deadline


@pytest.mark.parametrize(
    ("published_on", "last_day"),
    [
        (date(2026, 3, 19), date(2026, 5, 19)),
        (date(2025, 12, 31), date(2026, 2, 28)),
        (date(2027, 12, 31), date(2028, 2, 29)),
        (date(2027, 12, 30), date(2028, 2, 29)),
        (date(2026, 8, 31), date(2026, 10, 31)),
        (date(2026, 7, 31), date(2026, 9, 30)),
        (date(2026, 3, 2), date(2026, 5, 2)),  # a Saturday: never moved, an earlier declaration is never late
    ],
)
def test_two_months_end_on_the_same_number_or_the_last_day_of_the_month(published_on: date, last_day: date) -> None:
    assert deadline(published_on) == last_day


def test_without_a_publication_no_time_runs() -> None:
    assert deadline(None) is None


@pytest.mark.parametrize(
    ("creditor", "debtor", "months"),
    [
        (PARIS, RENNES, 2),
        (REUNION, RENNES, 4),
        (BRUSSELS, RENNES, 4),
        (PARIS, REUNION, 4),
        (REUNION, REUNION, 2),
        (MARTINIQUE, REUNION, 4),
    ],
)
def test_who_lives_elsewhere_than_the_court_has_four_months(creditor: Address, debtor: Address, months: int) -> None:
    """STOP_02, R622-24."""
    assert deadline(date(2026, 1, 31), creditor, debtor) == (date(2026, 3, 31) if months == 2 else date(2026, 5, 31))


def test_what_is_said_wins_over_the_addresses() -> None:
    assert deadline(date(2026, 1, 31), creditor_outside_metropolitan_france=True) == date(2026, 5, 31)
    assert deadline(date(2026, 1, 31), proceedings_overseas=True) == date(2026, 5, 31)
    assert deadline(date(2026, 1, 31), REUNION, creditor_outside_metropolitan_france=False) == date(2026, 3, 31)
