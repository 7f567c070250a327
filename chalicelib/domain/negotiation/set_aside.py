"""What the negotiation tells the ledger: parts that a dispute sets aside, and what was given up (R-002, R-073)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from chalicelib.domain.case import Case
from chalicelib.domain.ledger_facts import Contested, Waiver
from chalicelib.domain.local_time import local_day
from chalicelib.domain.money import Money

from .dispute import Dispute
from .settlement import SettlementState


def contested_of(case: Case) -> tuple[Contested, ...]:
    """Each dispute as the ledger plays it, from the day it was opened to the one it was resolved."""
    return tuple(_contested(case, each) for each in case.negotiation.disputes)


def waivers_of(case: Case) -> tuple[Waiver, ...]:
    """The settlements that were paid in time."""
    return tuple(
        Waiver(each.id, each.settled_on)
        for each in case.negotiation.settlements
        if each.state is SettlementState.COMPLETED and each.settled_on is not None
    )


def invoices_of(case: Case, dispute: Dispute) -> tuple[str, ...]:
    """The invoices that a dispute is about, the oldest due date first; all of them where none is named."""
    named = frozenset(dispute.invoice_ids)
    concerned = [each for each in case.invoices if not named or each.id in named]
    return tuple(each.id for each in sorted(concerned, key=lambda each: (each.due_date, each.number)))


def _contested(case: Case, dispute: Dispute) -> Contested:
    since = local_day(case, dispute.opened_at)
    amount = dispute.amount
    if amount is not None:
        amount = Money(max(0, amount.amount - _credited(case, dispute, since)))
    return Contested(
        id=dispute.id,
        invoice_ids=invoices_of(case, dispute),
        amount=amount,
        since=since,
        until=local_day(case, dispute.resolved_at) if dispute.resolved_at else None,
        given_up=dispute.reduction,
    )


def _credited(case: Case, dispute: Dispute, since: date) -> int:
    """What its credit notes take off before it was opened: that part of the invoice never was."""
    notes: Iterable[int] = (
        note.amount.amount
        for note in case.credit_notes
        if note.id in dispute.credit_note_ids and note.effective_on <= since
    )
    return sum(notes)
