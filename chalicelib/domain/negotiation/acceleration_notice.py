"""The notice of acceleration on its way: handed over, posted, presented or come back (PLAN_02, R-077)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from chalicelib.domain.case import Case
from chalicelib.domain.contact import Contact, ContactRef, DeliveryEvent, DeliveryKind
from chalicelib.domain.events import CaseEvent, EventType, event
from chalicelib.domain.local_time import local_day
from chalicelib.domain.notice import FormalNotice, Presentation
from chalicelib.domain.plan import NOTICE_PRESUMED_AFTER_DAYS

from .note import Note
from .payment_plan import PaymentPlan

PRESUMED_AFTER = timedelta(days=NOTICE_PRESUMED_AFTER_DAYS)
"""After its posting, where the carrier reports no presentation: as for a formal notice (R-040)."""

PRESENTATION_OF_KIND = {
    DeliveryKind.PRESENTED: Presentation.PRESENTED,
    DeliveryKind.RECEIVED: Presentation.RECEIVED,
    DeliveryKind.UNCLAIMED: Presentation.UNCLAIMED,
    DeliveryKind.REFUSED: Presentation.REFUSED,
}


def named_last_day(plan: PaymentPlan, handed_over_on: date) -> date:
    """The day that the letter names: the whole delay still runs if it is presented on the presumed day."""
    return handed_over_on + PRESUMED_AFTER + timedelta(days=plan.acceleration_days)


def handed_over(case: Case, contact: Contact, note: Note, posted_on: date | None) -> Case:
    """The notice left: its dates are those of the letter."""
    return _left(case, note, contact.id, local_day(case, contact.intended_at), posted_on)


def posted_by_hand(case: Case, ref: ContactRef, note: Note) -> Case:
    """A person says that it left: it counts as posted on that day, and is followed from there."""
    on = local_day(case, ref.at)
    return _left(case, note, ref.id, on, on)


def _left(case: Case, note: Note, contact_id: str, on: date, posted_on: date | None) -> Case:
    plan = _plan(case, note.subject_id)
    if plan is None:
        return case
    notice = plan.notice
    if notice is None or notice.contact_id != contact_id:
        notice = FormalNotice(contact_id, on, named_last_day(plan, on))
    return _with(case, plan, replace(notice, posted_on=notice.posted_on or posted_on), note.number)


def void(case: Case, contact_id: str | None) -> Case:
    """The letter puts nobody on notice any more; of one that no plan follows nothing changes."""
    plan = followed_by(case, contact_id) if contact_id else None
    return case if plan is None else _with(case, plan, None, None)


def announced(before: Case, after: Case, contact: Contact) -> tuple[CaseEvent, ...]:
    """The notice has left: it is told once, with the last day that the letter names."""
    plan = followed_by(after, contact.id)
    if plan is None or plan.notice is None or followed_by(before, contact.id) is not None:
        return ()
    last_day = plan.notice.named_last_day.isoformat()
    told = event(EventType.PLAN_ACCELERATION_ANNOUNCED, plan_id=plan.id, number=plan.notice_of, last_day=last_day)
    return (told,)


def reported(case: Case, contact: Contact, report: DeliveryEvent) -> Case:
    """What the carrier says of it; one that came back was never presented (PLAN_02)."""
    plan = followed_by(case, contact.id)
    if plan is None or plan.notice is None:
        return case
    if report.kind is DeliveryKind.RETURNED:
        return _with(case, plan, None, None)
    if report.kind is DeliveryKind.POSTED:
        return _with(case, plan, replace(plan.notice, posted_on=report.on), plan.notice_of)
    how = PRESENTATION_OF_KIND.get(report.kind)
    return case if how is None else presented(case, plan, how, report.on)


def presented(case: Case, plan: PaymentPlan, how: Presentation, on: date) -> Case:
    """The plan's delay runs from the first presentation, as that of a formal notice does."""
    if plan.notice is None:
        return case
    return _with(case, plan, plan.notice.shown(how, on, plan.acceleration_days), plan.notice_of)


def is_on_its_way(case: Case, note: Note) -> bool:
    """Whether the note's letter left, and nobody knows yet that it was presented."""
    plan = _plan(case, note.subject_id)
    notice = plan.notice if plan and note.registered and plan.notice_of == note.number else None
    return notice is not None and notice.presentation is None


def presumed(case: Case, note: Note, today: date) -> Case:
    """The letter left and can be followed no more: presented on the presumed day, today at the earliest."""
    plan = _plan(case, note.subject_id)
    if plan is None or plan.notice is None:
        return case
    day = (plan.notice.posted_on or plan.notice.handed_over_on) + PRESUMED_AFTER
    return presented(case, plan, Presentation.PRESUMED, max(day, today))


def followed_by(case: Case, contact_id: str) -> PaymentPlan | None:
    """The plan whose notice this letter is."""
    return next((each for each in case.negotiation.plans if each.notice and each.notice.contact_id == contact_id), None)


def _plan(case: Case, plan_id: str) -> PaymentPlan | None:
    return next((each for each in case.negotiation.plans if each.id == plan_id), None)


def _with(case: Case, plan: PaymentPlan, notice: FormalNotice | None, number: int | None) -> Case:
    changed = replace(plan, notice=notice, notice_of=number)
    return replace(case, negotiation=case.negotiation.with_plan(changed))
