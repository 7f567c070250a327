"""What must hold of every contact and of the log that tells of it, whatever went wrong on the way (R-066, R-126)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from chalicelib.domain.case import Case
from chalicelib.domain.compliance import ComplianceEntry, EntryKind
from chalicelib.domain.contact import Contact, Purpose
from chalicelib.domain.contact_guard import PROTECTED, Decision, evaluate
from chalicelib.domain.contact_log import COUPLED_WITHIN
from chalicelib.domain.local_time import zone_at
from chalicelib.domain.parties import Creditor

from .story import Story

CODES = frozenset({"one_time_code", "one_time_code_sms"})
"""What a debtor asks for on their page goes out at once, at any hour, each time it is asked for."""


def check_log(story: Story) -> None:
    """Each contact was attempted exactly once in the log of its own debtor, and every line points to an event."""
    entries = list(story.memory._compliance.values())
    attempted = Counter(_named(entry) for entry in entries if entry.told.kind is EntryKind.ATTEMPTED)
    contacts = [c for c in story.memory._all(Contact) if c.purpose is not Purpose.ADVICE and c.led_by is None]
    known = {(c.scope, c.debtor_id, c.case_id, c.id) for c in contacts}
    assert attempted == Counter(known)
    places = Counter((e.debtor_id, e.case_id, e.sequence, e.place) for e in entries)
    assert max(places.values(), default=1) == 1
    for entry in (each for each in entries if each.case_id is not None):
        assert entry.sequence in story.memory._events[entry.scope, str(entry.case_id)]


def _named(entry: ComplianceEntry) -> tuple[object, ...]:
    return entry.scope, entry.debtor_id, entry.case_id, entry.told.contact_id


def check_guarded(story: Story) -> None:
    """No contact of any channel or kind went past the guard: hours and holidays hold for all, caps for solicitations.

    CON_01 to CON_06: the law's words once more, counted on what was intended.
    """
    as_intended = _cases_as_intended(story)
    solicited: dict[tuple[str, str], list[Contact]] = {}
    with_debtor = [each for each in story.memory._all(Contact) if each.purpose is not Purpose.ADVICE]
    with_debtor = [each for each in with_debtor if each.template not in CODES]
    for contact in sorted(with_debtor, key=lambda each: each.intended_at):
        case = as_intended.get(contact.id) or story.memory._get(Case, contact.scope, contact.case_id)
        creditor = story.memory._get(Creditor, contact.scope, case.creditor_id)
        verdict = evaluate(
            contact.intended_at,
            channel=contact.channel.value,
            debtor_kind=case.debtor_kind,
            postal_code=case.postal_code,
            policy=creditor.contact_policy,
            counts=False,
        )
        assert verdict.decision is Decision.NOW, f"{contact.channel} {contact.template} at {contact.intended_at}"
        if contact.purpose is Purpose.SOLICITATION and contact.led_by is None:
            solicited.setdefault((contact.debtor_id, case.caps_sender), []).append(contact)
    for contacts in solicited.values():
        _check_caps(story, contacts)


def _cases_as_intended(story: Story) -> dict[str, Case]:
    """Each contact's case as it was when the contact was intended: where the debtor lived, and who counted it.

    Empty for stories so long that what they committed is not kept.
    """
    found: dict[str, Case] = {}
    for writes in story.memory.commits:
        entities = [getattr(write, "entity", None) for write in writes]
        cases = {entity.id: entity for entity in entities if isinstance(entity, Case)}
        for contact in (entity for entity in entities if isinstance(entity, Contact)):
            if contact.id not in found and contact.case_id in cases:
                found[contact.id] = cases[contact.case_id]
    return found


def _speaks_for(contact: Contact, case_id: str) -> bool:
    """Its own case or another: each channel of a step may be led by another of the same cases (R-123)."""
    return case_id in {contact.case_id, *(place.case_id for place in contact.shared_with)}


def _check_caps(story: Story, contacts: list[Contact]) -> None:
    case = story.memory._get(Case, contacts[0].scope, contacts[0].case_id)
    once: list[Contact] = []
    for contact in contacts:
        step = [each for each in once if each.step_id == contact.step_id and _speaks_for(each, contact.case_id)]
        if not step or contact.intended_at - step[-1].intended_at > COUPLED_WITHIN:
            once.append(contact)
    zone = zone_at(case.postal_code)
    days = Counter(contact.intended_at.astimezone(zone).date() for contact in once)
    assert max(days.values()) == 1, days
    most = 2 if case.debtor_kind in PROTECTED else 3
    for contact in once:
        week = [each for each in once if timedelta(0) <= contact.intended_at - each.intended_at < timedelta(days=7)]
        assert len(week) <= most, [each.template for each in week]
