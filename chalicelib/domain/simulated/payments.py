"""How simulated debtors pay, and what bounces (R-132)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from chalicelib.domain.case import Case
from chalicelib.domain.decision_facts import start_of

from .days import MORNING, days_after, on_day
from .happening import Doing, Happening, Pays, PaysAgain, Plan, TakesBack

BOUNCED_BACK_DAYS = 7


def does(doing: Doing) -> Plan:
    """Something on D+N."""

    def plan(case: Case, name: str, days: int) -> Iterator[Happening]:
        yield Happening(name, on_day(case, days), doing)

    return plan


def pays_after_formal_notice(case: Case, name: str, days: int) -> Iterator[Happening]:
    """So many days after the notice was presented."""
    shown_on = case.notice.presented_on if case.notice else None
    if shown_on is not None:
        yield Happening(name, start_of(case, shown_on + timedelta(days=days), MORNING), Pays())


def pays_twice(case: Case, name: str, days: int) -> Iterator[Happening]:
    """Once more the day after, by mistake."""
    paid_at = on_day(case, days)
    yield Happening(name, paid_at, Pays())
    yield Happening(f"{name}/again", days_after(case, paid_at, 1), PaysAgain(name))


def cheque_bounces(case: Case, name: str, days: int) -> Iterator[Happening]:
    """A week after it was received."""
    paid_at = on_day(case, days)
    yield Happening(name, paid_at, Pays(method="cheque"))
    yield Happening(f"{name}/back", days_after(case, paid_at, BOUNCED_BACK_DAYS), TakesBack(name))
