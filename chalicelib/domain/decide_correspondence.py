"""Notes in a decision: what an agreement or a dispute makes due goes out at once, within the hours (ADR 0046)."""

from __future__ import annotations

from datetime import UTC, datetime

from .case import Case
from .case_contacts import ATTEMPTS, failures, reached
from .contact import Channel, ContactState
from .contact_guard import Decision
from .decide_first_letter import first_letter_step
from .decide_messages import ACTION_OF_CHANNEL, when_open
from .decide_receipts import holds_void_receipt
from .decision_facts import Facts, is_with_a_person, patience, start_of
from .fact_effects import may_be_written_to
from .first_letter import is_awaited
from .look_decision import with_last_look
from .negotiation.correspondence import demands, is_overtaken
from .negotiation.note import Note, NoteState
from .next_step import NextStep
from .returned_letters import is_back


def correspondence_step(facts: Facts, now: datetime) -> NextStep | None:
    """The first note that may go out; ``None`` where none is due.

    Nothing goes before the first letter of a mandate (LTR_01), and nothing to a debtor whom nobody may write to. What
    demands brings that letter about, whatever was agreed: otherwise a plan that is not kept could never end (R-077).
    """
    notes = facts.case.negotiation.notes
    if not any(note.state is NoteState.DUE for note in notes) or not may_be_written_to(facts.debtor):
        return None
    waiting = [note for note in notes if _may_go_out(facts, note, now)]
    if is_awaited(facts.case):
        demanding = any(demands(note) and note.due_at <= now for note in waiting)
        return with_last_look(facts, first_letter_step(facts, now), now) if demanding else None
    steps = [_step(facts, note, now) for note in waiting]
    timed = [(step.due_at, step) for step in steps if step is not None and step.due_at is not None]
    return min(timed, key=lambda each: each[0], default=(now, None))[1]


def _may_go_out(facts: Facts, note: Note, now: datetime) -> bool:
    """Not when it is overtaken, came back, may have gone out already or kept failing; a demand not in a held case.

    Nor does one reach a debtor who holds a receipt that is void: the letter that withdraws it leaves first (R-092).
    """
    case = facts.case
    if note.state is not NoteState.DUE or is_overtaken(case.negotiation, note) or is_with_a_person(case, note.id):
        return False
    if demands(note) and (_is_held(case, now) or facts.owed.amount <= 0 or holds_void_receipt(facts)):
        return False
    in_doubt = any(ref.state is ContactState.UNKNOWN and reached(ref) for ref in note.contacts)
    came_back = is_back(note.contacts, note.template)
    return not in_doubt and not came_back and len(failures(note.contacts, note.template)) < ATTEMPTS


def _is_held(case: Case, now: datetime) -> bool:
    """Whether nothing may be asked for now: the case is over, paused, or with a person."""
    if case.is_closed or case.attention is not None:
        return True
    until = case.pause.until if case.pause else None
    return case.pause is not None and (until is None or start_of(case, until) > now)


def _step(facts: Facts, note: Note, now: datetime) -> NextStep | None:
    channel = _channel(facts, note)
    failed = failures(note.contacts, note.template)
    wanted = max(now, note.due_at)
    if failed:
        wanted = max(wanted, failed[-1].at + patience(channel, len(failed)))
    verdict = when_open(facts, channel, wanted, step_id=note.template, counts=note.counts)
    step = NextStep(
        ACTION_OF_CHANNEL[channel],
        wanted if verdict.allowed_at is None else verdict.allowed_at.astimezone(UTC),
        _reason(note),
        template=note.template,
        subject_id=note.id,
        moves=verdict.reasons,
        refused=verdict.decision is Decision.REFUSED,
        wanted_at=wanted if verdict.reasons else None,
    )
    return with_last_look(facts, step, now) if demands(note) else step


def _channel(facts: Facts, note: Note) -> Channel:
    if note.registered:
        return Channel.REGISTERED_LETTER
    return Channel.EMAIL if facts.debtor.usable_emails() else Channel.LETTER


def _reason(note: Note) -> str:
    about = f"{note.template} about {note.subject_id}"
    return f"{about}, instalment {note.number}" if note.number is not None else about
