"""Commands on one case at the same time: each decides again on what the faster ones left."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from chalicelib.adapters.ids import UlidIds
from chalicelib.domain.errors import AnswerAlreadyStored, Conflict, PreconditionFailed, VersionConflict
from chalicelib.domain.money import Money
from chalicelib.usecases.change_case import LONGEST_PAUSE_SECONDS, Changing
from chalicelib.usecases.ports import no_reply
from chalicelib.usecases.record_payment import RecordPayment, record_payment
from chalicelib.usecases.recording import Recording
from tests.support.story import Story, d

PEOPLE = 20
TRANSACTION_SECONDS = 0.003


@pytest.fixture
def story() -> Story:
    told = Story(d(2))
    told.debtor()
    return told


def pay(story: Story, case_id: str, recording: Recording, *, expected: tuple[int, ...] | None = None) -> None:
    changing = Changing(story.scope, case_id, "key_1", expected)
    command = RecordPayment(changing, Money(100), story.today(case_id), "bank_transfer")
    record_payment(command, recording=recording, reply=no_reply)


def test_twenty_payments_at_once_are_all_recorded(story: Story) -> None:
    """Nobody sent If-Match: nobody is to learn that others pay at the same time."""
    case_id = story.open()
    together = Barrier(PEOPLE)
    recording = replace(story.recording, store=story.memory, ids=UlidIds(), sleep=time.sleep)

    def person(_: int) -> None:
        together.wait()
        pay(story, case_id, recording)

    story.memory.before = lambda name: time.sleep(TRANSACTION_SECONDS) if name == "commit" else None
    with ThreadPoolExecutor(PEOPLE) as people:
        list(people.map(person, range(PEOPLE)))
    paid = story.case(case_id).payments
    assert len(paid) == len({payment.id for payment in paid}) == PEOPLE
    assert sorted(payment.sequence for payment in paid) == list(range(1, PEOPLE + 1))


class Races:
    """The first commits are lost; the pauses between them are kept."""

    def __init__(self, story: Story, lost: int, error: Conflict) -> None:
        self._left, self._error = lost, error
        self.tries = 0
        self.pauses: list[float] = []
        story.memory.before = self._before
        self.recording = replace(story.recording, store=story.memory, ids=UlidIds(), sleep=self.pauses.append)

    def _before(self, name: str) -> None:
        if name != "commit":
            return
        self.tries += 1
        self._left -= 1
        if self._left >= 0:
            raise self._error


def test_a_command_that_loses_eleven_races_still_holds_and_pauses_between_them(story: Story) -> None:
    case_id = story.open()
    races = Races(story, 11, VersionConflict("changed"))
    pay(story, case_id, races.recording)
    assert len(story.case(case_id).payments) == 1
    assert len(races.pauses) == 11
    assert all(0 <= pause <= LONGEST_PAUSE_SECONDS for pause in races.pauses)
    assert len(set(races.pauses)) > 1


def test_a_command_that_never_wins_gives_up(story: Story) -> None:
    case_id = story.open()
    races = Races(story, 1000, VersionConflict("changed"))
    with pytest.raises(VersionConflict):
        pay(story, case_id, races.recording)
    assert races.tries == 12


def test_items_that_stay_busy_are_tried_again_too(story: Story) -> None:
    """The store cannot tell whose transaction holds them; another key of the same case is the usual one."""
    case_id = story.open()
    busy = Conflict("at work", code="idempotency_in_progress")
    busy.retryable = True
    pay(story, case_id, Races(story, 3, busy).recording)
    assert len(story.case(case_id).payments) == 1


@pytest.mark.parametrize("refusal", [AnswerAlreadyStored("answered"), Conflict("closed")])
def test_what_will_not_change_is_not_tried_again(story: Story, refusal: Conflict) -> None:
    case_id = story.open()
    races = Races(story, 1, refusal)
    with pytest.raises(type(refusal)):
        pay(story, case_id, races.recording)
    assert races.tries == 1


def test_a_lost_race_is_told_to_who_named_the_version(story: Story) -> None:
    case_id = story.open()
    version = story.case(case_id).version
    pay(story, case_id, story.recording)
    with pytest.raises(PreconditionFailed):
        pay(story, case_id, story.recording, expected=(version,))
