"""A plan is exact days and amounts that add up (R-076), or there is none."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.domain.arrangement import InstalmentFacts, PlanFacts
from chalicelib.domain.money import Money

FIRST = InstalmentFacts(date(2026, 3, 5), Money(30_000))
SECOND = InstalmentFacts(date(2026, 4, 5), Money(20_000))


def test_instalments_that_add_up_make_a_plan() -> None:
    assert PlanFacts(Money(50_000), (FIRST, SECOND), 8).instalments[0] is FIRST


@pytest.mark.parametrize(
    ("total", "instalments", "why"),
    [
        (Money(50_001), (FIRST, SECOND), "add up"),
        (Money(50_000), (SECOND, FIRST), "follow one another"),
        (Money(60_000), (FIRST, FIRST), "follow one another"),
        (Money(0), (), "follow one another"),
        (Money(30_000), (FIRST, InstalmentFacts(date(2026, 4, 5), Money(0))), "an amount"),
        (Money(30_000, "CHF"), (FIRST,), "one currency"),
    ],
)
def test_anything_else_is_no_plan(total: Money, instalments: tuple[InstalmentFacts, ...], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        PlanFacts(total, instalments, 8)
