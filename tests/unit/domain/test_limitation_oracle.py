"""Limitation against an oracle that walks through the days (PRE_01..PRE_12), and properties no oracle needs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chalicelib.domain.limitation import (
    Act,
    ActEffect,
    ActKind,
    ClaimKind,
    Suspension,
    limitation,
)
from chalicelib.domain.parties import DebtorKind

from .limitation_oracle import last_day

DAYS = st.dates(date(2008, 1, 1), date(2036, 12, 31))
LEAP = st.sampled_from([date(2016, 2, 29), date(2020, 2, 29), date(2024, 2, 29), date(2028, 2, 29)])
STARTS = st.one_of(DAYS, LEAP)
ACTS = st.lists(st.tuples(st.sampled_from(list(ActKind)), st.integers(-200, 4000)), max_size=8)
STOPS = st.lists(st.tuples(st.integers(-100, 2500), st.integers(0, 500)), max_size=4)


@settings(deadline=None, max_examples=400)
@given(
    kind=st.sampled_from(list(DebtorKind)),
    claim=st.sampled_from(list(ClaimKind)),
    completed=STARTS,
    later=st.integers(-90, 120),
    acts=ACTS,
    stops=STOPS,
)
@example(DebtorKind.CONSUMER, ClaimKind.GOODS_OR_SERVICES, date(2024, 2, 29), 0, [], [(700, 20)])
@example(DebtorKind.COMPANY, ClaimKind.CARRIAGE, date(2020, 2, 29), 30, [(ActKind.PART_PAYMENT, 366)], [])
@example(DebtorKind.CONSUMER, ClaimKind.TELECOM, date(2024, 8, 31), 0, [], [(300, 65), (366, 10)])
def test_the_last_day_is_the_one_that_walking_through_the_days_finds(
    kind: DebtorKind,
    claim: ClaimKind,
    completed: date,
    later: int,
    acts: list[tuple[ActKind, int]],
    stops: list[tuple[int, int]],
) -> None:
    """PRE_01 to PRE_12: leap years, interruptions, overlapping suspensions, what comes too late."""
    due = completed + timedelta(days=later)
    dated = [(act, completed + timedelta(days=days)) for act, days in acts]
    spans = [(completed + timedelta(days=n), completed + timedelta(days=n + length)) for n, length in stops]
    found = limitation(
        debtor_kind=kind,
        claim_kind=claim,
        completed_on=completed,
        due_date=due,
        acts=[Act(act, on) for act, on in dated],
        suspensions=[Suspension(begin, end) for begin, end in spans],
    )
    plain = [(act.value, on) for act, on in dated]
    assert found.last_day == last_day(kind.value, claim.value, completed, due, plain, spans)
    assert found.last_day_from_due_date == last_day(kind.value, claim.value, due, due, plain, spans)
    assert found.safe_last_day == found.last_day - timedelta(days=1)


@settings(deadline=None, max_examples=100)
@given(start=DAYS, acts=ACTS)
def test_the_order_in_which_acts_are_told_changes_nothing(start: date, acts: list[tuple[ActKind, int]]) -> None:
    """PRE_11: their days decide."""
    dated = [Act(act, start + timedelta(days=days)) for act, days in acts]
    found = {
        limitation(
            debtor_kind=DebtorKind.COMPANY,
            claim_kind=ClaimKind.GOODS_OR_SERVICES,
            completed_on=start,
            due_date=start,
            acts=order,
        ).last_day
        for order in (dated, dated[::-1])
    }
    assert len(found) == 1


@pytest.mark.parametrize("year", range(1992, 2100, 4))
@pytest.mark.parametrize(("kind", "years"), [(DebtorKind.CONSUMER, 2), (DebtorKind.COMPANY, 5)])
def test_a_period_from_a_leap_day_ends_on_28_february_and_starts_anew_after_an_act(
    year: int, kind: DebtorKind, years: int
) -> None:
    """Counted to the same day of the calendar, or the last of its month."""
    start = date(year, 2, 29)
    found = limitation(debtor_kind=kind, claim_kind=ClaimKind.GOODS_OR_SERVICES, completed_on=start, due_date=start)
    assert found.last_day == date(year + years, 2, 28)
    acknowledged = limitation(
        debtor_kind=kind,
        claim_kind=ClaimKind.GOODS_OR_SERVICES,
        completed_on=start,
        due_date=start,
        acts=[
            Act(ActKind.ACKNOWLEDGEMENT, found.last_day),
            Act(ActKind.ACKNOWLEDGEMENT, found.last_day + timedelta(days=1)),
        ],
    )
    assert [judged.effect for judged in acknowledged.acts] == [ActEffect.INTERRUPTS, ActEffect.INTERRUPTS]
