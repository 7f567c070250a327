"""Judicial routes by debtor, amount and day: which are open, why not, and what the deadlines are (PROC_01..PROC_06)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain.judicial_routes import Route, judicial_routes
from chalicelib.domain.money import Money
from chalicelib.domain.parties import DebtorKind
from chalicelib.domain.route_costs import total
from chalicelib.domain.route_facts import RouteFacts

CLAIM = RouteFacts(
    debtor_kind=DebtorKind.COMPANY,
    as_of=date(2026, 11, 22),
    principal=Money(490_000),
    interest=Money(10_000),
    last_day=date(2031, 8, 31),
    safe_last_day=date(2031, 8, 30),
)
COMPANY, CONSUMER, PUBLIC = DebtorKind.COMPANY, DebtorKind.CONSUMER, DebtorKind.PUBLIC_BODY
ALL = {
    "small_claims_procedure",
    "payment_order",
    "uncontested_commercial_claim",
    "summary_proceedings",
    "full_claim",
    "administrative_claim",
}


def routes(**changes: object) -> dict[str, Route]:
    return {route.name: route for route in judicial_routes(replace(CLAIM, **changes))}  # type: ignore[arg-type]


def open_routes(**changes: object) -> set[str]:
    return {name for name, route in routes(**changes).items() if route.open}


def failing(route: Route) -> set[str]:
    return {condition.rule for condition in route.conditions if condition.met is False}


@pytest.mark.parametrize(
    ("kind", "closed"),
    [
        (COMPANY, {"administrative_claim"}),
        (DebtorKind.SOLE_TRADER, {"administrative_claim"}),
        (CONSUMER, {"administrative_claim", "uncontested_commercial_claim"}),
        (DebtorKind.NON_PROFESSIONAL, {"administrative_claim", "uncontested_commercial_claim"}),
        (PUBLIC, ALL - {"administrative_claim"}),
    ],
)
def test_the_kind_of_debtor_opens_and_closes_routes(kind: DebtorKind, closed: set[str]) -> None:
    """PROC_01, PROC_03, PROC_05: one is for commerçants alone, and public bodies have courts of their own."""
    assert open_routes(debtor_kind=kind) == ALL - closed


@pytest.mark.parametrize(
    ("principal", "interest", "is_open"),
    [(490_000, 10_000, True), (490_000, 10_001, False), (500_001, None, False), (500_000, None, True)],
)
def test_small_claims_count_principal_and_interest_up_to_5000_euros(
    principal: int, interest: int | None, is_open: bool
) -> None:
    """PROC_01: to the cent; unknown interest leaves the condition unknown, unless the principal alone is more."""
    found = routes(principal=Money(principal), interest=None if interest is None else Money(interest))
    assert found["small_claims_procedure"].open is is_open
    met = {c.article: c.met for c in found["small_claims_procedure"].conditions}["CPCE R125-1"]
    assert met is (None if interest is None and is_open else is_open)


@pytest.mark.parametrize(
    ("as_of", "months", "served_by"),
    [(date(2026, 8, 31), 6, date(2027, 2, 28)), (date(2026, 9, 1), 3, date(2026, 12, 1))],
)
def test_an_order_is_served_within_six_months_and_three_from_september_2026(
    as_of: date, months: int, served_by: date
) -> None:
    """PROC_03, PROC_04."""
    deadlines = {each.code: each for each in routes(as_of=as_of)["payment_order"].deadlines}
    assert (deadlines["service"].months, deadlines["service"].on) == (months, served_by)
    assert deadlines["opposition"].months == 1
    assert deadlines["limitation"].on == CLAIM.last_day


@pytest.mark.parametrize(
    ("kind", "as_of", "owed"),
    [
        (CONSUMER, date(2026, 5, 1), True),
        (CONSUMER, date(2026, 4, 30), False),
        (COMPANY, date(2026, 11, 22), False),
    ],
)
def test_the_contribution_of_50_euros_is_owed_before_civil_courts_alone(
    kind: DebtorKind, as_of: date, owed: bool
) -> None:
    """Law 2026-103, art. 128: from 1 May 2026, not before commercial courts."""
    costs = routes(debtor_kind=kind, as_of=as_of)["payment_order"].costs
    assert [cost.high.amount for cost in costs if cost.item == "court_contribution"] == ([5_000] if owed else [])


def test_the_contribution_opens_any_case_before_a_civil_court() -> None:
    """Law 2026-103, art. 128: a claim on the merits and summary proceedings too, not what has no judge."""
    owed = {
        name for name, r in routes(debtor_kind=CONSUMER).items() if "court_contribution" in {c.item for c in r.costs}
    }
    assert owed == {"payment_order", "summary_proceedings", "full_claim"}


def test_what_is_left_may_be_interest_and_indemnity_alone() -> None:
    """INT_11: accessories are owed too; unknown interest leaves it unknown."""
    assert routes(principal=Money(0), interest=Money(1))["full_claim"].open
    assert routes(principal=Money(0), interest=Money(0), indemnities=Money(4_000))["full_claim"].open
    unknown = routes(principal=Money(0), interest=None)["full_claim"].conditions
    assert [condition.met for condition in unknown if condition.rule == "INT_11"] == [None]


def test_a_dispute_closes_what_needs_agreement_or_no_serious_contest() -> None:
    """STOP_01, PROC_02, PROC_05."""
    assert open_routes() - open_routes(dispute_open=True) == {
        "small_claims_procedure",
        "uncontested_commercial_claim",
        "summary_proceedings",
    }


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"insolvent": True}, "STOP_02"),
        ({"principal": Money(0), "interest": Money(0)}, "INT_11"),
        ({"as_of": date(2031, 9, 1)}, "PRE_15"),
    ],
)
def test_some_facts_close_every_route(changes: dict[str, object], rule: str) -> None:
    assert open_routes(**changes) == set()
    assert all(rule in failing(route) for route in routes(**changes).values())


def test_the_last_day_itself_is_in_time() -> None:
    """PRE_13, C. civ. 2229."""
    assert open_routes(as_of=CLAIM.last_day) == open_routes()


def test_over_indebtedness_closes_what_ends_in_payment_and_leaves_the_rest_to_be_checked() -> None:
    """STOP_03: enforcement is stayed; a title may still be asked for."""
    found = routes(debtor_kind=CONSUMER, over_indebted=True)
    assert failing(found["small_claims_procedure"]) == {"STOP_03"}
    assert [c.met for c in found["full_claim"].conditions if c.rule == "STOP_03"] == [None]


@pytest.mark.parametrize(
    ("kind", "principal", "hinted"),
    [(CONSUMER, 100_000, True), (CONSUMER, 600_000, False), (COMPANY, 100_000, False)],
)
def test_a_prior_attempt_is_a_hint_before_the_judicial_court_up_to_5000_euros(
    kind: DebtorKind, principal: int, hinted: bool
) -> None:
    """PROC_06: never for an order for payment."""
    found = routes(debtor_kind=kind, principal=Money(principal))
    hints = {
        name for name, route in found.items() for c in route.conditions if c.article == "CPC 750-1" and c.met is None
    }
    assert hints == ({"summary_proceedings", "full_claim"} if hinted else set())


def test_what_was_not_verified_says_so() -> None:
    """PROC_05: the final text of 23 April 2026 was not read."""
    found = routes()
    assert found["uncontested_commercial_claim"].verify
    assert not found["payment_order"].verify
    assert "uncontested_commercial_claim" not in open_routes(as_of=date(2026, 4, 22))


def test_costs_are_ranges_with_assumption_and_source() -> None:
    """R-104, R-105."""
    for route in routes().values():
        assert all(cost.low <= cost.high and cost.assumption and cost.source for cost in route.costs)
        assert 0 < route.duration.low_months <= route.duration.high_months
    assert total(routes()["full_claim"].costs) == (Money(170_000), Money(550_000))


def test_no_route_is_recommended() -> None:
    """R-098: facts alone, in every text."""
    for kind in DebtorKind:
        for route in routes(debtor_kind=kind, dispute_open=True, over_indebted=True).values():
            texts = [route.title, route.court, *(c.text for c in route.conditions), *(d.text for d in route.deadlines)]
            assert not [text for text in texts if any(w in text.lower() for w in ("advi", "recommend", "should"))]
