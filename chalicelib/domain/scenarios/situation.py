"""The situation of a case, as the conditions of its scenario look at it (R-029..R-032, R-013)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.domain.call_task import CallOutcome
from chalicelib.domain.case import Case
from chalicelib.domain.contact import Channel, ContactRef, ContactState
from chalicelib.domain.local_time import local_day
from chalicelib.domain.parties import CollectorMode, Debtor, DebtorKind, Solvency
from chalicelib.domain.step_record import StepRecord

from .conditions import CallOutcomeIs, Conditions, DeliveryIs, Range
from .model import FIRST_LETTER, FORMAL_NOTICE

NEVER_THERE = frozenset({ContactState.INTENDED, ContactState.FAILED, ContactState.BOUNCED, ContactState.RETURNED})


@dataclass(frozen=True)
class Situation:
    """What conditions may ask about, under the names they have there; ``steps`` tells of deliveries and calls."""

    amount: int
    days_overdue: int
    solvency: Solvency
    debtor_kind: DebtorKind
    new_customer: bool
    collector_mode: CollectorMode
    reminded_before: bool
    unanswered_contacts: int
    steps: tuple[StepRecord, ...]


def situation_of(case: Case, debtor: Debtor) -> Situation:
    """As things stand. Solvency and the customer's newness are the debtor's of today (R-013).

    ``amount``, in cents, is what payments and credit notes leave of the invoices, as if they paid no interest first.
    ``days_overdue`` counts to the day of the opening, where the debtor lives.
    """
    return Situation(
        amount=_unpaid_principal(case),
        days_overdue=(local_day(case, case.opened_at) - case.day_zero).days,
        solvency=debtor.solvency,
        debtor_kind=case.debtor_kind,
        new_customer=debtor.new_customer,
        collector_mode=case.collector_mode,
        reminded_before=any(reminder.is_written for reminder in case.prior_reminders),
        unanswered_contacts=sum(is_unanswered(case, record) for record in case.steps),
        steps=case.steps,
    )


def is_unanswered(case: Case, record: StepRecord) -> bool:
    """Whether the step solicited the debtor after their last sign of life; it counts once, whatever its channels.

    A call counts whatever came of it; a message that failed, bounced or came back was not there to be answered, and a
    word before the due date asks for no answer (R-046).
    """
    if record.step_id in (FORMAL_NOTICE, FIRST_LETTER):
        return False
    asked = [ref for ref in record.contacts if _was_made(ref) and local_day(case, ref.at) > case.day_zero]
    return any(case.answered_at is None or ref.at > case.answered_at for ref in asked)


def not_met(conditions: Conditions, situation: Situation) -> tuple[str, ...]:
    """The names of the conditions that do not hold; none where all do."""
    return tuple(_failing(conditions, situation))


def _unpaid_principal(case: Case) -> int:
    claimed = sum(invoice.principal.amount for invoice in case.invoices)
    credited = sum(note.amount.amount for note in case.credit_notes)
    paid = sum(payment.amount.amount for payment in case.payments if payment.reversed_on is None)
    return max(0, claimed - credited - paid)


def _was_made(ref: ContactRef) -> bool:
    return ref.channel is Channel.CALL or ref.state not in NEVER_THERE


def _failing(wanted: Conditions, found: Situation) -> Iterator[str]:
    for name in ("amount", "days_overdue", "unanswered_contacts"):
        span: Range | None = getattr(wanted, name)
        if span is not None and not span.holds(getattr(found, name)):
            yield name
    for name in ("solvency", "debtor_kind", "collector_mode"):
        allowed = getattr(wanted, name)
        if allowed and getattr(found, name) not in allowed:
            yield name
    for name in ("new_customer", "reminded_before"):
        if getattr(wanted, name) not in (None, getattr(found, name)):
            yield name
    yield from _not_happened(wanted, found)


def _not_happened(wanted: Conditions, found: Situation) -> Iterator[str]:
    if wanted.delivery is not None and not _delivered_so(wanted.delivery, found.steps):
        yield "delivery"
    if wanted.call_outcome is not None and not _came_out_so(wanted.call_outcome, found.steps):
        yield "call_outcome"


def _delivered_so(wanted: DeliveryIs, steps: tuple[StepRecord, ...]) -> bool:
    return any(ref.state in wanted.states for step in steps if step.step_id == wanted.step for ref in step.contacts)


def _came_out_so(wanted: CallOutcomeIs, steps: tuple[StepRecord, ...]) -> bool:
    told: list[CallOutcome] = [
        step.outcome for step in steps if step.outcome is not None and wanted.step in (None, step.step_id)
    ]
    return bool(told) and told[-1] in wanted.outcomes
