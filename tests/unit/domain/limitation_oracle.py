"""Limitation by walking through the days, as the texts tell it: slow, and written without the engine's arithmetic.

C. civ. 2228 and 2229: days, the last one over; 2230: a suspension stops the count and keeps what has run; 2231: an
interruption wipes it out; 2232: twenty years at most; 2238: at least six months after a suspension. Law 68-1250: four
years from 1 January after the year of the debt, or of the act.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from collections.abc import Iterable
from datetime import date, timedelta

DAY = timedelta(days=1)
YEARS = {"company": 5, "sole_trader": 5, "consumer": 2, "non_professional": 5}
DEBTOR_OWNS_UP = {"acknowledgement", "part_payment", "payment_plan", "request_for_time"}
IN_COURT = {"court_claim", "payment_order_served", "enforcement_act", "insolvency_claim"}
IN_WRITING = {"letter", "registered_letter", "officer_summons", "written_demand"}


def anniversary(day: date, years: int) -> date:
    """The same day of the calendar; 29 February becomes 28 where there is none."""
    if (day.month, day.day) == (2, 29) and not isleap(day.year + years):
        return date(day.year + years, 2, 28)
    return date(day.year + years, day.month, day.day)


def six_months_after(day: date) -> date:
    """The same number of the month, or the last there is."""
    year, month = (day.year, day.month + 6) if day.month <= 6 else (day.year + 1, day.month - 6)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def walk(start: date, years: int, stopped: set[date]) -> date:
    """Day after day: each running day uses up one; a stretch of standing days leaves six months at least."""
    left = (anniversary(start, years) - start).days
    day = start
    while left:
        day += DAY
        if day not in stopped:
            left -= 1
        elif day + DAY not in stopped:
            left = max(left, (six_months_after(day) - day).days)
    return day


def last_day(
    kind: str,
    claim: str,
    completed: date,
    due: date,
    acts: Iterable[tuple[str, date]],
    stops: Iterable[tuple[date, date]],
) -> date:
    """The last day to sue on one claim."""
    played = sorted(acts, key=lambda act: act[1])
    if kind == "public_body":
        return _public(_first_day(claim, completed, due), played)
    years = YEARS[kind] if claim == "goods_or_services" else 1
    stopped = {begin + DAY * n for begin, end in stops for n in range((end - begin).days + 1)}
    born = start = _first_day(claim, completed, due)
    judicial = False

    def ends() -> date:
        found = walk(start, years, stopped)
        return found if judicial else min(found, anniversary(born, 20))

    for act, on in played:
        if act in DEBTOR_OWNS_UP | IN_COURT and start <= on <= ends():
            judicial = judicial or act in IN_COURT
            start = on
    return ends()


def _first_day(claim: str, completed: date, due: date) -> date:
    if claim == "carriage":
        return completed
    return due if claim == "telecom" else min(completed, due)


def _public(start: date, acts: list[tuple[str, date]]) -> date:
    year = start.year
    for act, on in acts:
        counts = act in DEBTOR_OWNS_UP | IN_WRITING | {"court_claim", "payment_order_served"}
        if counts and start <= on <= date(year + 4, 12, 31):
            start, year = on, on.year
    return date(year + 4, 12, 31)
