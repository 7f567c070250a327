"""Simulated debtors answer calls in each way, as whoever made the call would record it (R-132, R-071)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from chalicelib.domain.call_task import CallOutcome, CallTask, CallTaskStatus, task_id_of
from chalicelib.domain.contact import Channel
from chalicelib.domain.parties import DebtorKind
from chalicelib.domain.simulated.behaviours import BEHAVIOURS
from chalicelib.domain.simulated.happening import CallAnswer
from tests.support.invariants import check
from tests.support.story import DUE, Story, d

from .test_simulated_debtors import END, days_of, on_a_clock

ANSWERING = [(each.example, each.answer) for each in BEHAVIOURS if each.answer is not None]
PARIS = ZoneInfo("Europe/Paris")


def outcomes(story: Story, case_id: str) -> list[tuple[str, str | None]]:
    done = [told.payload for told in story.told(case_id) if told.type == "call_task.done"]
    return [(str(payload["outcome"]), payload["date"]) for payload in done]


def until_the_call(story: Story, clock: str, case_id: str) -> None:
    while not tasks_of(story, case_id):
        story.advance(clock, story.clocks()[0].now + timedelta(minutes=50))


def tasks_of(story: Story, case_id: str) -> list[CallTask]:
    scope = story.case(case_id).scope
    calls = [contact for contact in story.contacts(case_id) if contact.channel is Channel.CALL]
    return [story.memory.call_task(scope, task_id_of(contact.id)) for contact in calls]


def test_every_outcome_of_a_call_has_a_debtor_who_gives_it() -> None:
    assert {answer.outcome for _, answer in ANSWERING} == set(CallOutcome)


@pytest.mark.parametrize(("name", "answer"), ANSWERING, ids=[name for name, _ in ANSWERING])
def test_the_first_call_is_answered_that_way_by_the_simulator(name: str, answer: CallAnswer) -> None:
    story, clock, (case,) = on_a_clock(name, kind=DebtorKind.CONSUMER)
    story.advance(clock, d(15))
    (task,) = tasks_of(story, case)[:1]
    assert (task.status, task.outcome) == (CallTaskStatus.DONE, answer.outcome)
    assert "call_task.done" in story.types(case)
    check(story)


def test_the_call_is_answered_an_hour_later_within_the_strictest_hours() -> None:
    """CON_02: whatever the creditor's hours, nobody is reached before ten, nor over midday."""
    story, clock, (case,) = on_a_clock("promises-and-breaks")
    story.advance(clock, END)
    asked = [told.at for told in story.told(case) if told.type == "call_task.created"]
    answered = [told.at for told in story.told(case) if told.type == "call_task.done"]
    assert len(asked) == len(answered) == 2
    for before, after in zip(asked, answered, strict=True):
        assert after - before >= timedelta(hours=1)
        local: datetime = after.astimezone(PARIS)
        assert local.weekday() < 5
        assert 10 <= local.hour < 13 or 14 <= local.hour < 20


def test_a_promise_is_paid_on_its_day_or_broken() -> None:
    story, clock, (kept, broken, dated) = on_a_clock(
        "promises-and-pays", "promises-and-breaks", "promises-for-day-14+pays-on-day-14"
    )
    story.advance(clock, END)
    ((outcome, on),) = outcomes(story, kept)
    assert outcome == "reached_promise"
    assert story.case(kept).payments[0].received_on == date.fromisoformat(on or "")
    assert (story.case(kept).outcome, story.case(dated).outcome) == ("paid", "paid")
    assert story.case(dated).payments[0].received_on == DUE + timedelta(days=14)
    assert story.case(broken).payments == ()
    assert len(outcomes(story, broken)) == 2
    check(story)


def test_several_answers_take_one_call_each_and_the_last_every_later_one() -> None:
    story, clock, (case,) = on_a_clock("voicemail+refuses-on-call")
    story.advance(clock, END)
    assert [outcome for outcome, _ in outcomes(story, case)] == ["voicemail", "reached_refuses", "reached_refuses"]


def test_nobody_answers_a_call_after_the_day_they_promised_for() -> None:
    """What the API would refuse does not happen: a promise for a day that is past."""
    story, clock, (case,) = on_a_clock("promises-for-day-14")
    story.advance(clock, END)
    assert len(days_of(story, case, "call_task.created")) == 2
    assert len(outcomes(story, case)) == 1
    check(story)


def test_a_call_that_somebody_else_made_is_not_answered_again() -> None:
    story, clock, (case,) = on_a_clock("disputes-on-call")
    until_the_call(story, clock, case)
    story.answer_call(CallOutcome.REACHED_WILL_PAY, case_id=case)
    story.advance(clock, d(12))
    assert [outcome for outcome, _ in outcomes(story, case)] == ["reached_will_pay"]
    assert "dispute.opened" not in story.types(case)
    check(story)


def test_a_case_that_is_paused_has_its_call_answered_only_once_it_goes_on() -> None:
    story, clock, (case,) = on_a_clock("refuses-on-call")
    until_the_call(story, clock, case)
    story.pause(case)
    story.advance(clock, d(20))
    assert outcomes(story, case) == []
    story.resume_case(case)
    story.advance(clock, d(21))
    assert [outcome for outcome, _ in outcomes(story, case)] == ["reached_refuses"]


def test_the_number_that_is_not_theirs_is_closed_for_calls_and_texts() -> None:
    story, clock, (case,) = on_a_clock("wrong-number")
    story.advance(clock, END)
    debtor, _ = story.memory.debtor(story.case(case).scope, "deb_1")
    assert {(block.channel, block.reason) for block in debtor.blocks} == {
        ("call", "wrong_number"),
        ("sms", "wrong_number"),
    }
    assert len(days_of(story, case, "call_task.created")) == 1
