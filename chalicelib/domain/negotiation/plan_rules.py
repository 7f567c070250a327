"""The rules a plan has to keep: the creditor's for what its debtors propose, and those of law for everybody.

Each problem names its field, and the rule that the field breaks as the creditor's rules are named in the API.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from chalicelib.domain.arrangement import ACCELERATION_NOTICE_DAYS, ACCELERATION_NOTICE_DAYS_PRIVATE
from chalicelib.domain.errors import FieldProblem
from chalicelib.domain.money import Money
from chalicelib.domain.party_kinds import DebtorKind

from .instalments import months_later
from .payment_plan import Instalment, PlanInterest
from .rules import PlanRules
from .terms import LONGEST_MONTHS, PlanTerms

PRIVATE = frozenset({DebtorKind.CONSUMER, DebtorKind.NON_PROFESSIONAL})


def acceleration_days(kind: DebtorKind) -> int:
    """The least days from the notice to the acceleration (PLAN_02); 30 for whoever does not owe as a professional."""
    return ACCELERATION_NOTICE_DAYS_PRIVATE if kind in PRIVATE else ACCELERATION_NOTICE_DAYS


def interest_during(kind: DebtorKind, rules: PlanRules, wanted: PlanInterest | None) -> PlanInterest:
    """What is asked for, else the creditor's rule; for a consumer none ever runs."""
    return PlanInterest.WAIVED if kind is DebtorKind.CONSUMER and wanted is None else wanted or rules.interest_during


def law_problems(
    kind: DebtorKind, terms: PlanTerms, found: Sequence[Instalment], today: date
) -> Iterator[FieldProblem]:
    """What nobody can agree on: a past day, a delay too short (PLAN_02), interest from a consumer."""
    least = acceleration_days(kind)
    first, last = _wanted(found[0]), _wanted(found[-1])
    if first < today:
        yield FieldProblem(_first(terms, "on"), "in_the_past", f"the case stands at {today}")
    if last > months_later(today, LONGEST_MONTHS):
        yield FieldProblem(_last(terms), "outside_range", f"a plan ends within {LONGEST_MONTHS} months")
    if terms.acceleration_days is not None and terms.acceleration_days < least:
        yield FieldProblem("#/acceleration_days", "notice_too_short", f"PLAN_02: {least} days at least for this debtor")
    if kind is DebtorKind.CONSUMER and terms.interest_during not in (None, PlanInterest.WAIVED):
        detail = "a consumer owes no interest beyond what is owed already"
        yield FieldProblem("#/interest_during", "not_for_consumers", detail)


def rule_problems(
    rules: PlanRules, terms: PlanTerms, found: Sequence[Instalment], today: date
) -> Iterator[FieldProblem]:
    """What the creditor does not let its debtors propose, each at its field."""
    count, first, total = len(found), found[0].amount, sum(each.amount.amount for each in found)
    number = "#/instalments" if terms.instalments else "#/count"
    if count > rules.most_instalments:
        yield FieldProblem(number, "most_instalments", f"{rules.most_instalments} instalments at most")
    if _wanted(found[-1]) > months_later(today, rules.longest_months):
        yield FieldProblem(_last(terms), "longest_months", f"{rules.longest_months} months at most")
    if _wanted(found[0]) > today + timedelta(days=rules.first_within_days):
        detail = f"the first instalment within {rules.first_within_days} days"
        yield FieldProblem(_first(terms, "on"), "first_within_days", detail)
    if first.amount < min(rules.least_first.amount, total):
        yield FieldProblem(_first(terms, "amount"), "least_first", _at_least("the first instalment", rules.least_first))
    if any(each.amount.amount < rules.least_instalment.amount for each in found[1:]):
        yield FieldProblem(number, "least_instalment", _at_least("each later instalment", rules.least_instalment))


def _wanted(instalment: Instalment) -> date:
    """The day that was asked for: that no bank works on it is nobody's fault."""
    return instalment.wanted_on or instalment.on


def _first(terms: PlanTerms, field: str) -> str:
    if not terms.instalments:
        return {"on": "#/first_on", "amount": "#/first_amount"}[field]
    return f"#/instalments/0/{field}"


def _last(terms: PlanTerms) -> str:
    return f"#/instalments/{len(terms.instalments) - 1}/on" if terms.instalments else "#/count"


def _at_least(what: str, amount: Money) -> str:
    return f"{what} is {amount.amount} cents at least"
