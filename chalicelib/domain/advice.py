"""The creditor is told of every payment, even partial, and of every proposal (PAY_04, CPCE R124-5).

A message to the creditor is no contact with the debtor: no caps, no hours, no step. Its owner in the case is named
``<payment or proposal>/advice``. When it cannot be delivered an event says so; the case is not held by it.
"""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date, datetime, timedelta

from .advice_record import Advice, AdviceState, ProposalRecord, Remittance
from .case import Case
from .collector import CaseMandate, Payee
from .contact import Channel, Contact, ContactRef, ContactState, reference_to
from .decision_facts import patience
from .errors import Conflict, FieldProblem, InvalidInput, NotFound
from .events import CaseEvent, EventType, event
from .next_step import Action, NextStep
from .plan import local_day
from .receipt import Receipt, ReceiptState

PAYMENT_ADVICE = "payment_advice"
PROPOSAL_ADVICE = "proposal_advice"
ADVICES = frozenset({PAYMENT_ADVICE, PROPOSAL_ADVICE})
ATTEMPTS = 3
PROPOSALS_KEPT = 5
_OWNED = "/advice"


def owner_of_advice(subject: str) -> str:
    """What the case knows the message under."""
    return f"{subject}{_OWNED}"


def subject_of(owner: str) -> str | None:
    """The payment or proposal that an owner's message is about; ``None`` for any other owner."""
    return owner.removesuffix(_OWNED) if owner.endswith(_OWNED) else None


def new_receipt(case: Case, payment_id: str, received_on: date) -> Receipt:
    """The receipt of a new payment; under a mandate the creditor is told, and what the collector holds is passed on.

    Of the payments of a plan that the creditor has signed nobody is told one by one (CPCE R124-5).
    """
    receipt = Receipt(payment_id, ReceiptState.DUE)
    if case.mandate is None:
        return receipt
    advice = Advice() if case.negotiation.active_plan else Advice(AdviceState.DUE)
    return replace(receipt, advice=advice, remittance=_remittance(case.mandate, received_on))


def _remittance(mandate: CaseMandate, received_on: date) -> Remittance | None:
    """PAY_05: one month from encashment, or the days agreed (CPCE R124-6); the last day of a shorter month."""
    if mandate.payee is not Payee.COLLECTOR:
        return None
    if mandate.remittance_days is not None:
        return Remittance(received_on + timedelta(days=mandate.remittance_days))
    year, month = (received_on.year, received_on.month + 1) if received_on.month < 12 else (received_on.year + 1, 1)
    return Remittance(date(year, month, min(received_on.day, calendar.monthrange(year, month)[1])))


def is_overdue(remittance: Remittance, today: date) -> bool:
    """Whether the creditor should have the money by now."""
    return remittance.made_on is None and today > remittance.due_on


def remit(case: Case, payment_id: str, on: date, reference: str, now: datetime) -> tuple[Case, tuple[CaseEvent, ...]]:
    """What was passed on to the creditor. Errors: ``not_found``; ``remittance_not_due``; ``already_remitted``."""
    payment = next((each for each in case.payments if each.id == payment_id), None)
    receipt = case.receipt_of(payment_id)
    if payment is None or receipt is None:
        raise NotFound("No such payment in this case.")
    if receipt.remittance is None or payment.reversed_on is not None:
        detail = "The collector holds nothing of this payment."
        raise Conflict(detail, code="remittance_not_due")
    if receipt.remittance.made_on is not None:
        raise Conflict(f"It was passed on, on {receipt.remittance.made_on}.", code="already_remitted")
    if on < payment.received_on or on > local_day(case, now):
        problem = FieldProblem("#/on", "outside_range", "between the payment's date and the case's present day")
        raise InvalidInput("The remittance cannot be recorded.", errors=(problem,))
    made = replace(receipt.remittance, made_on=on, reference=reference)
    draft = event(
        EventType.PAYMENT_REMITTED,
        {"reference": reference},
        payment_id=payment_id,
        on=on.isoformat(),
        due_on=made.due_on.isoformat(),
        amount=payment.amount.as_json(),
    )
    return case.with_receipt(replace(receipt, remittance=made)), (draft,)


def propose(case: Case, proposal: ProposalRecord) -> tuple[Case, tuple[CaseEvent, ...]]:
    """A proposal under a mandate: the creditor is told. Of those it was told of the last few are remembered."""
    if case.mandate is None:
        return case, ()
    told = [each for each in case.proposals if each.advice.state is not AdviceState.DUE]
    forgotten = {each.id for each in told[:-PROPOSALS_KEPT]}
    kept = tuple(each for each in case.proposals if each.id not in forgotten)
    draft = event(
        EventType.PROPOSAL_RECEIVED,
        proposal_id=proposal.id,
        made_on=proposal.made_on.isoformat(),
        channel=proposal.channel,
        pay_on=proposal.pay_on.isoformat() if proposal.pay_on else None,
    )
    return replace(case, proposals=(*kept, proposal)), (draft,)


def advice_step(case: Case, now: datetime) -> NextStep | None:
    """The next thing the creditor is told: at once, at any hour; later again where it failed."""
    for receipt in case.receipts:
        if receipt.advice.state is AdviceState.DUE:
            reason = "the creditor is told of the payment (CPCE R124-5)"
            return _send(receipt.payment_id, PAYMENT_ADVICE, receipt.advice, now, reason)
    for proposal in case.proposals:
        if proposal.advice.state is AdviceState.DUE:
            reason = "the creditor is told of the proposal (CPCE R124-5)"
            return _send(proposal.id, PROPOSAL_ADVICE, proposal.advice, now, reason)
    return None


def _send(subject: str, template: str, advice: Advice, now: datetime, reason: str) -> NextStep:
    failed = [ref for ref in advice.contacts if ref.state is ContactState.FAILED]
    due = max(now, failed[-1].at + patience(Channel.EMAIL, len(failed))) if failed else now
    return NextStep(Action.SEND_EMAIL, due, reason, template=template, subject_id=owner_of_advice(subject))


def advice_of(case: Case, subject: str) -> Advice | None:
    """The message about a payment or a proposal."""
    receipt = case.receipt_of(subject)
    if receipt is not None:
        return receipt.advice
    return next((proposal.advice for proposal in case.proposals if proposal.id == subject), None)


def with_advice(case: Case, subject: str, advice: Advice) -> Case:
    """The case remembering this of the message."""
    receipt = case.receipt_of(subject)
    if receipt is not None:
        return case.with_receipt(replace(receipt, advice=advice))
    proposals = tuple(replace(each, advice=advice) if each.id == subject else each for each in case.proposals)
    return replace(case, proposals=proposals)


def with_advice_contact(case: Case, contact: Contact) -> Case:
    """The case after a contact with the creditor changed."""
    subject = contact.payment_id or ""
    advice = advice_of(case, subject)
    if advice is None:
        return case
    refs = _put(advice.contacts, reference_to(contact))
    return with_advice(case, subject, replace(advice, contacts=refs))


def _put(refs: tuple[ContactRef, ...], ref: ContactRef) -> tuple[ContactRef, ...]:
    if any(known.id == ref.id for known in refs):
        return tuple(ref if known.id == ref.id else known for known in refs)
    return (*refs, ref)


def told(case: Case, subject: str) -> Case:
    """The creditor was told."""
    advice = advice_of(case, subject)
    return with_advice(case, subject, replace(advice, state=AdviceState.SENT)) if advice else case


def given_up(case: Case, subject: str, reason: str) -> tuple[Case, tuple[CaseEvent, ...]]:
    """The creditor could not be told by e-mail: the webhook says so, and the case goes on."""
    advice = advice_of(case, subject)
    if advice is None:
        return case, ()
    draft = event(EventType.CREDITOR_NOT_INFORMED, subject_id=subject, reason=reason)
    return with_advice(case, subject, replace(advice, state=AdviceState.NOT_DELIVERABLE)), (draft,)


def attempt_failed(case: Case, contact: Contact) -> tuple[Case, tuple[CaseEvent, ...]]:
    """After three failures nobody is asked; the event says it."""
    subject = contact.payment_id or ""
    advice = advice_of(case, subject) or Advice()
    failed = [ref for ref in advice.contacts if ref.state is ContactState.FAILED]
    return given_up(case, subject, "sending_failed") if len(failed) >= ATTEMPTS else (case, ())
