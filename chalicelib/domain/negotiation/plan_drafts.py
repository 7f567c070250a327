"""A plan as it would be proposed today: computed from what is owed, under the rules, and stored by nobody yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.domain.case import Case
from chalicelib.domain.errors import Conflict, FieldProblem, InvalidInput, RateUnknown
from chalicelib.domain.ledger_lines import Statement
from chalicelib.domain.local_time import local_day
from chalicelib.domain.territory import territory_of

from .agreement import require_may_agree
from .instalments import instalments_for, last_day_to_sign
from .payment_plan import Instalment, PaymentPlan, PlanState, Side
from .plan_basis import basis_of
from .plan_rules import acceleration_days, interest_during, law_problems, rule_problems
from .rules import PlanRules
from .terms import PlanTerms


@dataclass(frozen=True)
class Wanted:
    """Who wants which terms."""

    side: Side
    terms: PlanTerms


@dataclass(frozen=True)
class Drafted:
    """``broken`` are the creditor's rules that the plan does not keep: none in what a debtor proposes."""

    plan: PaymentPlan
    broken: tuple[FieldProblem, ...] = ()


def drafted(
    case: Case, rules: PlanRules, account: Statement, wanted: Wanted, *, plan_id: str, now: datetime
) -> Drafted:
    """The plan of what is owed on the day of ``now``; the creditor's rules bind what its debtors propose alone.

    Errors: ``case_closed``; ``agreement_not_possible``; ``plans_not_allowed``; ``nothing_owed``; ``rate_unknown`` where
    what is owed in live mode rests on a rate that is not confirmed; ``invalid_request``, each rule at its field.
    """
    require_may_agree(case)
    side, terms = wanted.side, wanted.terms
    if side is Side.DEBTOR and not rules.allowed:
        raise Conflict("The creditor takes no proposals of payment plans.", code="plans_not_allowed")
    if case.scope.livemode and account.provisional:
        raise RateUnknown("What is owed rests on a rate that is not confirmed yet.")
    basis = basis_of(account)
    if basis.total.amount <= 0:
        raise Conflict("Nothing is due and undisputed today.", code="nothing_owed")
    today = local_day(case, now)
    found = instalments_for(basis.total, terms, territory_of(case.postal_code))
    broken = _checked(case, rules, side, terms, found, today)
    plan = PaymentPlan(
        id=plan_id,
        state=PlanState.PROPOSED,
        proposed_by=side,
        proposed_at=now,
        instalments=found,
        total=basis.total,
        principal=basis.principal,
        acceleration_days=terms.acceleration_days or acceleration_days(case.debtor_kind),
        interest=basis.interest,
        fixed_indemnity=basis.fixed_indemnity,
        complementary_indemnity=basis.complementary_indemnity,
        interest_during=interest_during(case.debtor_kind, rules, terms.interest_during),
        answer_by=last_day(case, rules, found, today),
        reckoned_on=today,
        payments_before=len(case.payments),
    )
    return Drafted(plan, broken)


def last_day(case: Case, rules: PlanRules, instalments: tuple[Instalment, ...], today: date) -> date:
    """Until when whoever has to answer, or to sign, may: the creditor's days, and never past what can be signed."""
    wanted = today + timedelta(days=rules.answer_days)
    return last_day_to_sign(instalments, wanted, territory_of(case.postal_code))


def _checked(
    case: Case, rules: PlanRules, side: Side, terms: PlanTerms, found: tuple[Instalment, ...], today: date
) -> tuple[FieldProblem, ...]:
    broken = tuple(rule_problems(rules, terms, found, today))
    problems = tuple(law_problems(case.debtor_kind, terms, found, today))
    if side is Side.DEBTOR:
        problems = (*problems, *broken)
    if problems:
        raise InvalidInput("This payment plan cannot be proposed.", errors=problems)
    return broken
