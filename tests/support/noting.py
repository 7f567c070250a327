"""Notes in a story: a subject that is as its text says, and the message about it due (ADR 0046)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from chalicelib.domain.case import Case
from chalicelib.domain.contact import Contact
from chalicelib.domain.local_time import local_day
from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.dispute import Dispute, DisputeReason
from chalicelib.domain.negotiation.note import Note
from chalicelib.domain.negotiation.payment_plan import Instalment, PaymentPlan, PlanState, Side
from chalicelib.domain.negotiation.record import Negotiation
from chalicelib.usecases.change_case import Transition, change_case
from chalicelib.usecases.recording import CaseFile

from .story import Story

PLAN, DISPUTE = "plan_00000000000000000000000001", "dsp_00000000000000000000000001"
FAR = timedelta(days=200)


def plan_of(today: date, now: datetime, cents: int = 60_000) -> PaymentPlan:
    """A signed plan of one instalment that is far away: nothing of it happens by itself meanwhile."""
    amount = Money(cents)
    return PaymentPlan(
        id=PLAN,
        state=PlanState.ACTIVE,
        proposed_by=Side.DEBTOR,
        proposed_at=now,
        instalments=(Instalment(1, today + FAR, amount),),
        total=amount,
        principal=amount,
        acceleration_days=8,
        active_since=now,
        payments_before=0,
    )


def contested(now: datetime) -> Dispute:
    """A dispute that lets the rest go on, so that nothing is paused by it."""
    return Dispute(DISPUTE, DisputeReason.WRONG_AMOUNT, now, "email", amount=Money(100), undisputed_goes_on=True)


def due(
    template: str,
    at: datetime,
    *,
    number: int | None = None,
    counts: bool = False,
    registered: bool = False,
) -> Note:
    """The note of that text, about the subject that its text is about."""
    subject = DISPUTE if template.startswith("dispute") else PLAN
    return Note(subject, template, at, number, counts=counts, registered=registered)


def with_subject(negotiation: Negotiation, note: Note, today: date, now: datetime) -> Negotiation:
    """The negotiation in which the note is true."""
    if note.subject_id == DISPUTE:
        return negotiation.with_dispute(contested(now)).with_note(note)
    return negotiation.with_plan(plan_of(today, now)).with_note(note)


def make_due(story: Story, case_id: str, note: Note) -> str:
    """Records it as an agreement would; gives the note's id."""

    def transition(file: CaseFile) -> Transition:
        today = local_day(file.case, file.now)
        changed = with_subject(file.case.negotiation, note, today, file.now)
        return Transition(replace(file.case, negotiation=changed), ())

    story.command(
        lambda reply: change_case(story._changing(case_id), transition, recording=story.recording, reply=reply),
        scope=story.scope,
    )
    return note.id


def drop_due(story: Story, case_id: str) -> None:
    """What was agreed has been overtaken."""

    def transition(file: CaseFile) -> Transition:
        changed = file.case.negotiation.without_notes(lambda _note: True)
        return Transition(replace(file.case, negotiation=changed), ())

    story.command(
        lambda reply: change_case(story._changing(case_id), transition, recording=story.recording, reply=reply),
        scope=story.scope,
    )


def notes_sent(story: Story, case_id: str) -> list[Contact]:
    """Every contact that carried a note, in the order in which they left."""
    return [contact for contact in story.contacts(case_id) if contact.note_id is not None]


def state_of(case: Case, note_id: str) -> str:
    note = case.negotiation.note(note_id)
    assert note is not None
    return note.state.value
