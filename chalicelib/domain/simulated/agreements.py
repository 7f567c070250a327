"""How simulated debtors negotiate on their page: promises, disputes and payment plans (R-132, R-127)."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.domain.case import Case
from chalicelib.domain.decision_facts import start_of
from chalicelib.domain.negotiation.payment_plan import PaymentPlan, PlanState, Side
from chalicelib.domain.negotiation.plan_proposals import PAGE

from .call_answers import PROMISE_DAYS
from .days import MORNING, days_after, on_day
from .happening import (
    AcceptsPlan,
    Behaviour,
    Disputes,
    Happening,
    Pays,
    PaysInstalment,
    Plan,
    Promises,
    ProposesPlan,
    SignsPlan,
)
from .payments import does

INSTALMENTS, FIRST_IN_DAYS = 3, 5
ANSWERS_AFTER_DAYS = 1
"""From a proposal of the creditor to the debtor's answer, and from an agreement to their signature."""


def promises_online(*, keeps: bool) -> Plan:
    """On D+N, to pay some days later; what is owed is then paid, or not."""

    def plan(case: Case, name: str, days: int) -> Iterator[Happening]:
        yield Happening(name, on_day(case, days), Promises(PROMISE_DAYS))
        given = next((each for each in case.negotiation.promises if each.channel == PAGE), None)
        if keeps and given is not None:
            yield Happening(f"{name}/pays", start_of(case, given.pay_on, MORNING), Pays())

    return plan


def agrees(*, proposes: bool, pays: int | None = None) -> Plan:
    """Accepts and signs whatever plan the creditor agrees to, after having proposed one on D+N or not.

    ``pays`` is how many instalments are paid on their day, ``None`` for all of them.
    """

    def plan(case: Case, name: str, days: int) -> Iterator[Happening]:
        if proposes:
            yield Happening(name, on_day(case, days), ProposesPlan(INSTALMENTS, FIRST_IN_DAYS))
        for each in case.negotiation.plans:
            yield from _answered(case, each)
            if each.state is PlanState.ACTIVE:
                yield from _paid(case, each, pays)

    return plan


def _answered(case: Case, plan: PaymentPlan) -> Iterator[Happening]:
    if plan.state is PlanState.PROPOSED and plan.proposed_by is Side.CREDITOR:
        at = days_after(case, plan.proposed_at, ANSWERS_AFTER_DAYS)
        yield Happening(f"accepts/{plan.id}", at, AcceptsPlan(plan.id))
    if plan.state is PlanState.AGREED and plan.agreed_at is not None and plan.signed_by(Side.DEBTOR) is None:
        at = days_after(case, plan.agreed_at, ANSWERS_AFTER_DAYS)
        yield Happening(f"signs/{plan.id}", at, SignsPlan(plan.id))


def _paid(case: Case, plan: PaymentPlan, most: int | None) -> Iterator[Happening]:
    for each in plan.instalments[:most]:
        paid_at = start_of(case, each.on, MORNING)
        yield Happening(f"pays/{plan.id}/{each.number}", paid_at, PaysInstalment(plan.id, each.number))


_PROPOSES = f"Proposes on their page on D+N {INSTALMENTS} monthly instalments, the first in {FIRST_IN_DAYS} days"
_ACCEPTS = "Accepts a plan the day after the creditor proposed it"
_SIGNS = "signs the day after it is agreed"

AGREEMENTS = (
    Behaviour(
        "promises-online-on-day-N-and-pays",
        "promises-online-on-day-20-and-pays",
        f"Promises on their page on D+N to pay in {PROMISE_DAYS} days, and pays what is owed that day.",
        promises_online(keeps=True),
    ),
    Behaviour(
        "promises-online-on-day-N-and-breaks",
        "promises-online-on-day-20-and-breaks",
        f"Promises on their page on D+N to pay in {PROMISE_DAYS} days, and does not.",
        promises_online(keeps=False),
    ),
    Behaviour(
        "disputes-online-on-day-N",
        "disputes-online-on-day-20",
        "Disputes on their page on D+N all that was invoiced: nothing of it was delivered.",
        does(Disputes()),
    ),
    Behaviour(
        "disputes-half-online-on-day-N",
        "disputes-half-online-on-day-20",
        "Disputes on their page on D+N half of what was invoiced, rounded down to the cent: the amount is wrong.",
        does(Disputes(half=True)),
    ),
    Behaviour(
        "proposes-plan-on-day-N-and-keeps-it",
        "proposes-plan-on-day-20-and-keeps-it",
        f"{_PROPOSES}; {_SIGNS}, and pays each instalment on its day.",
        agrees(proposes=True),
    ),
    Behaviour(
        "proposes-plan-on-day-N-and-stops",
        "proposes-plan-on-day-20-and-stops",
        f"{_PROPOSES}; {_SIGNS}, pays the first one and then nothing.",
        agrees(proposes=True, pays=1),
    ),
    Behaviour(
        "accepts-plans-and-keeps-them",
        "accepts-plans-and-keeps-them",
        f"{_ACCEPTS}, {_SIGNS}, and pays each instalment on its day.",
        agrees(proposes=False),
    ),
    Behaviour(
        "accepts-plans-and-stops",
        "accepts-plans-and-stops",
        f"{_ACCEPTS}, {_SIGNS}, pays the first instalment and then nothing.",
        agrees(proposes=False, pays=1),
    ),
)
