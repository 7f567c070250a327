"""The acts of a case that limitation asks about: what its history holds, and what people recorded beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain

from .case import Case, PriorReminder
from .contact import Channel, ContactRef, ContactState
from .ledger import Payment, Statement
from .limitation import Act, ActKind
from .limitation_record import RecordedAct
from .negotiation.correspondence import demands
from .plan import local_day

ACT_OF_CHANNEL = {
    "email": ActKind.EMAIL,
    "sms": ActKind.SMS,
    "call": ActKind.CALL,
    "letter": ActKind.LETTER,
    "registered_letter": ActKind.REGISTERED_LETTER,
}
NOT_AN_ACT = frozenset({ContactState.INTENDED, ContactState.UNKNOWN, ContactState.FAILED, ContactState.EXPIRED})
# A letter that the carrier has not posted yet is no act; nor was one that nobody could be given.
POSTED = frozenset(
    {
        ContactState.POSTED,
        ContactState.DELIVERED,
        ContactState.PRESENTED,
        ContactState.RECEIVED,
        ContactState.UNCLAIMED,
        ContactState.REFUSED,
    }
)

REVERSED = "payment_reversed"
NEVER_ARRIVED = "never_arrived"


class Origin(StrEnum):
    """How the case knows of an act."""

    CONTACT = "contact"
    PAYMENT = "payment"
    PRIOR_REMINDER = "prior_reminder"
    RECORDED = "recorded"


@dataclass(frozen=True)
class CaseAct:
    """One act. ``subject_id`` is the contact, payment or recorded act; ``invoice_ids`` is ``None`` for all invoices.

    ``undone`` says why it does not count after all.
    """

    kind: ActKind
    on: date
    origin: Origin
    subject_id: str | None = None
    invoice_ids: frozenset[str] | None = None
    oral: bool = False
    undone: str | None = None
    document_id: str | None = None

    def concerns(self, invoice_id: str) -> bool:
        return self.invoice_ids is None or invoice_id in self.invoice_ids


def acts_of(case: Case, account: Statement | None) -> tuple[CaseAct, ...]:
    """Every act, in no order that matters. ``account`` tells which invoices a payment paid."""
    return (
        *_reminders(case.prior_reminders),
        *_contacts(case),
        *_payments(case, account),
        *_recorded(case.limitation.acts),
    )


def acts_before(reminders: Iterable[PriorReminder], stated: Iterable[RecordedAct], invoice_id: str) -> tuple[Act, ...]:
    """What happened to one invoice before its case was opened."""
    known = (*_reminders(reminders), *_recorded(stated))
    return tuple(Act(act.kind, act.on) for act in known if act.concerns(invoice_id))


def _reminders(reminders: Iterable[PriorReminder]) -> Iterator[CaseAct]:
    for reminder in reminders:
        kind = ACT_OF_CHANNEL.get(reminder.channel)
        if kind is not None:
            yield CaseAct(kind, reminder.on, Origin.PRIOR_REMINDER, document_id=reminder.document_id)


def _contacts(case: Case) -> Iterator[CaseAct]:
    """Demands alone: a receipt or another service message asks for nothing."""
    notes = [note.contacts for note in case.negotiation.notes if demands(note)]
    for ref in chain(*(record.contacts for record in case.steps), *notes):
        if ref.state in NOT_AN_ACT or (ref.channel.is_postal and ref.state is ContactState.SENT):
            continue
        undone = NEVER_ARRIVED if _came_back(ref) else None
        yield CaseAct(ACT_OF_CHANNEL[ref.channel.value], _day(case, ref), Origin.CONTACT, ref.id, undone=undone)


def _came_back(ref: ContactRef) -> bool:
    return ref.state not in POSTED if ref.channel.is_postal else ref.state is ContactState.BOUNCED


def _day(case: Case, ref: ContactRef) -> date:
    """The posting of a formal notice, of the case or of a plan; of anything else the day it went out."""
    notices = (case.notice, *(plan.notice for plan in case.negotiation.plans))
    for notice in notices if ref.channel is Channel.REGISTERED_LETTER else ():
        if notice is not None and notice.contact_id == ref.id and notice.posted_on:
            return notice.posted_on
    return local_day(case, ref.at)


def _payments(case: Case, account: Statement | None) -> Iterator[CaseAct]:
    for payment in case.payments:
        yield CaseAct(
            ActKind.PART_PAYMENT,
            payment.received_on,
            Origin.PAYMENT,
            payment.id,
            _paid(case, payment, account),
            undone=REVERSED if payment.reversed_on is not None else None,
        )


def _paid(case: Case, payment: Payment, account: Statement | None) -> frozenset[str]:
    """The invoices that a payment paid; one that nobody can tell yet (INT_15) acknowledges nothing yet."""
    if len(case.invoices) == 1:
        return frozenset({case.invoices[0].id})
    if account is None:
        return frozenset({payment.designated_invoice} if payment.designated_invoice else ())
    return frozenset(entry.invoice_id for entry in account.allocations if entry.payment_id == payment.id)


def _recorded(acts: Iterable[RecordedAct]) -> Iterator[CaseAct]:
    for act in acts:
        yield CaseAct(
            act.kind,
            act.on,
            Origin.RECORDED,
            act.id,
            None if act.invoice_id is None else frozenset({act.invoice_id}),
            oral=act.oral,
            undone=act.undone.value if act.undone else None,
            document_id=act.document_id,
        )
