"""What is agreed, offered or contested, as the debtor reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chalicelib.domain.case import Case
from chalicelib.domain.local_time import local_day
from chalicelib.domain.money import ZERO, Money
from chalicelib.domain.negotiation.dispute import Dispute, DisputeReason, DisputeState
from chalicelib.domain.negotiation.payment_plan import PaymentPlan, PlanState, Side
from chalicelib.domain.negotiation.plan_money import Standing, standings
from chalicelib.domain.negotiation.promise import Promise
from chalicelib.domain.negotiation.settlement import SettlementOffer

from .facts import PageFacts

PAID, PART, LATE, COMING, PROPOSED = "paid", "part", "late", "coming", "proposed"


@dataclass(frozen=True)
class InstalmentView:
    """``left`` is what is missing of it; ``state`` is paid, part, late or coming; proposed until it is agreed."""

    number: int
    on: date
    amount: Money
    left: Money
    state: str


@dataclass(frozen=True)
class PlanView:
    """``next`` is the first instalment that is not paid in full."""

    id: str
    state: PlanState
    by_debtor: bool
    total: Money
    instalments: tuple[InstalmentView, ...]
    answer_by: date | None
    signed_by_debtor: bool
    signed_by_creditor: bool
    acceleration_days: int
    document_id: str | None

    @property
    def next(self) -> InstalmentView | None:
        return next((each for each in self.instalments if each.left.amount > 0), None)

    @property
    def left(self) -> Money:
        return sum((each.left for each in self.instalments), ZERO)


@dataclass(frozen=True)
class DisputeView:
    """``amount`` is set where only a part is contested, ``invoices`` (numbers) where only some are."""

    reason: DisputeReason
    opened_on: date
    amount: Money | None
    invoices: tuple[str, ...]
    is_answered: bool
    answer_by: date | None


@dataclass(frozen=True)
class Agreements:
    """What stands today: at most one promise, plan and offer; every dispute that is not resolved."""

    promise: Promise | None = None
    plan: PlanView | None = None
    proposal: PlanView | None = None
    offer: SettlementOffer | None = None
    disputes: tuple[DisputeView, ...] = ()


def agreements_of(facts: PageFacts) -> Agreements:
    """``plan`` is the one that is followed, ``proposal`` the one that is being negotiated, perhaps beside it.

    A wrong person reads of none (STOP_04).
    """
    case, talk = facts.case, facts.case.negotiation
    if facts.is_wrong_person:
        return Agreements()
    active, living = talk.active_plan, talk.living_plan
    proposal = living if living is not None and living is not active else None
    return Agreements(
        promise=talk.open_promise,
        plan=plan_view(case, active, facts.today) if active else None,
        proposal=plan_view(case, proposal, facts.today) if proposal else None,
        offer=talk.open_settlement,
        disputes=tuple(_dispute(case, each) for each in talk.standing_disputes),
    )


def plan_view(case: Case, plan: PaymentPlan, today: date) -> PlanView:
    """The plan with the state of each instalment."""
    return PlanView(
        id=plan.id,
        state=plan.state,
        by_debtor=plan.proposed_by is Side.DEBTOR,
        total=plan.total,
        instalments=_instalments(case, plan, today),
        answer_by=plan.answer_by,
        signed_by_debtor=plan.signed_by(Side.DEBTOR) is not None,
        signed_by_creditor=plan.signed_by(Side.CREDITOR) is not None,
        acceleration_days=plan.acceleration_days,
        document_id=plan.document_id,
    )


def _instalments(case: Case, plan: PaymentPlan, today: date) -> tuple[InstalmentView, ...]:
    """Paid in order, whatever a payment was meant for; before the plan is in force nothing is asked yet."""
    if plan.state is not PlanState.ACTIVE:
        state = COMING if plan.state is PlanState.AGREED else PROPOSED
        return tuple(InstalmentView(each.number, each.on, each.amount, each.amount, state) for each in plan.instalments)
    return tuple(_followed(each, today) for each in standings(case, plan))


def _followed(standing: Standing, today: date) -> InstalmentView:
    each = standing.instalment
    if standing.is_paid:
        return InstalmentView(each.number, each.on, each.amount, ZERO, PAID)
    started = standing.received.amount > 0
    state = LATE if each.on < today else PART if started else COMING
    return InstalmentView(each.number, each.on, each.amount, standing.missing, state)


def _dispute(case: Case, dispute: Dispute) -> DisputeView:
    return DisputeView(
        reason=dispute.reason,
        opened_on=local_day(case, dispute.opened_at),
        amount=dispute.amount,
        invoices=tuple(invoice.number for invoice in case.invoices if invoice.id in dispute.invoice_ids),
        is_answered=dispute.state is DisputeState.ANSWERED,
        answer_by=dispute.answer_by,
    )
