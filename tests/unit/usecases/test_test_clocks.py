"""Test clocks: cases move in order of virtual time, by the same graphs; a clock gets ready, or says why not (R-132)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chalicelib.domain.errors import Conflict, InvalidInput, Refused
from chalicelib.domain.parties import Scope
from chalicelib.domain.test_clock import ClockStatus
from chalicelib.usecases.advance_test_clock import AdvanceTestClock, advance_test_clock
from chalicelib.usecases.create_test_clock import CreateTestClock, create_test_clock
from chalicelib.usecases.drive_clock import give_up
from chalicelib.usecases.ports import no_reply
from tests.support.faults import Fault, Faults
from tests.support.invariants import check
from tests.support.story import Story, d
from tests.support.world import LIVE, TEST

WALL = datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.fixture
def story() -> Story:
    told = Story(WALL, scope=TEST)
    told.debtor()
    return told


def advance(story: Story, clock_id: str, to: datetime) -> None:
    command = AdvanceTestClock(TEST, clock_id, to)
    advance_test_clock(command, store=story.store, runs=story.runs, wall=story.wall, reply=no_reply)


def test_weeks_pass_in_seconds_and_the_dates_are_those_of_the_clock(story: Story) -> None:
    clock = story.clock(d(2))
    case = story.open(clock_id=clock)
    story.advance(clock, d(75))
    assert story.happened(case)[0] == "D+8 call call_verification"
    assert story.happened(case)[-1] == "D+65 call last_call"
    assert {event.at.year for event in story.told(case)} == {2026}
    (ready,) = story.clocks()
    assert (ready.status, ready.now) == (ClockStatus.READY, d(75))
    check(story)


def test_the_cases_of_a_clock_move_in_order_of_virtual_time(story: Story) -> None:
    clock = story.clock(d(2))
    cases = [story.open(story.debtor(f"deb_{n}"), number=f"FA-{n}", clock_id=clock) for n in range(2, 7)]
    story.advance(clock, d(60))
    intents = [(contact.recorded_at, contact.intended_at) for case in cases for contact in story.contacts(case)]
    assert len(intents) == 5 * len(cases)
    by_virtual_time = sorted(intents, key=lambda pair: pair[1])
    assert [recorded for recorded, _ in by_virtual_time] == sorted(recorded for recorded, _ in intents)
    check(story)


def test_while_it_advances_commands_on_its_cases_are_refused(story: Story) -> None:
    clock = story.clock(d(2))
    case = story.open(clock_id=clock)
    advance(story, clock, d(20))
    with pytest.raises(Conflict) as refusal:
        story.pause(case)
    assert refusal.value.code == "clock_advancing"
    with pytest.raises(Conflict):
        advance(story, clock, d(30))


def test_it_only_moves_forward_and_exists_in_test_mode_only(story: Story) -> None:
    clock = story.clock(d(2))
    with pytest.raises(InvalidInput):
        advance(story, clock, d(1))
    with pytest.raises(Refused) as refusal:
        create_test_clock(
            CreateTestClock(LIVE, d(2)), store=story.store, ids=story.ids, wall=story.wall, reply=no_reply
        )
    assert refusal.value.code == "test_mode_only"


@pytest.mark.parametrize("fault", [Fault.BEFORE, Fault.AFTER])
def test_an_advance_whose_start_was_lost_is_started_by_its_outbox_row(fault: Fault) -> None:
    """R-141: a clock that says it advances is never left standing."""
    story = Story(WALL, scope=TEST, faults=Faults())
    clock = story.clock(d(2))
    story.faults.at, story.faults.kind = len(story.faults.names) + 2, fault  # read, commit, then the start
    story.advance(clock, d(9))
    assert story.faults.struck
    assert story.faults.names[story.faults.at] == "runs.start_clock"
    assert [c.status for c in story.clocks()] == [ClockStatus.READY]


def test_a_case_that_is_stuck_makes_the_clock_fail_and_names_it(story: Story) -> None:
    clock = story.clock(d(2))
    case = story.open(clock_id=clock)
    story.faults.refusing = frozenset({"runs.resume"})
    story.machines.kill()
    story.faults.refusing = frozenset({"runs.start_case", "runs.is_alive"})
    story.advance(clock, d(20))
    (failed,) = story.clocks()
    assert failed.status is ClockStatus.FAILED
    assert failed.failure
    assert case in failed.failure or "kept failing" in failed.failure


def test_an_advance_that_keeps_failing_is_given_up_and_can_be_tried_again(story: Story) -> None:
    clock = story.clock(d(2))
    advance(story, clock, d(20))
    give_up(Scope("ten_a", livemode=False), clock, "Crash", store=story.store)
    (failed,) = story.clocks()
    assert (failed.status, failed.failure) == (ClockStatus.FAILED, "the advance kept failing (Crash)")
    story.advance(clock, d(20))
    assert [c.status for c in story.clocks()] == [ClockStatus.READY]


def test_when_all_its_executions_are_deleted_the_clock_starts_them_again(story: Story) -> None:
    clock = story.clock(d(2))
    case = story.open(clock_id=clock)
    story.advance(clock, d(20))
    story.machines.kill()
    story.advance(clock, d(75))
    assert story.happened(case)[-1] == "D+65 call last_call"
    check(story)
