"""What the text of a note is written from: the promise, plan, offer or dispute that it is about (ADR 0046)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from chalicelib.domain.arrangement import (
    DisputeFacts,
    InstalmentFacts,
    NoticedInstalment,
    PlanFacts,
    PromiseFacts,
    SettlementFacts,
)
from chalicelib.domain.case import Case
from chalicelib.domain.local_time import local_day
from chalicelib.domain.messages import MessageFacts
from chalicelib.domain.money import Money

from .acceleration_notice import named_last_day
from .dispute import Dispute
from .note import Note
from .payment_plan import PaymentPlan, PlanInterest, Side
from .plan_money import left_of, missing_up_to
from .promise import Promise
from .record import Named
from .settlement import SettlementOffer


def with_note_facts(facts: MessageFacts, case: Case, note: Note) -> MessageFacts:
    """The facts with those of the note's subject; a text whose subject is missing is not written."""
    about, negotiation = note.subject_id, case.negotiation
    if promise := _named(negotiation.promises, about):
        return replace(facts, promise=promise_facts(case, promise))
    if plan := _named(negotiation.plans, about):
        return _with_plan(facts, case, plan, note)
    if offer := _named(negotiation.settlements, about):
        return replace(facts, settlement=settlement_facts(offer))
    if dispute := _named(negotiation.disputes, about):
        return replace(facts, dispute=dispute_facts(case, dispute))
    return facts


def _named(subjects: Iterable[Named], subject_id: str) -> Named | None:
    return next((each for each in subjects if each.id == subject_id), None)


def _with_plan(facts: MessageFacts, case: Case, plan: PaymentPlan, note: Note) -> MessageFacts:
    told = instalment_facts(case, plan, note.number, facts.today) if note.number is not None else None
    goes_on = note.template == "plan_confirmation" and note.number is not None
    return replace(facts, plan=replace(plan_facts(case, plan), goes_on=goes_on), instalment=told)


def promise_facts(case: Case, promise: Promise) -> PromiseFacts:
    """A promise as texts tell of it."""
    return PromiseFacts(promise.amount, promise.pay_on, local_day(case, promise.made_at), promise.channel)


def plan_facts(case: Case, plan: PaymentPlan) -> PlanFacts:
    """A plan as texts tell of it; signed on the day when it came into force."""
    return PlanFacts(
        total=plan.total,
        instalments=tuple(InstalmentFacts(each.on, each.amount) for each in plan.instalments),
        acceleration_days=plan.acceleration_days,
        answer_by=plan.answer_by,
        signed_on=local_day(case, plan.active_since) if plan.active_since else None,
        interest_waived=plan.interest_during is PlanInterest.WAIVED,
        by_debtor=plan.proposed_by is Side.DEBTOR,
        answers=_answers(case, plan),
    )


def _answers(case: Case, plan: PaymentPlan) -> bool:
    """Whether it is the creditor's answer to a plan that the debtor proposed."""
    replaced = next((each for each in case.negotiation.plans if each.id == plan.replaces), None)
    proposed = replaced is not None and replaced.proposed_by is Side.DEBTOR and replaced.active_since is None
    return proposed and plan.proposed_by is Side.CREDITOR


def instalment_facts(case: Case, plan: PaymentPlan, number: int, today: date) -> NoticedInstalment | None:
    """The instalment of that number, with the last day that a notice of today would name."""
    found = next((each for each in plan.instalments if each.number == number), None)
    if found is None:
        return None
    return NoticedInstalment(
        number,
        len(plan.instalments),
        found.on,
        found.amount,
        missing=missing_up_to(case, plan, number),
        left=left_of(case, plan),
        last_day=named_last_day(plan, today),
    )


def settlement_facts(offer: SettlementOffer) -> SettlementFacts:
    """An offer as texts tell of it."""
    return SettlementFacts(offer.amount, offer.valid_until, offer.waived)


def dispute_facts(case: Case, dispute: Dispute) -> DisputeFacts:
    """A dispute as texts tell of it; no invoice is named where it is about all of them."""
    numbers = {invoice.id: invoice.number for invoice in case.invoices}
    return DisputeFacts(
        reason=dispute.reason.value,
        opened_on=local_day(case, dispute.opened_at),
        invoice_numbers=tuple(numbers[each] for each in dispute.invoice_ids if each in numbers),
        amount=dispute.amount,
        answer_by=dispute.answer_by,
        undisputed_goes_on=dispute.undisputed_goes_on,
        resolution=dispute.resolution.value if dispute.resolution else None,
        reduction=_taken_off(case, dispute),
    )


def _taken_off(case: Case, dispute: Dispute) -> Money:
    """What its end took off the principal: credited and given up."""
    credited = (note.amount for note in case.credit_notes if note.id in dispute.credit_note_ids)
    return sum(credited, dispute.reduction)
