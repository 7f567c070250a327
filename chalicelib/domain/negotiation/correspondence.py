"""The notes of a case: what a contact of one completes, what brings it back, and when it is overtaken (ADR 0046)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from chalicelib.domain.case import Case
from chalicelib.domain.contact import Contact, ContactRef, ContactState, reference_to

from .acceleration_notice import handed_over, posted_by_hand
from .dispute import DisputeState
from .note import Note, NoteState
from .payment_plan import PlanState
from .promise import PromiseState
from .record import Negotiation
from .settlement import SettlementState

MAKES_SENSE: dict[str, frozenset[str]] = {
    "promise_confirmation": frozenset({PromiseState.OPEN}),
    "promise_broken": frozenset({PromiseState.BROKEN}),
    "plan_proposal": frozenset({PlanState.PROPOSED}),
    "plan_accepted": frozenset({PlanState.AGREED}),
    "plan_refused": frozenset({PlanState.REFUSED, PlanState.EXPIRED, PlanState.CANCELLED}),
    "plan_confirmation": frozenset({PlanState.ACTIVE, PlanState.COMPLETED}),
    "instalment_upcoming": frozenset({PlanState.ACTIVE}),
    "instalment_reminder": frozenset({PlanState.ACTIVE}),
    "acceleration_notice": frozenset({PlanState.ACTIVE}),
    "plan_accelerated": frozenset({PlanState.ACCELERATED}),
    "settlement_offer": frozenset({SettlementState.OFFERED}),
    "settlement_completed": frozenset({SettlementState.COMPLETED}),
    "dispute_received": frozenset({DisputeState.OPEN, DisputeState.ANSWERED}),
    "dispute_answer": frozenset({DisputeState.ANSWERED}),
    "dispute_resolved": frozenset({DisputeState.RESOLVED}),
}
"""In which states of its subject each note is still true."""


def demands(note: Note) -> bool:
    """Whether the note asks for money or puts on notice: then it waits while the case is held, as a reminder does."""
    return note.counts or note.registered


def is_overtaken(negotiation: Negotiation, note: Note) -> bool:
    """Whether what the note is about has moved on: nobody confirms a promise that was broken meanwhile."""
    state = _state(negotiation, note.subject_id)
    return state is None or state not in MAKES_SENSE.get(note.template, frozenset())


def _state(negotiation: Negotiation, subject_id: str) -> str | None:
    told = (
        *((each.id, each.state) for each in negotiation.promises),
        *((each.id, each.state) for each in negotiation.plans),
        *((each.id, each.state) for each in negotiation.settlements),
        *((each.id, each.state) for each in negotiation.disputes),
    )
    return next((state.value for known, state in told if known == subject_id), None)


def paper_of(negotiation: Negotiation, note: Note) -> str | None:
    """The document that travels with the note: of a signed plan the acknowledgement, of an offer its paper."""
    papers = (
        *((each.id, each.document_id) for each in negotiation.plans if note.template == "plan_confirmation"),
        *((each.id, each.document_id) for each in negotiation.settlements),
    )
    return next((paper for subject, paper in papers if subject == note.subject_id), None)


def with_note_contact(case: Case, contact: Contact) -> Case:
    """The case whose note remembers this contact; unchanged once the note is forgotten."""
    note = case.negotiation.note(contact.note_id or "")
    return case if note is None else _with(case, replace(note, contacts=_put(note.contacts, reference_to(contact))))


def note_sent(case: Case, contact: Contact, *, posted_on: date | None = None) -> Case:
    """The note went out. A registered one is followed by the plan that it puts on notice (PLAN_02)."""
    note = case.negotiation.note(contact.note_id or "")
    if note is None:
        return case
    if note.state is NoteState.DUE:
        case = _with(case, replace(note, state=NoteState.SENT))
    return handed_over(case, contact, note, posted_on) if note.registered else case


def due_again(case: Case, note_id: str) -> Case:
    """A note that bounced or came back goes out once more, while it is still true."""
    note = case.negotiation.note(note_id)
    if note is None or note.state is not NoteState.SENT or is_overtaken(case.negotiation, note):
        return case
    return _with(case, replace(note, state=NoteState.DUE))


def note_dropped(case: Case, note_id: str) -> Case:
    """Nobody can be reached, or a person says that it need not go out."""
    note = case.negotiation.note(note_id)
    return case if note is None else _with(case, replace(note, state=NoteState.DROPPED))


def note_tried_again(case: Case, note_id: str, kept: tuple[ContactRef, ...]) -> Case:
    """A person wants it to go out after all: only the attempts that are ``kept`` count."""
    note = case.negotiation.note(note_id)
    return case if note is None else _with(case, replace(note, state=NoteState.DUE, contacts=kept))


def believed_sent(case: Case, note_id: str, contact_id: str | None) -> Case:
    """A person says that it did go out."""
    note = case.negotiation.note(note_id)
    if note is None:
        return case
    contacts = tuple(replace(ref, state=ContactState.SENT) if ref.id == contact_id else ref for ref in note.contacts)
    case = _with(case, replace(note, state=NoteState.SENT, contacts=contacts))
    ref = next((each for each in contacts if each.id == contact_id), None)
    return posted_by_hand(case, ref, note) if note.registered and ref is not None else case


def _with(case: Case, note: Note) -> Case:
    return replace(case, negotiation=case.negotiation.with_note(note))


def _put(refs: tuple[ContactRef, ...], ref: ContactRef) -> tuple[ContactRef, ...]:
    if any(known.id == ref.id for known in refs):
        return tuple(ref if known.id == ref.id else known for known in refs)
    return (*refs, ref)
