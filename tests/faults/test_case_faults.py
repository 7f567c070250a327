"""Every call to the outside fails on its every occasion: nothing is lost, and nothing is sent twice against the rule.

`make test` plays two journeys in full and the others in part; `make campaign` plays everything (R-141).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pytest

from chalicelib.domain.case import CaseStatus
from chalicelib.domain.case_commands import AttentionAction
from chalicelib.domain.contact import Channel, ContactState
from tests.support.faults import EFFECTS, Fault, Faults, faults_of
from tests.support.invariants import check
from tests.support.story import Story, d

from .journeys import JOURNEYS, Journey, on_a_test_clock, paid_on_day_20, told, unpaid_to_the_end

IN_PART = 17  # every 17th fault; a prime, so that over the journeys each kind of call has its turn


def occasions(names: list[str]) -> Iterator[tuple[int, Fault]]:
    for number, name in enumerate(names):
        for fault in faults_of(name):
            yield number, fault


def play_with_each_fault(journey: Journey, *, every: int = 1) -> int:
    names = told(journey).faults.names
    chosen = list(occasions(names))[::every]
    for number, fault in chosen:
        faults = Faults(at=number, kind=fault)
        try:
            story = told(journey, faults)
            assert faults.struck
            check(story)
        except Exception as error:
            raise AssertionError(f"{journey.__name__}: {names[number]} (call {number}) {fault}") from error
    return len(chosen)


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__)
def test_the_invariants_hold_when_nothing_fails(journey: Journey) -> None:
    check(told(journey))


def test_a_case_paid_on_day_20_survives_every_fault() -> None:
    assert play_with_each_fault(paid_on_day_20) > 150


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__)
def test_no_due_step_is_lost_and_nothing_is_sent_twice_by_a_fault(journey: Journey) -> None:
    assert play_with_each_fault(journey, every=IN_PART) > 5


@pytest.mark.campaign
@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__)
def test_every_journey_survives_every_fault(journey: Journey) -> None:
    play_with_each_fault(journey)


def play_the_clock_with_each_fault(every: int) -> None:
    names = on_a_test_clock().faults.names
    for number, fault in list(occasions(names))[::every]:
        story = on_a_test_clock(Faults(at=number, kind=fault))
        (clock,) = story.clocks()
        assert clock.status.value == "ready", f"{names[number]} (call {number}) {fault}: {clock.failure}"
        check(story)


def test_a_test_clock_gets_ready_whatever_fails() -> None:
    play_the_clock_with_each_fault(IN_PART)


@pytest.mark.campaign
def test_a_test_clock_gets_ready_whatever_call_fails() -> None:
    play_the_clock_with_each_fault(1)


@pytest.mark.parametrize("day", [3, 8, 9, 20, 30, 46, 60, 70, 80])
def test_the_sweep_brings_a_case_back_when_all_executions_are_deleted(day: int) -> None:
    """Losing every execution loses nothing: the story is the same, but for the minutes the sweep took."""
    undisturbed = told(unpaid_to_the_end)

    def deleted(story: Story) -> None:
        story.open()
        story.play(d(day, 9))
        story.machines.kill()
        story.play(d(125))

    story = told(deleted)
    check(story)
    (case_id,) = story.case_ids()
    assert story.happened(case_id) == undisturbed.happened(case_id)


def refusing(story: Story, method: str) -> None:
    """From now on this provider refuses everything."""
    story.faults.refusing = frozenset({method})


def test_a_provider_that_is_down_is_tried_three_times_with_patience_then_a_person_is_asked() -> None:
    story = Story(d(2), watchful=True)
    story.debtor()
    case = story.open()
    refusing(story, "mailer.send")
    story.play(d(17))
    failed = [c for c in story.contacts(case) if c.state is ContactState.FAILED]
    waits = [later.intended_at - earlier.intended_at for earlier, later in pairwise(failed)]
    assert len(failed) == 3
    assert waits == sorted(waits)
    assert waits[0] >= timedelta(minutes=15)
    assert story.case(case).status is CaseStatus.NEEDS_ATTENTION
    assert sum(run.transitions for run in story.executions.values()) < 30
    story.faults.refusing = frozenset()
    story.resolve(case, AttentionAction.RETRY)
    story.play(d(40))
    check(story)
    assert story.happened(case)[1] == "D+17 email reminder_1"


def test_a_receipt_that_cannot_go_out_asks_for_a_person_and_never_loops() -> None:
    story = Story(d(2), watchful=True)
    story.debtor()
    case = story.open()
    story.play(d(16))
    refusing(story, "mailer.send")
    story.pay(case, 10_000)
    story.play(d(20))
    assert story.case(case).status is CaseStatus.NEEDS_ATTENTION
    assert len([c for c in story.contacts(case) if c.state is ContactState.FAILED]) == 3
    story.faults.refusing = frozenset()
    story.resolve(case, AttentionAction.RETRY)
    story.play(d(29))
    assert story.sent[-1].channel is Channel.EMAIL
    check(story)


def test_the_effects_are_all_among_the_calls_that_fail() -> None:
    called = {name for journey in JOURNEYS for name in told(journey).faults.names}
    assert called >= EFFECTS
    assert {"store.commit", "archive.put_once", "runs.start_case", "store.finish", "consume:runs"} <= called
