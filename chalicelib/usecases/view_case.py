"""A case as it is shown: the aggregate, what is owed today, and its limitation dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.domain.case import Case
from chalicelib.domain.case_limitation import CaseLimitation, limitation_of
from chalicelib.domain.case_payments import whole_statement_of
from chalicelib.domain.errors import RateUnknown
from chalicelib.domain.ledger import Statement
from chalicelib.domain.parties import Scope
from chalicelib.domain.plan import local_day
from chalicelib.domain.rates import RateTable

from .ports import WallClock
from .store_ports import Store


@dataclass(frozen=True)
class CaseView:
    """``statement`` is ``None`` while a rate is unknown; ``missing_rate`` then says which one."""

    case: Case
    as_of: date
    days_overdue: int
    statement: Statement | None
    missing_rate: str | None
    limitation: CaseLimitation


def view_case(
    scope: Scope, case_id: str, *, store: Store, wall: WallClock, rates: RateTable, as_of: date | None = None
) -> CaseView:
    """One Query; a test-clock case is shown at its clock, which is one more read, a live one today."""
    case = store.case(scope, case_id)
    present = store.test_clock(scope, case.test_clock_id).now if case.test_clock_id else wall.now()
    now = max(present, case.last_instant)
    return view_at(case, now, rates, as_of=as_of)


def view_at(case: Case, now: datetime, rates: RateTable, *, as_of: date | None = None) -> CaseView:
    """The case as it stands at an instant; ``as_of`` asks for another day (R-007: computed, never stored)."""
    day = as_of or local_day(case, now)
    try:
        account, missing = whole_statement_of(case, rates, day), None
    except RateUnknown as unknown:
        account, missing = None, unknown.detail
    return CaseView(
        case=case,
        as_of=day,
        days_overdue=max(0, (day - case.day_zero).days),
        statement=account,
        missing_rate=missing,
        limitation=limitation_of(case, account),
    )
