"""The verbs of a story about a payment plan that both have signed: put in force, pay, read what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from chalicelib.domain.arrangement import InstalmentFacts
from chalicelib.domain.case import Case
from chalicelib.domain.case_payments import statement_of
from chalicelib.domain.local_time import local_day
from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.instalments import instalments_for
from chalicelib.domain.negotiation.payment_plan import PaymentPlan, PlanInterest, PlanState, Side
from chalicelib.domain.negotiation.plan_basis import basis_of
from chalicelib.domain.negotiation.plan_end import given_up
from chalicelib.domain.negotiation.plan_life import activated
from chalicelib.domain.negotiation.terms import PlanTerms
from chalicelib.domain.territory import territory_of
from chalicelib.usecases.change_case import Transition, change_case
from chalicelib.usecases.recording import CaseFile

from .fact_story import FactStory

TOLD = (
    "plan.instalment_due",
    "plan.instalment_paid",
    "plan.instalment_missed",
    "plan.acceleration_announced",
    "plan.accelerated",
    "plan.completed",
    "plan.cancelled",
    "plan.reinstated",
    "case.closed",
)


class PlanStory(FactStory):
    """A story in which debtor and creditor have signed a plan."""

    def sign(
        self,
        case_id: str,
        instalments: Sequence[tuple[date, int]] = (),
        *,
        count: int = 3,
        interest: PlanInterest = PlanInterest.WAIVED,
        days: int = 8,
        apart: int = 30,
    ) -> PaymentPlan:
        """Both have signed today a plan of all that is due: ``count`` equal instalments, or those named in cents."""

        def transition(file: CaseFile) -> Transition:
            today = local_day(file.case, file.now)
            account = statement_of(file.case, file.rates, today)
            basis = basis_of(account)
            each, over = divmod(basis.total.amount, count)
            named = instalments or [
                (today + timedelta(days=5 + apart * n), each + (over if n == count - 1 else 0)) for n in range(count)
            ]
            terms = PlanTerms(instalments=tuple(InstalmentFacts(on, Money(cents)) for on, cents in named))
            plan = PaymentPlan(
                id=self.ids.new("plan"),
                state=PlanState.AGREED,
                proposed_by=Side.DEBTOR,
                proposed_at=file.now,
                instalments=instalments_for(basis.total, terms, territory_of(file.case.postal_code)),
                total=basis.total,
                principal=basis.principal,
                interest=basis.interest,
                fixed_indemnity=basis.fixed_indemnity,
                complementary_indemnity=basis.complementary_indemnity,
                acceleration_days=days,
                interest_during=interest,
                agreed_at=file.now,
                reckoned_on=today,
                payments_before=len(file.case.payments),
            )
            known = replace(file.case, negotiation=file.case.negotiation.with_plan(plan))
            return Transition(*activated(known, plan, file.now))

        self._change_by(case_id, transition)
        return self.plan(case_id)

    def give_up(self, case_id: str) -> None:
        self._change_by(case_id, lambda file: Transition(*given_up(file.case, file.now, "by_creditor")))

    def _change_by(self, case_id: str, transition: object) -> None:
        self.command(
            lambda reply: change_case(
                self._changing(case_id),
                transition,  # type: ignore[arg-type]  # one of the two above
                recording=self.recording,
                reply=reply,
            ),
            scope=self.scope,
        )

    def plan(self, case_id: str) -> PaymentPlan:
        """The newest that was in force."""
        return [each for each in self.case(case_id).negotiation.plans if each.active_since][-1]

    def plan_told(self, case_id: str) -> list[str]:
        """What was told of the plan, day by day: ``2026-02-04 plan.instalment_due 1``."""
        return [
            " ".join(filter(None, [str(local_day(self.case(case_id), each.at)), each.type, _number(each.payload)]))
            for each in self.told(case_id)
            if each.type in TOLD
        ]

    def statement_cents(self, case: Case) -> int:
        return statement_of(case, self.rates_as_read.current(), self.today(case.id)).total.amount


def _number(payload: dict[str, object]) -> str | None:
    return str(payload["number"]) if "number" in payload else None
