"""Faults around notes: whichever call fails, each leaves once, is written down once, and is lost by nothing (R-141)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.support.faults import EFFECTS, Fault, Faults, faults_of, occasions_in
from tests.support.invariants import check
from tests.support.noting import due, make_due, notes_sent, state_of
from tests.support.story import Story, d

from .journeys import attended

SERVICE, COUNTING, REGISTERED = "dispute_received", "instalment_reminder", "acceleration_notice"
IN_PART = 29  # a prime, so that over the calls each kind has its turn
Journey = Callable[[Story], None]


def service(story: Story) -> None:
    _due(story, SERVICE)


def counting(story: Story) -> None:
    _due(story, COUNTING)


def registered(story: Story) -> None:
    _due(story, REGISTERED)


def by_letter(story: Story) -> None:
    _due(story, SERVICE)


TEMPLATES: dict[Journey, str] = {service: SERVICE, counting: COUNTING, registered: REGISTERED, by_letter: SERVICE}


def _due(story: Story, template: str) -> None:
    case = story.open()
    note = due(
        template,
        story.now() + timedelta(hours=1),
        number=None if template == SERVICE else 1,
        counts=template == COUNTING,
        registered=template == REGISTERED,
    )
    make_due(story, case, note)
    attended(story, case, d(12))


def told(journey: Journey, faults: Faults | None = None) -> Story:
    story = Story(d(9, 10), faults=faults, watchful=True)
    story.debtor(email=None if journey is by_letter else "dettes@debiteur.example", phone=None)
    journey(story)
    return story


def check_once(journey: Journey, story: Story) -> None:
    """It left once, or an e-mail once more with its mark; the log counts it once, and the case knows.

    A letter that died with its intent is vouched for by a person: it never leaves by itself.
    """
    case, template = story.case_ids()[-1], TEMPLATES[journey]
    contacts = [contact for contact in notes_sent(story, case) if contact.template == template]
    left = Counter(each.contact_id for each in story.sent)
    gone = [contact for contact in contacts if left[contact.id]]
    doubled = [contact for contact in contacts if contact.duplicate_possible]
    vouched = [contact for contact in contacts if contact.channel.is_postal and "contact.unknown" in story.types(case)]
    assert 1 <= len(gone or vouched) <= 1 + len(doubled)
    assert all(count == 1 for count in left.values())
    (note,) = (each for each in story.case(case).negotiation.notes if each.template == template)
    assert state_of(story.case(case), note.id) == "sent"
    assert {ref.id for ref in note.contacts} <= {contact.id for contact in contacts}
    counted = [entry for log in story.memory._logs.values() for entry in log.entries if entry.step_id == template]
    assert len(counted) == (1 if note.counts else 0) or doubled
    if note.registered:
        assert "plan.acceleration_announced" in story.types(case)
    assert story.case(case).attention is None


@pytest.mark.parametrize("journey", list(TEMPLATES), ids=lambda journey: journey.__name__)
def test_a_note_leaves_once_whatever_fails(journey: Journey) -> None:
    """Before, after, twice and late, at some of the calls; `make campaign` plays every one."""
    play_with_each_fault(journey, IN_PART)


@pytest.mark.campaign
@pytest.mark.parametrize("journey", list(TEMPLATES), ids=lambda journey: journey.__name__)
def test_a_note_leaves_once_whichever_call_fails(journey: Journey) -> None:
    """At every call there is."""
    play_with_each_fault(journey, 1)


def play_with_each_fault(journey: Journey, part: int) -> None:
    """One in ``part`` of the occasions for a fault, those of effects far more often."""
    plain = told(journey)
    names = list(plain.faults.names)
    check(plain)
    check_once(journey, plain)
    assert EFFECTS.intersection(names)
    for number, fault in occasions_in(names, part):
        try:
            story = told(journey, Faults(at=number, kind=fault))
            check(story)
            check_once(journey, story)
        except Exception as error:
            raise AssertionError(f"{journey.__name__}: {names[number]} (call {number}) {fault}") from error


def test_what_commits_before_the_intent_stops_the_note() -> None:
    """The intent's transaction decides (design: intent and receipt): a case that is paid meanwhile is not reminded."""
    story = Story(d(9, 10))
    story.debtor()
    case = story.open()

    def paid() -> None:
        story.pay(case)

    note = due(COUNTING, story.now() + timedelta(hours=1), number=1, counts=True)
    make_due(story, case, note)
    story.faults.hooks["archive.put_once"] = [paid]
    story.play(d(12))
    assert story.case(case).is_closed
    check(story)


def test_faults_are_really_tried() -> None:
    """A run that records nothing would prove nothing."""
    assert {Fault.BEFORE, Fault.AFTER} <= {fault for name in told(service).faults.names for fault in faults_of(name)}
