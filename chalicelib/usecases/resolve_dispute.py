"""Resolve a dispute, with the credit notes that follow, in one transaction (R-002, R-120)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chalicelib.domain.document import Document
from chalicelib.domain.ledger_facts import CreditNote
from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.dispute import Resolution
from chalicelib.domain.negotiation.dispute_resolution import Resolving
from chalicelib.domain.negotiation.dispute_resolution import resolve_dispute as resolved
from chalicelib.domain.negotiation.disputes import dispute_of

from .answer_dispute import own_words
from .change_case import Changing, Outcome, Transition, change_case
from .ports import Archive, Reply
from .record_payment import effective_on
from .recording import CaseFile, Recording
from .sending import keep
from .writes import Create


@dataclass(frozen=True)
class NewCreditNote:
    """As in ``RecordCreditNote``."""

    invoice_id: str
    number: str
    issued_on: date
    amount: Money
    from_issue_date: bool = False


@dataclass(frozen=True)
class ResolveDispute:
    """``reason`` is what the debtor reads. ``reduction`` is given up without a credit note."""

    changing: Changing
    dispute_id: str
    resolution: Resolution
    reason: str
    credit_notes: tuple[NewCreditNote, ...] = ()
    reduction: Money | None = None


def resolve_dispute(command: ResolveDispute, *, recording: Recording, archive: Archive, reply: Reply) -> Outcome:
    """``result`` is the ``Dispute``. Nothing left closes the case; else what was held goes on.

    Errors: ``not_found``; ``case_closed``; ``dispute_resolved``; ``rate_unknown``; those of a credit note; fields:
    ``not_contested``, ``nothing_taken_off``, ``not_with_rejected``, ``more_than_contested``, ``less_than_contested``.
    """
    ids = tuple(recording.ids.new("crn") for _ in command.credit_notes)
    kept: list[Document] = []  # once, however often the change is tried

    def transition(file: CaseFile) -> Transition:
        notes = tuple(_note(file, new, note_id) for new, note_id in zip(command.credit_notes, ids, strict=True))
        how = Resolving(command.dispute_id, command.resolution, command.reason, notes, command.reduction)
        resolved(file.case, how, file.rates, file.now)
        if not kept:
            words = own_words("decision-contestation.txt", command.reason)
            kept.append(keep(file.case, file.key, words, recording=recording, archive=archive))
        paid = resolved(file.case, how, file.rates, file.now, document=kept[0])
        writes = (Create(kept[0], file.key),)
        return Transition(paid.case, paid.events, writes=writes, result=dispute_of(paid.case, command.dispute_id))

    return change_case(command.changing, transition, recording=recording, reply=reply)


def _note(file: CaseFile, new: NewCreditNote, note_id: str) -> CreditNote:
    since = effective_on(file.case, new.invoice_id, new.issued_on, from_issue_date=new.from_issue_date)
    return CreditNote(note_id, new.invoice_id, new.number, new.issued_on, new.amount, since)
