"""What the facts of a case do to what is owed: the notice, the creditor's kind, a judgment, the order of allocation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.domain.case import Case
from chalicelib.domain.case_indemnities import check_indemnity
from chalicelib.domain.case_payments import statement_of
from chalicelib.domain.errors import InvalidInput, Refused
from chalicelib.domain.formal_notice import presented, presume_presented
from chalicelib.domain.ledger_lines import Statement
from chalicelib.domain.notice import FormalNotice, Presentation
from chalicelib.domain.parties import DebtorKind
from chalicelib.domain.rates import HalfYear
from chalicelib.domain.scenarios.presets import LATEST

from . import cases

SCENARIO = LATEST["progressif"]
WRITTEN = cases.day(30)
NOTICE = FormalNotice("ctc_1", WRITTEN, WRITTEN + timedelta(days=15))
REAL = [how for how in Presentation if how is not Presentation.PRESUMED]


def owed(on: int, **changes: Any) -> Statement:
    return statement_of(cases.case(**changes), cases.RATES, cases.day(on))


@pytest.mark.parametrize("how", REAL)
@pytest.mark.parametrize("kind", [DebtorKind.CONSUMER, DebtorKind.NON_PROFESSIONAL])
def test_a_consumers_interest_runs_from_the_day_after_the_presented_notice(kind: DebtorKind, how: Presentation) -> None:
    """INT_05, INT_08, IND_02: none before, the legal rate after, never 40 EUR."""
    notice = presented(NOTICE, how, cases.day(33), SCENARIO)
    assert not owed(33, debtor_kind=kind, notice=notice).interest
    account = owed(100, debtor_kind=kind, notice=notice)
    first = account.lines[0].periods[0]
    assert (first.start, first.annual_rate) == (
        cases.day(34),
        cases.RATES.legal_business_rate(HalfYear.of(first.start)).value,
    )
    assert not account.fixed_indemnity


def test_a_presumption_and_a_notice_on_its_way_start_nothing() -> None:
    """INT_08: interest never rests on a presumption; the carrier's report that comes later counts from its own day."""
    presumed = presume_presented(replace(NOTICE, posted_on=WRITTEN), cases.day(37), SCENARIO)
    for notice in (None, NOTICE, presumed):
        assert not owed(100, debtor_kind=DebtorKind.CONSUMER, notice=notice).interest
    real = presented(presumed, Presentation.UNCLAIMED, cases.day(50), SCENARIO)
    account = owed(100, debtor_kind=DebtorKind.CONSUMER, notice=real)
    assert account.lines[0].periods[0].start == cases.day(51)


def test_an_unclaimed_letter_counts_from_its_first_presentation() -> None:
    """INT_08: the notice of passage stands before the return of the letter."""
    shown = presented(NOTICE, Presentation.PRESENTED, cases.day(33), SCENARIO)
    assert presented(shown, Presentation.UNCLAIMED, cases.day(49), SCENARIO).proven_on == cases.day(33)


def test_a_private_individual_is_owed_legal_interest_by_a_business_too() -> None:
    """INT_06, IND_02."""
    notice = presented(NOTICE, Presentation.RECEIVED, cases.day(33), SCENARIO)
    account = owed(100, creditor_is_private_individual=True, notice=notice)
    rate = cases.RATES.legal_individual_rate(HalfYear.of(cases.day(34))).value
    assert [period.annual_rate for period in account.lines[0].periods] == [rate]
    assert not account.fixed_indemnity


def test_a_public_body_keeps_ecb_plus_eight() -> None:
    """INT_04."""
    account = owed(100, debtor_kind=DebtorKind.PUBLIC_BODY)
    assert {str(period.annual_rate) for period in account.lines[0].periods} == {"10.15"}


def test_a_judgment_stops_interest_and_keeps_what_fell_due_before() -> None:
    """INT_16, INT_17, IND_04: proven on the case, where the judgment is recorded."""
    later = cases.invoice(2, due=cases.day(60))
    case = cases.case(invoices=(cases.invoice(), later), frozen_on=cases.day(40))
    account = statement_of(case, cases.RATES, cases.day(100))
    first, second = account.lines
    assert first.periods[-1].end == cases.day(39)
    assert (first.fixed_indemnity.amount, second.fixed_indemnity.amount, second.interest.amount) == (4000, 0, 0)
    assert account.frozen_on == cases.day(40)


def _checked(on: date, **changes: Any) -> None:
    case: Case = cases.case(**changes)
    check_indemnity(case, case.invoices[0], cases.RATES, on)


def test_costs_on_proof_are_for_late_invoices_of_professionals() -> None:
    """IND_02, IND_04, IND_05, COST_02."""
    _checked(cases.day(1))
    _checked(cases.day(1), debtor_kind=DebtorKind.PUBLIC_BODY)
    with pytest.raises(InvalidInput, match="cannot be recorded"):
        _checked(cases.day(0))
    for civil in (
        {"debtor_kind": DebtorKind.CONSUMER},
        {"debtor_kind": DebtorKind.NON_PROFESSIONAL},
        {"creditor_is_private_individual": True},
    ):
        with pytest.raises(Refused, match="COST_02"):
            _checked(cases.day(1), **civil)
    with pytest.raises(Refused, match="IND_04"):
        _checked(cases.day(1), frozen_on=cases.day(0))
