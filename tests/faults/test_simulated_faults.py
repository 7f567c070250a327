"""Whatever fails, a simulated debtor does each thing once, on its day, and the clock gets ready (R-132, R-141)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support.faults import Faults, faults_of
from tests.support.invariants import check
from tests.support.story import Story, d
from tests.support.world import TEST

CALLED = "voicemail+promises-and-pays"
NAMES = (
    "bounces+pays-half-on-day-20+pays-on-day-33",
    "wrong-person",
    "cheque-bounces-on-day-10",
    "letter-refused",
    CALLED,
)
ACTS = frozenset(
    {
        "payment.recorded",
        "payment.reversed",
        "contact.bounced",
        "debtor.fact_recorded",
        "call_task.done",
        "letter.presented",
        "letter.refused",
        "case.closed",
        "case.reopened",
    }
)
IN_PART = 53  # a prime, so that over the calls each kind has its turn


def played(faults: Faults | None = None) -> Story:
    story = Story(datetime(2026, 11, 21, 9, tzinfo=UTC), scope=TEST, faults=faults)
    for number, name in enumerate(NAMES):
        story.debtor(f"deb_{number}", email=f"{name}@simulator.amiable.example")
    clock = story.clock(d(2))
    for number in range(len(NAMES)):
        story.open(f"deb_{number}", number=f"FA-{number}", clock_id=clock)
    story.play(story.now() + timedelta(minutes=2))
    story.advance(clock, d(70))
    for _ in range(2):
        story.wall.instant += timedelta(minutes=6)
        story.sweep()
        story.pump()
    return story


def acts(story: Story) -> list[list[tuple[str, date]]]:
    """By day: whoever does not know at once that a message went out, hears later that it bounced."""
    return [
        [(told.type, told.at.date()) for told in story.told(case) if told.type in ACTS] for case in story.case_ids()
    ]


def play_each_fault(every: int) -> int:
    calm = played()
    names, expected = calm.faults.names, acts(calm)
    check(calm)
    assert sum(len(each) for each in expected) > 9
    chosen = [(number, fault) for number, name in enumerate(names) for fault in faults_of(name)][::every]
    for number, fault in chosen:
        what = f"{names[number]} (call {number}) {fault}"
        try:
            story = played(Faults(at=number, kind=fault))
            (clock,) = story.clocks()
            assert clock.status.value == "ready", clock.failure
            _check(story, expected)
        except Exception as error:
            raise AssertionError(what) from error
    return len(chosen)


def _check(story: Story, expected: list[list[tuple[str, date]]]) -> None:
    """Where nobody knows whether a message went out a person is asked: then no letter follows, nor news of one."""
    check(story)
    for case, happened, told in zip(story.case_ids(), acts(story), expected, strict=True):
        stopped = "case.needs_attention" in story.types(case)
        wanted = [each for each in told if not (stopped and each[0].startswith("letter."))]
        assert happened == wanted


def test_a_simulated_debtor_does_each_thing_once_whatever_fails() -> None:
    assert play_each_fault(IN_PART) > 20


@pytest.mark.campaign
def test_a_simulated_debtor_does_each_thing_once_whatever_call_fails() -> None:
    play_each_fault(1)
