"""A dispute is resolved: upheld, in part, or rejected; credit notes and what is given up follow at once (R-002).

Rejected, all is owed as if nothing had been contested, interest of the meantime too. Upheld, what was contested is
taken off: by credit notes, else it is given up with the interest that it bore.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.case_commands import require_live
from chalicelib.domain.case_payments import (
    Paid,
    check_credit_note,
    followed,
    known_statement,
    record_credit_note,
    whole_statement_of,
)
from chalicelib.domain.document import Document
from chalicelib.domain.errors import FieldProblem, InvalidInput
from chalicelib.domain.events import CaseEvent, EventType, event
from chalicelib.domain.ledger_facts import CreditNote
from chalicelib.domain.local_time import local_day
from chalicelib.domain.money import ZERO, Money
from chalicelib.domain.rates import RateTable

from .dispute import Dispute, DisputeState, Resolution
from .disputes import held_or_freed, standing
from .note import Note
from .set_aside import invoices_of


@dataclass(frozen=True)
class Resolving:
    """What the creditor decides. ``reduction`` is principal that it gives up without a credit note.

    Of a dispute that is upheld ``None`` gives up whatever the credit notes leave of it.
    """

    dispute_id: str
    resolution: Resolution
    reason: str
    credit_notes: tuple[CreditNote, ...] = ()
    reduction: Money | None = None


def resolve_dispute(
    case: Case, how: Resolving, rates: RateTable, now: datetime, *, document: Document | None = None
) -> Paid:
    """The case without the dispute, and with what it changes of the account. ``document`` keeps the creditor's words.

    Errors: ``not_found``; ``case_closed``; ``dispute_resolved``; ``rate_unknown``; fields: those of a credit note,
    ``not_contested``, ``nothing_taken_off``, ``not_with_rejected``, ``more_than_contested``, ``less_than_contested``.
    """
    require_live(case)
    dispute = standing(case, how.dispute_id)
    reduction = _checked(case, dispute, how, rates, now)
    over = replace(
        dispute,
        state=DisputeState.RESOLVED,
        resolved_at=now,
        resolution=how.resolution,
        reduction=reduction,
        credit_note_ids=tuple(note.id for note in how.credit_notes),
        resolution_document_id=document.id if document else None,
    )
    note = Note(subject_id=dispute.id, template="dispute_resolved", due_at=now)
    resolved = replace(case, negotiation=case.negotiation.with_dispute(over).with_note(note))
    resolved, freed = held_or_freed(resolved, now, how.reason)
    drafts: list[CaseEvent] = [_resolved(over, how, document), *freed]
    for each in how.credit_notes:
        noted = record_credit_note(resolved, each, rates, now)
        resolved = noted.case
        drafts.extend(noted.events)
    return followed(resolved, drafts, known_statement(resolved, rates, local_day(case, now)), now)


def _checked(case: Case, dispute: Dispute, how: Resolving, rates: RateTable, now: datetime) -> Money:
    """What is given up beside the credit notes."""
    given = how.reduction.amount if how.reduction is not None else 0
    credited = sum(note.amount.amount for note in how.credit_notes)
    if how.resolution is Resolution.REJECTED:
        if how.reduction is not None or how.credit_notes:
            raise _refused("#/resolution", "not_with_rejected", "a dispute that is rejected takes nothing off")
        return ZERO
    _check_notes(case, dispute, how.credit_notes, now)
    contested = _contested(case, dispute, rates, now)
    if given and credited + given > contested:
        raise _refused("#/reduction/amount", "more_than_contested", f"what is contested is {contested} cents")
    if how.resolution is Resolution.UPHELD:
        if how.reduction is not None and credited + given < contested:
            raise _refused("#/reduction/amount", "less_than_contested", f"what is contested is {contested} cents")
        return Money(max(0, contested - credited))
    if credited + given <= 0:
        raise _refused("#/reduction", "nothing_taken_off", "say what is taken off: by a credit note, or given up")
    if credited + given >= contested:
        raise _refused("#/resolution", "more_than_contested", f"all of {contested} cents: the dispute is upheld")
    return Money(given)


def _contested(case: Case, dispute: Dispute, rates: RateTable, now: datetime) -> int:
    """The principal that the dispute is about and that is still unpaid, in cents."""
    account = whole_statement_of(case, rates, local_day(case, now))
    concerned = set(invoices_of(case, dispute))
    lines = (line for line in (*account.lines, *account.not_yet_due) if line.invoice.id in concerned)
    left = sum(line.principal_left.amount for line in lines)
    return left if dispute.amount is None else min(dispute.amount.amount, left)


def _check_notes(case: Case, dispute: Dispute, notes: Iterable[CreditNote], now: datetime) -> None:
    concerned = set(invoices_of(case, dispute))
    for place, note in enumerate(notes):
        pointer = f"#/credit_notes/{place}"
        check_credit_note(case, note, local_day(case, now), file_pointer=pointer)
        if note.invoice_id not in concerned:
            raise _refused(f"{pointer}/invoice_id", "not_contested", "the dispute is not about this invoice")


def _resolved(dispute: Dispute, how: Resolving, document: Document | None) -> CaseEvent:
    documents = [{"document_id": document.id, "sha256": document.sha256}] if document else []
    return event(
        EventType.DISPUTE_RESOLVED,
        {"reason": how.reason},
        dispute_id=dispute.id,
        resolution=how.resolution.value,
        reduction=dispute.reduction.as_json(),
        credit_note_ids=list(dispute.credit_note_ids),
        documents=documents,
    )


def _refused(pointer: str, code: str, detail: str) -> InvalidInput:
    return InvalidInput("The dispute cannot be resolved so.", errors=(FieldProblem(pointer, code, detail),))
