"""Limitation: periods, starts, acts and suspensions, rule by rule (PRE_01 to PRE_15)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.errors import InvalidInput
from chalicelib.domain.limitation import (
    Act,
    ActEffect,
    ActKind,
    ClaimKind,
    Demand,
    Limitation,
    Suspension,
    SuspensionKind,
    limitation,
)
from chalicelib.domain.limitation_clock import add_months
from chalicelib.domain.parties import DebtorKind

COMPANY, CONSUMER, PUBLIC = DebtorKind.COMPANY, DebtorKind.CONSUMER, DebtorKind.PUBLIC_BODY
INTERRUPTING = [
    ActKind.ACKNOWLEDGEMENT,
    ActKind.PART_PAYMENT,
    ActKind.PAYMENT_PLAN,
    ActKind.REQUEST_FOR_TIME,
    ActKind.COURT_CLAIM,
    ActKind.PAYMENT_ORDER_SERVED,
    ActKind.ENFORCEMENT_ACT,
    ActKind.INSOLVENCY_CLAIM,
]
NOT_INTERRUPTING = [kind for kind in ActKind if kind not in INTERRUPTING]


def until(
    completed: str | None,
    due: str,
    *acts: tuple[ActKind, str],
    kind: DebtorKind = COMPANY,
    claim: ClaimKind = ClaimKind.GOODS_OR_SERVICES,
    stops: tuple[tuple[str, str], ...] = (),
) -> Limitation:
    return limitation(
        debtor_kind=kind,
        claim_kind=claim,
        completed_on=date.fromisoformat(completed) if completed else None,
        due_date=date.fromisoformat(due),
        acts=[Act(act, date.fromisoformat(on)) for act, on in acts],
        suspensions=[Suspension(date.fromisoformat(start), date.fromisoformat(end)) for start, end in stops],
    )


@pytest.mark.parametrize(
    ("kind", "claim", "last_day"),
    [
        (DebtorKind.COMPANY, ClaimKind.GOODS_OR_SERVICES, "2027-03-15"),  # PRE_01
        (DebtorKind.SOLE_TRADER, ClaimKind.GOODS_OR_SERVICES, "2027-03-15"),  # PRE_01
        (DebtorKind.CONSUMER, ClaimKind.GOODS_OR_SERVICES, "2024-03-15"),  # PRE_02
        (DebtorKind.NON_PROFESSIONAL, ClaimKind.GOODS_OR_SERVICES, "2027-03-15"),  # PRE_05
        (DebtorKind.PUBLIC_BODY, ClaimKind.GOODS_OR_SERVICES, "2026-12-31"),  # PRE_04
        (DebtorKind.COMPANY, ClaimKind.CARRIAGE, "2023-03-15"),  # PRE_03
        (DebtorKind.CONSUMER, ClaimKind.CARRIAGE, "2023-03-15"),  # PRE_03
        (DebtorKind.CONSUMER, ClaimKind.TELECOM, "2023-04-30"),
    ],
)
def test_the_period_depends_on_debtor_and_claim(kind: DebtorKind, claim: ClaimKind, last_day: str) -> None:
    """PRE_01 to PRE_05."""
    result = until("2022-03-15", "2022-04-30", kind=kind, claim=claim)
    assert str(result.last_day) == last_day
    assert result.safe_last_day == result.last_day - timedelta(days=1)


def test_the_earlier_of_completion_and_due_date_counts_and_both_are_told() -> None:
    """PRE_06."""
    early_work = until("2021-06-10", "2021-07-30")
    assert (str(early_work.last_day), str(early_work.last_day_from_due_date)) == ("2026-06-10", "2026-07-30")
    paid_ahead = until("2021-09-01", "2021-07-30")
    assert str(paid_ahead.last_day) == "2026-07-30"
    assert str(until(None, "2021-07-30").last_day) == "2026-07-30"


@pytest.mark.parametrize("kind", [COMPANY, CONSUMER])
@pytest.mark.parametrize("act", INTERRUPTING)
def test_an_interrupting_act_starts_a_new_period_of_the_same_length(kind: DebtorKind, act: ActKind) -> None:
    """PRE_07, PRE_11, PLAN_01: two new years for a consumer, five for a business, and no ten."""
    result = until("2024-05-02", "2024-05-02", (act, "2025-03-08"), kind=kind)
    assert result.last_day == date(2027 if kind is CONSUMER else 2030, 3, 8)
    assert [(a.effect, a.rule) for a in result.acts] == [(ActEffect.INTERRUPTS, "PRE_07")]


@pytest.mark.parametrize("kind", [COMPANY, CONSUMER, DebtorKind.NON_PROFESSIONAL])
@pytest.mark.parametrize("act", NOT_INTERRUPTING)
def test_a_reminder_of_any_form_interrupts_nothing(kind: DebtorKind, act: ActKind) -> None:
    """PRE_08: not even a registered letter, an officer's summons or the filing of a payment order."""
    result = until("2024-05-02", "2024-05-02", (act, "2025-03-08"), kind=kind)
    assert result.last_day == until("2024-05-02", "2024-05-02", kind=kind).last_day
    assert [(a.effect, a.rule) for a in result.acts] == [(ActEffect.NONE, "PRE_08")]


@pytest.mark.parametrize(
    ("act", "effect", "last_day"),
    [
        (ActKind.WRITTEN_DEMAND, ActEffect.INTERRUPTS, "2028-12-31"),
        (ActKind.REGISTERED_LETTER, ActEffect.INTERRUPTS, "2028-12-31"),
        (ActKind.LETTER, ActEffect.INTERRUPTS, "2028-12-31"),
        (ActKind.OFFICER_SUMMONS, ActEffect.INTERRUPTS, "2028-12-31"),
        (ActKind.PART_PAYMENT, ActEffect.INTERRUPTS, "2028-12-31"),
        (ActKind.COURT_CLAIM, ActEffect.INTERRUPTS, "2028-12-31"),
        (ActKind.CALL, ActEffect.NONE, "2026-12-31"),
        (ActKind.SMS, ActEffect.NONE, "2026-12-31"),
        (ActKind.EMAIL, ActEffect.NONE, "2026-12-31"),
    ],
)
def test_a_public_body_counts_from_january_and_a_written_demand_interrupts(
    act: ActKind, effect: ActEffect, last_day: str
) -> None:
    """PRE_04, PRE_09."""
    result = until("2022-10-05", "2022-10-05", (act, "2024-03-10"), kind=PUBLIC)
    assert (str(result.last_day), result.acts[0].effect, result.acts[0].rule) == (last_day, effect, "PRE_09")


def test_an_acknowledgement_after_expiry_changes_nothing_and_asks_for_a_human() -> None:
    """PRE_10: the last day itself is still in time."""
    late = until("2024-05-02", "2024-05-02", (ActKind.ACKNOWLEDGEMENT, "2026-05-03"), kind=CONSUMER)
    assert str(late.last_day) == "2026-05-02"
    assert [(a.effect, a.rule) for a in late.acts] == [(ActEffect.AFTER_EXPIRY, "PRE_10")]
    assert late.review == ("acknowledgement_after_expiry",)
    in_time = until("2024-05-02", "2024-05-02", (ActKind.ACKNOWLEDGEMENT, "2026-05-02"), kind=CONSUMER)
    assert (str(in_time.last_day), in_time.review) == ("2028-05-02", ())


def test_a_court_claim_after_expiry_is_no_acknowledgement() -> None:
    late = until("2024-05-02", "2024-05-02", (ActKind.COURT_CLAIM, "2026-05-03"), kind=CONSUMER)
    assert (late.acts[0].effect, late.review) == (ActEffect.AFTER_EXPIRY, ())


def test_an_act_on_the_very_first_day_interrupts() -> None:
    """PRE_07."""
    result = until("2024-05-02", "2024-05-02", (ActKind.ACKNOWLEDGEMENT, "2024-05-02"), kind=CONSUMER)
    assert (str(result.last_day), result.acts[0].effect) == ("2026-05-02", ActEffect.INTERRUPTS)


def test_acts_are_played_in_order_of_their_day() -> None:
    """PRE_11: the second acknowledgement is in time only thanks to the first."""
    acts = [(ActKind.PART_PAYMENT, "2027-01-10"), (ActKind.ACKNOWLEDGEMENT, "2025-06-01")]
    assert str(until("2024-05-02", "2024-05-02", *acts, kind=CONSUMER).last_day) == "2029-01-10"


def test_a_deposit_before_the_work_does_not_start_the_period() -> None:
    """PRE_06."""
    result = until("2024-05-02", "2024-06-01", (ActKind.PART_PAYMENT, "2024-01-10"))
    assert (str(result.last_day), result.acts[0].effect, result.acts[0].rule) == (
        "2029-05-02",
        ActEffect.NONE,
        "PRE_06",
    )


@pytest.mark.parametrize(
    ("stops", "last_day"),
    [
        ((("2024-09-01", "2024-09-30"),), "2026-06-01"),
        ((("2026-03-01", "2026-03-31"),), "2026-09-30"),
        ((("2024-09-01", "2024-09-20"), ("2024-09-15", "2024-09-30")), "2026-06-01"),
        ((("2024-09-01", "2024-09-15"), ("2024-09-16", "2024-09-30")), "2026-06-01"),
        ((("2024-09-01", "2024-09-30"), ("2024-09-05", "2024-09-10")), "2026-06-01"),
        ((("2024-03-01", "2024-04-30"),), "2026-05-02"),
        ((("2026-05-03", "2026-06-30"),), "2026-05-02"),
        ((("2026-05-02", "2026-05-31"),), "2026-11-30"),
        ((("2024-04-01", "2024-05-12"),), "2026-05-12"),
    ],
)
def test_a_suspension_adds_its_days_and_leaves_six_months_at_least(
    stops: tuple[tuple[str, str], ...], last_day: str
) -> None:
    """PRE_12."""
    assert str(until("2024-05-02", "2024-05-02", kind=CONSUMER, stops=stops).last_day) == last_day


def test_a_suspension_counts_after_an_interruption_only_for_what_follows_it() -> None:
    """PRE_11, PRE_12."""
    act = (ActKind.ACKNOWLEDGEMENT, "2024-09-15")
    result = until("2024-05-02", "2024-05-02", act, kind=CONSUMER, stops=(("2024-09-01", "2024-09-30"),))
    assert str(result.last_day) == "2026-09-30"


def test_mediation_does_not_suspend_for_a_public_body() -> None:
    assert str(until("2022-10-05", "2022-10-05", kind=PUBLIC, stops=(("2026-06-01", "2026-12-31"),)).last_day) == (
        "2026-12-31"
    )


def test_a_suspension_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(InvalidInput) as error:
        until("2024-05-02", "2024-05-02", stops=(("2024-09-30", "2024-09-01"),))
    assert error.value.errors[0].pointer == "#/suspensions/0/to"


@pytest.mark.parametrize(("start", "last_day"), [("2021-05-01", "2026-05-01"), ("2021-07-04", "2026-07-04")])
def test_a_last_day_on_a_holiday_or_a_weekend_stays_where_it_is(start: str, last_day: str) -> None:
    """PRE_13: 1 May 2026 is a holiday, 4 July 2026 a Saturday."""
    assert str(until(start, start).last_day) == last_day


def test_a_period_from_29_february_ends_on_28_february() -> None:
    assert str(until("2024-02-29", "2024-02-29", kind=CONSUMER).last_day) == "2026-02-28"
    assert str(until("2024-02-29", "2024-02-29").last_day) == "2029-02-28"


def test_warnings_are_due_180_90_and_30_days_before_the_safe_last_day() -> None:
    """PRE_14."""
    result = until("2024-05-02", "2024-05-02", kind=CONSUMER)
    assert str(result.safe_last_day) == "2026-05-01"
    assert [str(day) for day in result.alerts()] == ["2025-11-02", "2026-01-31", "2026-04-01"]


def test_the_uncertain_period_of_a_non_professional_alerts_at_two_years() -> None:
    """PRE_05, PRE_14."""
    result = until("2024-05-02", "2024-05-02", kind=DebtorKind.NON_PROFESSIONAL)
    assert (str(result.last_day), str(result.alert_day)) == ("2029-05-02", "2026-05-01")
    assert result.review == ("uncertain_period",)
    assert result.demand(DebtorKind.NON_PROFESSIONAL, date(2026, 5, 1)) is Demand.ALLOWED
    assert result.demand(DebtorKind.NON_PROFESSIONAL, date(2026, 5, 2)) is Demand.REVIEW


@pytest.mark.parametrize(
    ("kind", "demand"), [(CONSUMER, Demand.STOP), (COMPANY, Demand.REVIEW), (PUBLIC, Demand.REVIEW)]
)
def test_a_time_barred_claim_stops_for_a_consumer_and_is_reviewed_for_others(kind: DebtorKind, demand: Demand) -> None:
    """PRE_15."""
    result = until("2019-05-02", "2019-05-02", kind=kind)
    assert result.demand(kind, result.last_day) is Demand.ALLOWED
    assert result.demand(kind, result.last_day + timedelta(days=1)) is demand


def test_acknowledgements_never_go_beyond_twenty_years_but_a_court_claim_may() -> None:
    """C. civ. 2232."""
    acts = [(ActKind.ACKNOWLEDGEMENT, f"{year}-01-15") for year in (2004, 2008, 2012, 2016)]
    assert str(until("2000-01-15", "2000-01-15", *acts).last_day) == "2020-01-15"
    judged = [*acts, (ActKind.COURT_CLAIM, "2019-06-01")]
    assert str(until("2000-01-15", "2000-01-15", *judged).last_day) == "2024-06-01"


@settings(deadline=None)
@given(
    start=st.dates(date(2010, 1, 1), date(2025, 12, 31)),
    kind=st.sampled_from(list(DebtorKind)),
    acts=st.lists(st.tuples(st.sampled_from(list(ActKind)), st.integers(-100, 2500)), max_size=8),
    stop=st.tuples(st.integers(-100, 2500), st.integers(0, 400)),
)
def test_acts_and_suspensions_never_shorten_a_period(
    start: date, kind: DebtorKind, acts: list[tuple[ActKind, int]], stop: tuple[int, int]
) -> None:
    begin = start + timedelta(days=stop[0])
    bare = limitation(debtor_kind=kind, claim_kind=ClaimKind.GOODS_OR_SERVICES, completed_on=start, due_date=start)
    full = limitation(
        debtor_kind=kind,
        claim_kind=ClaimKind.GOODS_OR_SERVICES,
        completed_on=start,
        due_date=start,
        acts=[Act(act, start + timedelta(days=days)) for act, days in acts],
        suspensions=[Suspension(begin, begin + timedelta(days=stop[1]), SuspensionKind.CONCILIATION)],
    )
    assert full.last_day >= bare.last_day
    assert full.alert_day <= full.safe_last_day
    assert len(full.acts) == len(acts)


@settings(deadline=None)
@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 300))
def test_months_are_added_to_the_same_day_or_the_end_of_a_shorter_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)
