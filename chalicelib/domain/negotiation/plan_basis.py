"""What a plan is about: what is due and undisputed that day, by its parts."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chalicelib.domain.case import Case
from chalicelib.domain.case_payments import statement_of
from chalicelib.domain.ledger_lines import Statement
from chalicelib.domain.local_time import local_day
from chalicelib.domain.money import Money
from chalicelib.domain.rates import RateTable

from .payment_plan import PaymentPlan


@dataclass(frozen=True)
class Basis:
    """The parts, in cents; they add up to ``total``."""

    principal: Money
    interest: Money
    fixed_indemnity: Money
    complementary_indemnity: Money

    @property
    def total(self) -> Money:
        return self.principal + self.interest + self.fixed_indemnity + self.complementary_indemnity


def basis_of(account: Statement) -> Basis:
    """The parts of an account of what is claimed: without what is not due yet, and what is contested (STOP_01)."""
    return Basis(account.principal, account.interest, account.fixed_indemnity, account.complementary_indemnity)


def owed_then(case: Case, plan: PaymentPlan, rates: RateTable) -> Money:
    """What was owed on the day the plan is reckoned, as is known now; later payments left out."""
    before = len(case.payments) if plan.payments_before is None else plan.payments_before
    then = replace(case, payments=case.payments[:before])
    on = plan.reckoned_on or local_day(case, plan.agreed_at or plan.proposed_at)
    return basis_of(statement_of(then, rates, on)).total
