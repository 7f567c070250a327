"""No interest runs while a plan is kept; an acceleration brings back what was put off, to the day and the cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.adapters.rates_file import load_rates
from chalicelib.domain.advice import new_receipt
from chalicelib.domain.advice_record import AdviceState
from chalicelib.domain.case import Case
from chalicelib.domain.case_payments import statement_of
from chalicelib.domain.collector import CaseMandate
from chalicelib.domain.invoice import Invoice
from chalicelib.domain.ledger import Payment, statement
from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.payment_plan import Instalment, PaymentPlan, PlanInterest, PlanState, Side
from chalicelib.domain.negotiation.plan_interest import suspensions
from chalicelib.domain.negotiation.record import Negotiation
from chalicelib.domain.parties import DebtorKind
from chalicelib.domain.rates import RateTable
from chalicelib.domain.suspension import Suspension
from tests.unit.domain.cases import at, case, day
from tests.unit.domain.ledger_oracle import simulate

RATES = load_rates()
START = date(2024, 1, 1)


def days(most: int) -> st.SearchStrategy[date]:
    return st.integers(0, most).map(lambda number: START + timedelta(days=number))


@st.composite
def two_plans(draw: st.DrawFn) -> tuple[Suspension, ...]:
    """One plan or two, one after the other; the last one may live still, and each may bring its interest back."""
    found = []
    first = draw(days(300))
    for _ in range(draw(st.integers(1, 2))):
        last = first + timedelta(days=draw(st.integers(0, 200)))
        brought_back = last + timedelta(days=1) if draw(st.booleans()) else None
        found.append(Suspension(first, last, brought_back))
        first = last + timedelta(days=draw(st.integers(1, 60)))
    if draw(st.booleans()):
        found[-1] = Suspension(found[-1].first)
    return tuple(found)


@settings(max_examples=150, deadline=None)
@given(
    debts=st.lists(st.tuples(days(200), st.integers(1, 5_000_000)), min_size=1, max_size=3),
    paid=st.lists(st.tuples(days(700), st.integers(1, 3_000_000)), max_size=5),
    plans=two_plans(),
    as_of=days(800),
)
def test_what_is_owed_around_plans_is_what_a_day_by_day_account_in_fractions_says(
    debts: list[tuple[date, int]], paid: list[tuple[date, int]], plans: tuple[Suspension, ...], as_of: date
) -> None:
    """Interest of a suspended day never runs, or is owed as if it had from the acceleration on (INT_07, INT_12)."""
    invoices = [Invoice(f"inv_{n}", f"F-{n}", on, on, Money(cents)) for n, (on, cents) in enumerate(debts)]
    payments = [Payment(f"pay_{n}", Money(cents), on, n) for n, (on, cents) in enumerate(paid) if on <= as_of]
    found = statement(
        invoices,
        payments,
        (),
        debtor_kind=DebtorKind.COMPANY,
        rates=RATES,
        as_of=as_of,
        suspended=plans,
    )
    told = simulate(invoices, payments, (), as_of, suspended=[(each.first, each.last, each.owed_on) for each in plans])
    lines = {line.invoice.id: line for line in (*found.lines, *found.not_yet_due)}
    for invoice in invoices:
        line = lines[invoice.id]
        left = (line.interest_left.amount, line.fixed_indemnity_left.amount, line.principal_left.amount)
        assert left == told[invoice.id]
        assert sum(cents.amount for cents in line.period_cents) == line.interest.amount


def followed(state: PlanState, policy: PlanInterest, *, over: int | None = None) -> Case:
    plan = PaymentPlan(
        id="plan_1",
        state=state,
        proposed_by=Side.DEBTOR,
        proposed_at=at(10),
        instalments=(Instalment(1, day(40), Money(120_000)),),
        total=Money(120_000),
        principal=Money(120_000),
        acceleration_days=8,
        interest_during=policy,
        active_since=at(12),
        reckoned_on=day(10),
        ended_at=at(over) if over is not None else None,
    )
    return case(negotiation=Negotiation(plans=(plan,)))


@pytest.mark.parametrize(
    ("state", "policy", "over", "bearing"),
    [
        (PlanState.AGREED, PlanInterest.WAIVED, None, 60),  # the sixty days since the due date
        (PlanState.ACTIVE, PlanInterest.WAIVED, None, 10),  # up to the day that the total was reckoned on
        (PlanState.ACTIVE, PlanInterest.DUE_IF_ACCELERATED, None, 10),
        (PlanState.ACCELERATED, PlanInterest.WAIVED, 50, 10 + 11),  # and again from the day of the acceleration
        (PlanState.ACCELERATED, PlanInterest.DUE_IF_ACCELERATED, 50, 60),  # as if it had run on
        (PlanState.CANCELLED, PlanInterest.DUE_IF_ACCELERATED, 50, 10 + 10),  # no acceleration brings it back
    ],
)
def test_interest_bears_on_exactly_the_days_that_the_plan_leaves(
    state: PlanState, policy: PlanInterest, over: int | None, bearing: int
) -> None:
    plan = followed(state, policy, over=over)
    if state is PlanState.AGREED:
        plan = replace(plan, negotiation=Negotiation(plans=(replace(plan.negotiation.plans[0], active_since=None),)))
    line = statement_of(plan, RATES, day(60)).lines[0]
    assert sum(period.days for period in line.periods) == bearing


def test_what_was_paid_during_the_plan_stays_spread_as_it_was_when_interest_comes_back() -> None:
    """A receipt that was issued stays true: the interest of those days is owed beside, from the acceleration on."""
    paid = Payment("pay_1", Money(50_000), day(30), 1)
    kept = replace(followed(PlanState.ACTIVE, PlanInterest.DUE_IF_ACCELERATED), payments=(paid,))
    over = replace(followed(PlanState.ACCELERATED, PlanInterest.DUE_IF_ACCELERATED, over=50), payments=(paid,))
    before, after = statement_of(kept, RATES, day(49)), statement_of(over, RATES, day(50))
    assert before.allocations == after.allocations
    assert after.interest.amount > before.interest.amount
    assert before.suspended == (Suspension(day(11)),)
    assert after.suspended == (Suspension(day(11), day(49), day(50)),)


def test_no_rate_is_missed_for_the_days_of_a_plan() -> None:
    """INT_15: a half-year without its rate holds nothing up while no interest runs in it."""
    unpublished = RateTable(ecb={}, legal_business={}, legal_individual={})
    plan = replace(followed(PlanState.ACTIVE, PlanInterest.WAIVED), negotiation=Negotiation())
    begun = replace(
        followed(PlanState.ACTIVE, PlanInterest.WAIVED).negotiation.plans[0], reckoned_on=day(-1), active_since=at(0)
    )
    plan = replace(plan, negotiation=Negotiation(plans=(begun,)))
    assert statement_of(plan, unpublished, day(60)).interest == Money(0)


def test_the_days_of_a_renegotiated_plan_begin_where_those_of_the_first_end() -> None:
    first = replace(followed(PlanState.REPLACED, PlanInterest.WAIVED, over=30).negotiation.plans[0])
    second = replace(first, id="plan_2", state=PlanState.ACTIVE, reckoned_on=day(25), ended_at=None)
    both = case(negotiation=Negotiation(plans=(first, second)))
    assert suspensions(both) == (Suspension(day(11), day(30)), Suspension(day(31)))


def test_under_a_mandate_the_creditor_is_not_told_of_each_payment_of_a_plan_it_has_signed() -> None:
    """CPCE R124-5: of any other payment it is (PAY_04)."""
    mandate = CaseMandate("mdt_1", "M-1", day(0), at(2))
    followed_plan = replace(followed(PlanState.ACTIVE, PlanInterest.WAIVED), mandate=mandate)
    assert new_receipt(case(mandate=mandate), "pay_1", day(30)).advice.state is AdviceState.DUE
    assert new_receipt(followed_plan, "pay_1", day(30)).advice.state is AdviceState.NONE
