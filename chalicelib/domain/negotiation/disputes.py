"""A dispute is opened and answered, and what it holds follows (R-002, STOP_01).

What is contested is never asked for while the dispute stands. The whole case stands still with it, unless the creditor
lets the undisputed rest go on: then the ledger sets the contested part aside, and the scenario claims what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain.case import Case
from chalicelib.domain.case_commands import require_live, resting_status
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Conflict, FieldProblem, InvalidInput, NotFound
from chalicelib.domain.events import CaseEvent, EventType, event
from chalicelib.domain.holds import Pause, PauseKind
from chalicelib.domain.instants import instant
from chalicelib.domain.local_time import local_day
from chalicelib.domain.money import Money
from chalicelib.domain.pauses import pauses_of, with_pause, without_pause

from .dispute import Dispute, DisputeReason, DisputeState
from .note import Note
from .record import MOST_DISPUTES
from .rules import DisputeRules

Change = tuple[Case, tuple[CaseEvent, ...]]


@dataclass(frozen=True)
class Contesting:
    """What the debtor says. ``amount`` is principal, in all; ``None`` is all of the invoices named, or of all of them.

    ``reason_code`` is the word that was sent, where it is none of ours; ``channel`` how it was said.
    """

    reason: DisputeReason
    detail: str | None = None
    channel: str = "letter"
    invoice_ids: tuple[str, ...] = ()
    amount: Money | None = None
    reason_code: str | None = None
    undisputed_goes_on: bool | None = None


@dataclass(frozen=True)
class Answering:
    """The creditor's position. ``undisputed_goes_on`` ``None`` leaves it as it is."""

    dispute_id: str
    answer: str
    undisputed_goes_on: bool | None = None


def open_dispute(
    case: Case,
    dispute_id: str,
    said: Contesting,
    rules: DisputeRules,
    now: datetime,
    *,
    documents: Sequence[Document] = (),
) -> Change:
    """The dispute is on record, acknowledged at once, and holds what it is about.

    Errors: ``case_closed``; ``too_many_disputes``; fields: ``unknown_invoice``, ``not_positive``,
    ``more_than_claimed``.
    """
    require_live(case)
    _check(case, said)
    goes_on = rules.undisputed_goes_on if said.undisputed_goes_on is None else said.undisputed_goes_on
    dispute = Dispute(
        id=dispute_id,
        reason=said.reason,
        opened_at=now,
        channel=said.channel,
        invoice_ids=said.invoice_ids,
        amount=said.amount,
        answer_by=local_day(case, now) + timedelta(days=rules.answer_days),
        undisputed_goes_on=goes_on,
        document_ids=tuple(each.id for each in documents),
    )
    received = Note(subject_id=dispute_id, template="dispute_received", due_at=now)
    negotiation = case.negotiation.with_dispute(dispute).with_note(received)
    case, paused = held_or_freed(replace(case, negotiation=negotiation), now, _told(said))
    return case, (_opened(dispute, said, documents), *paused)


def answer_dispute(case: Case, said: Answering, now: datetime, *, document: Document) -> Change:
    """The creditor answered: the dispute stands until it is resolved, and what the creditor allows goes on.

    ``document`` keeps its words. Errors: ``not_found``; ``case_closed``; ``dispute_resolved``.
    """
    require_live(case)
    dispute = standing(case, said.dispute_id)
    goes_on = dispute.undisputed_goes_on if said.undisputed_goes_on is None else said.undisputed_goes_on
    answered = replace(
        dispute,
        state=DisputeState.ANSWERED,
        answered_at=now,
        undisputed_goes_on=goes_on,
        answer_document_id=document.id,
    )
    note = Note(subject_id=dispute.id, template="dispute_answer", due_at=now)
    draft = event(
        EventType.DISPUTE_ANSWERED,
        {"reason": said.answer},
        dispute_id=dispute.id,
        undisputed_goes_on=goes_on,
        documents=_named((document,)),
    )
    negotiation = case.negotiation.with_dispute(answered).with_note(note)
    case, moved = held_or_freed(replace(case, negotiation=negotiation), now, said.answer)
    return case, (draft, *moved)


def standing(case: Case, dispute_id: str) -> Dispute:
    """The dispute, while it stands. Errors: ``not_found``; ``dispute_resolved``."""
    found = dispute_of(case, dispute_id)
    if not found.stands:
        raise Conflict("The dispute is resolved already.", code="dispute_resolved")
    return found


def dispute_of(case: Case, dispute_id: str) -> Dispute:
    """Errors: ``not_found``."""
    found = next((each for each in case.negotiation.disputes if each.id == dispute_id), None)
    if found is None:
        raise NotFound("No such dispute in this case.")
    return found


def held_or_freed(case: Case, now: datetime, reason: str) -> Change:
    """The pause follows the disputes that stand: one that lets nothing go on holds the case, none frees it.

    A pause for a dispute that is not on record is lifted by name alone.
    """
    if not case.negotiation.disputes:
        return case, ()
    must_hold = any(not lets_the_rest_go_on(case, each) for each in case.negotiation.standing_disputes)
    paused = next((each for each in pauses_of(case) if each.kind is PauseKind.DISPUTE), None)
    if must_hold and paused is None:
        case = with_pause(case, Pause(PauseKind.DISPUTE, now))
        case = replace(case, status=resting_status(case))
        return case, (event(EventType.CASE_PAUSED, {"reason": reason}, kind=PauseKind.DISPUTE.value, until=None),)
    if must_hold or paused is None:
        return case, ()
    return _freed(case, paused, reason)


def lets_the_rest_go_on(case: Case, dispute: Dispute) -> bool:
    """Whether something is not contested, and the creditor goes on with it."""
    partial = dispute.amount is not None or 0 < len(dispute.invoice_ids) < len(case.invoices)
    return dispute.undisputed_goes_on and partial


def _freed(case: Case, paused: Pause, reason: str) -> Change:
    case = without_pause(case, PauseKind.DISPUTE)
    if case.pause is None:
        draft = event(EventType.CASE_RESUMED, {"reason": reason}, paused_since=instant(paused.since))
    else:
        until = case.pause.until.isoformat() if case.pause.until else None
        draft = event(EventType.CASE_PAUSED, {"reason": reason}, kind=case.pause.kind.value, until=until)
    return replace(case, status=resting_status(case)), (draft,)


def _check(case: Case, said: Contesting) -> None:
    known = {invoice.id: invoice.principal.amount for invoice in case.invoices}
    problems = [
        FieldProblem(f"#/invoice_ids/{place}", "unknown_invoice", "not an invoice of this case")
        for place, each in enumerate(said.invoice_ids)
        if each not in known
    ]
    if said.amount is not None:
        most = sum(known.get(each, 0) for each in set(said.invoice_ids or known))
        if said.amount.amount <= 0:
            problems.append(FieldProblem("#/amount/amount", "not_positive", "what is contested is more than zero"))
        elif not problems and said.amount.amount > most:
            detail = f"the invoices concerned claim {most} cents"
            problems.append(FieldProblem("#/amount/amount", "more_than_claimed", detail))
    if problems:
        raise InvalidInput("The dispute cannot be recorded.", errors=tuple(problems))
    if len(case.negotiation.disputes) >= MOST_DISPUTES:
        raise Conflict(f"A case holds {MOST_DISPUTES} disputes at most.", code="too_many_disputes")


def _opened(dispute: Dispute, said: Contesting, documents: Sequence[Document]) -> CaseEvent:
    return event(
        EventType.DISPUTE_OPENED,
        {"reason": _told(said)},
        dispute_id=dispute.id,
        code=dispute.reason.value,
        channel=dispute.channel,
        amount=dispute.amount.as_json() if dispute.amount is not None else None,
        invoice_ids=list(dispute.invoice_ids),
        answer_by=dispute.answer_by.isoformat() if dispute.answer_by else None,
        undisputed_goes_on=dispute.undisputed_goes_on,
        documents=_named(documents),
    )


def _told(said: Contesting) -> str:
    """The reason as the trail keeps it: the word that was sent, and what was said in full."""
    code = said.reason_code or said.reason.value
    if said.detail is None:
        return code
    return said.detail if code == DisputeReason.OTHER.value else f"{code}: {said.detail}"


def _named(documents: Iterable[Document]) -> list[dict[str, str]]:
    return [{"document_id": each.id, "sha256": each.sha256} for each in documents]
