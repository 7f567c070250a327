"""The instalments of a plan: exact days and amounts that add up to the cent (R-075, R-076).

Equal instalments are rounded down to the cent, and the last one carries what is left over: less than one cent for each
instalment. A day on which no bank works moves to the next one that does. Each day counts from the first one asked for,
never from the one before it, so that one that moved moves no other.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from chalicelib.domain.arrangement import InstalmentFacts
from chalicelib.domain.banking_days import next_banking_day
from chalicelib.domain.errors import FieldProblem, InvalidInput
from chalicelib.domain.money import Money
from chalicelib.domain.territory import Territory

from .payment_plan import Instalment
from .terms import MOST_INSTALMENTS, Every, PlanTerms

DAYS_APART = {Every.WEEKLY: 7, Every.FORTNIGHTLY: 14}
NO_PLAN = "These terms make no payment plan."


def instalments_for(total: Money, terms: PlanTerms, territory: Territory | None) -> tuple[Instalment, ...]:
    """The plan of ``total`` under these terms, on banking days of the debtor's territory.

    Raises InvalidInput (``not_both``, ``no_day``, ``outside_range``, ``not_positive``, ``more_than_total``,
    ``not_the_total``, ``not_increasing``), each at its field, where the terms make no plan.
    """
    if terms.instalments:
        counted = bool(terms.count or terms.first_on or terms.first_amount)
        problems = tuple(_named_problems(total, terms.instalments, counted=counted))
        wanted: Sequence[InstalmentFacts] = terms.instalments
    else:
        problems = tuple(_counted_problems(total, terms))
        wanted = () if problems else _counted(total, terms)
    if problems:
        raise InvalidInput(NO_PLAN, errors=problems)
    return _moved(wanted, territory)


def due_on_signature(
    instalments: tuple[Instalment, ...], signed_on: date, territory: Territory | None
) -> tuple[Instalment, ...] | None:
    """The instalments once the last side has signed: the first one is never due before that day (R-075).

    A signature that comes after the first day moves that instalment to the day of the signature, or the banking day
    that follows; the other days are what was agreed and stay. ``None`` where the second would be due by then: that plan
    can no longer be signed, and the parties agree on another.
    """
    first = instalments[0]
    if signed_on <= first.on:
        return instalments
    later = next_banking_day(signed_on, territory)
    if len(instalments) > 1 and later >= instalments[1].on:
        return None
    return replace(first, on=later, wanted_on=first.wanted_on or first.on), *instalments[1:]


def last_day_to_sign(instalments: tuple[Instalment, ...], wanted: date, territory: Territory | None) -> date:
    """``wanted``, or earlier: the last day on which the first instalment can still come before the second."""
    while due_on_signature(instalments, wanted, territory) is None:
        wanted -= timedelta(days=1)
    return wanted


def months_later(day: date, months: int) -> date:
    """The same day of a later month; the last day of a month that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _counted(total: Money, terms: PlanTerms) -> tuple[InstalmentFacts, ...]:
    days = [_day(terms, number) for number in range(terms.count)]
    return tuple(map(InstalmentFacts, days, _amounts(total, terms.count, terms.first_amount)))


def _amounts(total: Money, count: int, first: Money | None) -> list[Money]:
    if first is None:
        return _equal(total, count)
    return [first, *_equal(total - first, count - 1)] if count > 1 else [first]


def _equal(total: Money, count: int) -> list[Money]:
    """Rounded down to the cent; the last one carries what is left over."""
    each, over = divmod(total.amount, count)
    return [Money(each, total.currency)] * (count - 1) + [Money(each + over, total.currency)]


def _day(terms: PlanTerms, number: int) -> date:
    first = terms.first_on or date.min
    if terms.every is Every.MONTHLY:
        return months_later(first, number)
    return first + timedelta(days=DAYS_APART[terms.every] * number)


def _counted_problems(total: Money, terms: PlanTerms) -> Iterator[FieldProblem]:
    if terms.first_on is None:
        yield FieldProblem("#/first_on", "no_day", "the day of the first instalment, or every instalment by itself")
    if not 1 <= terms.count <= MOST_INSTALMENTS:
        yield FieldProblem("#/count", "outside_range", f"from 1 to {MOST_INSTALMENTS} instalments")
        return
    first, others = terms.first_amount, terms.count - 1
    if first is None:
        if total.amount < terms.count:
            yield FieldProblem("#/count", "outside_range", f"{total.amount} cents make no {terms.count} instalments")
    elif first.amount <= 0:
        yield FieldProblem("#/first_amount/amount", "not_positive", "an instalment is more than zero")
    elif not others and first != total:
        yield FieldProblem("#/first_amount/amount", "not_the_total", f"the only instalment is {total.amount} cents")
    elif total.amount - first.amount < others:
        left = total.amount - first.amount
        detail = f"{left} cents are left for {others} instalments"
        yield FieldProblem("#/first_amount/amount", "more_than_total", detail)


def _named_problems(total: Money, wanted: Sequence[InstalmentFacts], *, counted: bool) -> Iterator[FieldProblem]:
    if counted:
        yield FieldProblem("#/instalments", "not_both", "either each instalment by itself, or how many from which day")
    if len(wanted) > MOST_INSTALMENTS:
        yield FieldProblem("#/instalments", "outside_range", f"from 1 to {MOST_INSTALMENTS} instalments")
    for place, each in enumerate(wanted):
        if each.amount.amount <= 0:
            pointer = f"#/instalments/{place}/amount/amount"
            yield FieldProblem(pointer, "not_positive", "an instalment is more than zero")
    asked = sum(each.amount.amount for each in wanted)
    if asked != total.amount:
        detail = f"the instalments add up to {asked} cents, what is owed is {total.amount}"
        yield FieldProblem("#/instalments", "not_the_total", detail)
    yield from _not_increasing([each.on for each in wanted], "is not after the instalment before it")


def _moved(wanted: Iterable[InstalmentFacts], territory: Territory | None) -> tuple[Instalment, ...]:
    found = []
    for number, each in enumerate(wanted, 1):
        on = next_banking_day(each.on, territory)
        found.append(Instalment(number, on, each.amount, wanted_on=each.on if on != each.on else None))
    problems = tuple(_not_increasing([each.on for each in found], "is moved to the banking day of another instalment"))
    if problems:
        raise InvalidInput(NO_PLAN, errors=problems)
    return tuple(found)


def _not_increasing(days: Sequence[date], detail: str) -> Iterator[FieldProblem]:
    for place, (before, after) in enumerate(pairwise(days), 1):
        if after <= before:
            yield FieldProblem(f"#/instalments/{place}/on", "not_increasing", f"{after} {detail}")
