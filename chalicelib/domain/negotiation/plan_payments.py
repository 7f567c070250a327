"""What money changes in a plan: instalments are paid, its end shrinks, it is completed, or lives again (R-082)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from chalicelib.domain.case import Case
from chalicelib.domain.decision_facts import start_of
from chalicelib.domain.events import CaseEvent, EventType, event
from chalicelib.domain.ledger_lines import Statement
from chalicelib.domain.money import Money

from .firmness import held
from .note import Note
from .payment_plan import Instalment, PaymentPlan, PlanState
from .plan_end import NOTHING_LEFT, PAID, Change, ended
from .plan_money import left_of, missing_up_to, next_unpaid, received, shortened, standings

NINE = time(9)
TOLD_BEFORE = timedelta(days=3)
"""How long before its day the debtor is told of an instalment."""


def instalment_event(kind: EventType, plan: PaymentPlan, each: Instalment, missing: Money | None = None) -> CaseEvent:
    """What is told of an instalment; ``missing`` where something is."""
    more = {} if missing is None else {"missing": missing.as_json()}
    return event(
        kind, plan_id=plan.id, number=each.number, on=each.on.isoformat(), amount=each.amount.as_json(), **more
    )


def follow_plan(case: Case, account: Statement, now: datetime) -> Change:
    """After money or a credit note: the plan never asks for more than is owed, and says what has been paid."""
    plan = case.negotiation.active_plan
    if plan is None:
        return reinstated(case, now)
    owed = _owed_under(case, plan, account)
    excess = 0 if owed is None else left_of(case, plan).amount - owed.amount
    if owed is not None and excess > 0 and (owed.amount > 0 or received(case, plan)):
        case = _with(case, shortened(plan, Money(excess, owed.currency)))
    is_over = owed is not None and owed.amount <= 0
    return told_paid(case, now, nothing_left=is_over)


def _owed_under(case: Case, plan: PaymentPlan, account: Statement) -> Money | None:
    """What is left of the invoices that the plan is about; ``None`` while a dispute may change it."""
    if case.negotiation.standing_disputes or plan.reckoned_on is None:
        return None
    about = (line for line in account.lines if line.invoice.due_date < plan.reckoned_on)
    return Money(sum(line.total_left.amount for line in about), plan.total.currency)


def told_paid(case: Case, now: datetime, *, nothing_left: bool = False) -> Change:
    """Each instalment is told paid once, at the payment that paid it; the last one completes the plan."""
    plan = case.negotiation.active_plan
    if plan is None:
        return case, ()
    found = standings(case, plan)
    drafts = [
        instalment_event(EventType.PLAN_INSTALMENT_PAID, plan, each.instalment)
        for each in found
        if each.is_paid and not each.instalment.told_paid
    ]
    kept = tuple(replace(s.instalment, told_paid=s.instalment.told_paid or s.is_paid) for s in found)
    plan = _regularised(case, replace(plan, instalments=kept))
    case = _with(case, plan)
    if nothing_left or all(each.is_paid for each in found):
        reason = PAID if all(each.is_paid for each in found) else NOTHING_LEFT
        completed = ended(case, replace(plan, notice=None, notice_of=None), PlanState.COMPLETED, now, reason)
        return completed, (*drafts, event(EventType.PLAN_COMPLETED, plan_id=plan.id))
    return announced_ahead(_without_overtaken(case, plan), now), tuple(drafts)


def _regularised(case: Case, plan: PaymentPlan) -> PaymentPlan:
    """A notice is answered once what it names is paid, and no instalment that was missed stands any more."""
    if plan.notice is not None and not missing_up_to(case, plan, plan.notice_of or 0):
        plan = replace(plan, notice=None, notice_of=None)
    still_missing = any(each.instalment.told_missed and not each.is_paid for each in standings(case, plan))
    return plan if still_missing else replace(plan, missed_at=None)


def _without_overtaken(case: Case, plan: PaymentPlan) -> Case:
    """Nobody is reminded of what is paid."""
    paid = {each.instalment.number for each in standings(case, plan) if each.is_paid}
    drop = case.negotiation.without_notes(lambda note: note.subject_id == plan.id and note.number in paid)
    return replace(case, negotiation=drop)


def announced_ahead(case: Case, now: datetime) -> Case:
    """Of the next instalment the debtor is told three days ahead, once; of one that is nearer nothing more is said."""
    plan = case.negotiation.active_plan
    coming = next_unpaid(case, plan) if plan else None
    if plan is None or coming is None:
        return case
    due_at = start_of(case, coming.instalment.on - TOLD_BEFORE, NINE)
    note = Note(plan.id, "instalment_upcoming", due_at, coming.instalment.number)
    if due_at <= now or case.negotiation.note(note.id) is not None:
        return case
    return replace(case, negotiation=case.negotiation.with_note(note))


def reinstated(case: Case, now: datetime) -> Change:
    """An acceleration is void once it shows that what its notice named had been received in time.

    The debtor paid by the last day and somebody recorded it later: the plan lives on as if nothing had been said. So
    does a completed plan one of whose payments bounced: it is open until it is fully paid (R-082).
    """
    plan = next((each for each in reversed(case.negotiation.plans) if each.active_since is not None), None)
    if (
        plan is None
        or case.is_closed
        or case.negotiation.active_plan
        or not (_paid_in_time(case, plan) or _bounced(case, plan))
    ):
        return case, ()
    over = plan.state is PlanState.ACCELERATED
    lives = replace(plan, state=PlanState.ACTIVE, ended_at=None, end_reason=None, notice=None, notice_of=None)
    case = _with(case, lives)
    negotiation = case.negotiation.without_notes(lambda note: note.subject_id == plan.id)
    case = held(replace(case, negotiation=negotiation), now)
    if over:
        again = Note(plan.id, "plan_confirmation", now, plan.notice_of)
        case = replace(case, negotiation=case.negotiation.with_note(again))
    drafts = (event(EventType.PLAN_REINSTATED, plan_id=plan.id, reason="paid_in_time" if over else "payment_reversed"),)
    case, more = told_paid(case, now)
    return case, (*drafts, *more)


def _paid_in_time(case: Case, plan: PaymentPlan) -> bool:
    if plan.state is not PlanState.ACCELERATED or plan.notice is None or plan.notice.deadline is None:
        return False
    return not missing_up_to(case, plan, plan.notice_of or 0, until=plan.notice.deadline)


def _bounced(case: Case, plan: PaymentPlan) -> bool:
    return plan.state is PlanState.COMPLETED and plan.end_reason == PAID and bool(left_of(case, plan))


def _with(case: Case, plan: PaymentPlan) -> Case:
    return replace(case, negotiation=case.negotiation.with_plan(plan))
