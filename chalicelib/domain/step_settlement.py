"""What a person's answer does to the step a case needed them for: done again, passed over, or believed (R-028)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from .case import Case
from .case_contacts import is_complete, without_failures
from .contact import ContactRef, ContactState
from .first_letter import first_letter_required, marked_posted, without_letter
from .formal_notice import presume_presented
from .holds import Attention
from .notice import FormalNotice
from .plan import NOTICE_PRESUMED_AFTER_DAYS, local_day, named_last_day
from .scenarios.model import FIRST_LETTER, Anchor, Scenario, Step
from .step_record import BY_HAND, StepRecord, StepState

STEP_FAILED = "step_failed"
BELIEVED = frozenset(
    {
        ContactState.INTENDED,
        ContactState.UNKNOWN,
        ContactState.FAILED,
        ContactState.BOUNCED,
        ContactState.RETURNED,
    }
)


def tried_again(case: Case, attention: Attention, scenario: Scenario, now: datetime) -> Case:
    """The step starts again without the contacts that failed; what went out, or is in doubt, is only followed again.

    A scenario that was over goes on, and what counted from a formal notice that is void is done again after the next.
    """
    step, record = _of(case, attention, scenario, now)
    if step.id == FIRST_LETTER and attention.code == STEP_FAILED:
        return case
    kept = tuple(ref for ref in without_failures(record.contacts) if not _is_set_aside(ref, attention))
    retried = replace(record, contacts=kept, reason=None)
    if any(ref.state is ContactState.INTENDED for ref in kept):
        return case.with_record(retried)
    if kept and is_complete(step, retried):
        return case.with_record(replace(retried, state=StepState.DONE))
    case = case.with_record(replace(retried, state=StepState.STARTED))
    if step.id == FIRST_LETTER:
        return without_letter(case)
    return replace(_without_notice(case, scenario) if step.is_formal_notice else case, decision_asked=())


def passed_over(case: Case, attention: Attention, scenario: Scenario, now: datetime) -> Case:
    """The scenario goes on without the step. A notice that left but cannot be followed is presumed presented."""
    step, record = _of(case, attention, scenario, now)
    if step.id == FIRST_LETTER:
        raise first_letter_required()
    notice = case.notice
    if notice is not None and step.is_formal_notice and attention.code == STEP_FAILED:
        presumed = (notice.posted_on or notice.handed_over_on) + timedelta(days=NOTICE_PRESUMED_AFTER_DAYS)
        return replace(case, notice=presume_presented(notice, max(presumed, local_day(case, now)), scenario))
    contacts = tuple(_given_up(ref, attention) for ref in record.contacts)
    case = replace(case, notice=None) if step.is_formal_notice else case
    return case.with_record(replace(record, state=StepState.SKIPPED, contacts=contacts, reason=BY_HAND))


def marked_sent(case: Case, attention: Attention, scenario: Scenario, now: datetime) -> Case:
    """A person says that it went out; a formal notice counts as posted, and is followed to its presentation."""
    step, record = _of(case, attention, scenario, now)
    contacts = tuple(
        replace(ref, state=ContactState.SENT) if ref.id == attention.contact_id and ref.state in BELIEVED else ref
        for ref in record.contacts
    )
    marked = replace(record, contacts=contacts, reason=None)
    is_done = attention.contact_id is None or is_complete(step, marked)
    if step.id == FIRST_LETTER:
        case = marked_posted(case, attention, local_day(case, now))
    case = case.with_record(replace(marked, state=StepState.DONE if is_done else StepState.STARTED))
    if not step.is_formal_notice or attention.contact_id is None:
        return case
    return replace(case, notice=_posted_by_hand(case, marked, attention.contact_id, scenario, now))


def _of(case: Case, attention: Attention, scenario: Scenario, now: datetime) -> tuple[Step, StepRecord]:
    step = scenario.step(attention.step_id or "")
    return step, case.record_of(step.id) or StepRecord(step.id, StepState.STARTED, now)


def _is_set_aside(ref: ContactRef, attention: Attention) -> bool:
    """A check that kept failing says nothing against the contact it was about."""
    return ref.id == attention.contact_id and attention.code != STEP_FAILED


def _given_up(ref: ContactRef, attention: Attention) -> ContactRef:
    is_in_doubt = ref.id == attention.contact_id and ref.state is ContactState.INTENDED
    return replace(ref, state=ContactState.UNKNOWN) if is_in_doubt else ref


def _without_notice(case: Case, scenario: Scenario) -> Case:
    """No notice runs any more; a call that followed it was about a delay that never ran."""
    followed = {step.id for step in scenario.steps if step.anchor is Anchor.NOTICE_DEADLINE}
    kept = tuple(r for r in case.steps if r.step_id not in followed or r.state is StepState.SKIPPED)
    return replace(case, notice=None, steps=kept)


def _posted_by_hand(
    case: Case, record: StepRecord, contact_id: str, scenario: Scenario, now: datetime
) -> FormalNotice | None:
    if case.notice is not None:
        return replace(case.notice, posted_on=case.notice.posted_on or local_day(case, now))
    days: list[date] = [local_day(case, ref.at) for ref in record.contacts if ref.id == contact_id]
    if not days:
        return None
    return FormalNotice(contact_id, days[0], named_last_day(scenario, days[0]), posted_on=days[0])
