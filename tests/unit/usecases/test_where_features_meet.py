"""Features that meet in one case: each keeps its own promise (R-046, R-122, R-123, R-133, R-142)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.case import CaseStatus
from chalicelib.domain.case_commands import Choice
from chalicelib.domain.scenarios.model import Phase
from chalicelib.domain.scenarios.own import OwnScenario
from chalicelib.domain.scenarios.presets import LATEST
from chalicelib.domain.webhook_schedule import Answer
from chalicelib.domain.writes import Create, Update
from chalicelib.usecases.erase_debtor import erase_debtor
from tests.support.books import agrees, is_down, saying
from tests.support.grouped_story import day, grouped_story, leading, ten_cases
from tests.support.invariants import check
from tests.support.looks import with_callback
from tests.support.story import Story, d
from tests.support.world import TEST


class Nothing:
    """No plain copies, no keys in memory."""

    def forget(self, wrapped_key: Any) -> None:
        """Nothing to forget."""

    def forget_debtor(self, scope: Any, debtor_id: str) -> None:
        """Nothing to forget."""

    def forget_contact(self, scope: Any, contact_id: str) -> None:
        """Nothing to forget."""


def doubted(number: str) -> Any:
    """Books that agree but for this invoice."""

    def answer(question: dict[str, Any]) -> Answer:
        numbers = {each["number"] for each in question["data"]["invoices"]}
        return saying({"proceed": False}) if number in numbers else agrees(question)

    return answer


def test_patience_counts_from_the_day_of_the_step_not_from_a_message_it_might_have_joined() -> None:
    """R-123, R-133: looked at early for another's message, a case in doubt is asked again on its own day, a Monday."""
    story = grouped_story(13)
    with_callback(story, patience_days=1)
    story.books.answering = doubted("FA-2")
    first, second = story.open(number="FA-1"), story.open(number="FA-2", due=day(4))
    story.play(d(16))
    assert story.happened(first) == ["D+15 email reminder_1"]
    story.books.answering = agrees
    story.play(d(26))
    assert story.case(second).attention is None
    assert story.happened(second) == ["D+17 email reminder_1"]
    check(story)


@pytest.mark.parametrize("days_after", [0, 4])
def test_on_a_test_clock_a_case_in_doubt_is_left_out_and_comes_by_itself(days_after: int) -> None:
    """R-123, R-132, R-133: nothing waits for ever, and the clock becomes ready."""
    story = Story(d(13), scope=TEST)
    story.debtor()
    clock = story.clock(d(13))
    with_callback(story)
    story.books.answering = doubted("FA-2")
    cases = [story.open(number=f"FA-{n}", due=day(days_after if n == 2 else 0), clock_id=clock) for n in (1, 2, 3)]
    story.advance(clock, d(16))
    assert story.happened(cases[0]) == story.happened(cases[2]) == ["D+15 email reminder_1"]
    assert story.happened(cases[1]) == []
    story.books.answering = agrees
    story.advance(clock, d(29))
    assert len(story.happened(cases[1])) == 1
    story.books.answering = is_down
    story.advance(clock, d(45))
    assert {story.case(each).status for each in cases} == {CaseStatus.NEEDS_ATTENTION}
    check(story)


def early_story() -> Story:
    story = Story(d(-10))
    story.debtor()
    return story


def test_who_pays_in_part_before_the_due_date_hears_of_the_rest_only() -> None:
    """R-046: a credit note, a pause over the due date and a resumption bring no word of what is not yet due."""
    story = early_story()
    case = story.open(scenario_id="preventif")
    story.play(d(-7))
    story.credit(case, 20_000)
    story.pause(case)
    story.play(d(3))
    assert story.sent == []
    story.resume_case(case)
    story.play(d(5))
    assert story.case(case).phase is Phase.AMICABLE
    assert story.sent == []
    story.play(d(16))
    assert [line for line in story.happened(case) if "preventive" in line] == []
    assert story.happened(case)[-1] == "D+15 email reminder_1"
    check(story)


@pytest.mark.parametrize("at", [-6, -1])
def test_a_credit_note_over_everything_before_the_due_date_ends_the_case(at: int) -> None:
    story = early_story()
    case = story.open(scenario_id="preventif")
    story.play(d(at))
    said = len(story.sent)
    story.credit(case, 120_000)
    assert story.case(case).is_closed
    story.play(d(40))
    assert len(story.sent) == said
    check(story)


def test_a_payment_before_the_due_date_that_is_reversed_goes_on_with_the_amicable_phase() -> None:
    story = early_story()
    case = story.open(scenario_id="preventif")
    story.play(d(-6))
    story.pay(case, 120_000)
    payment = story.case(case).payments[0].id
    story.play(d(4))
    story.reverse(case, payment)
    story.play(d(16))
    assert story.case(case).phase is Phase.AMICABLE
    assert [line for line in story.happened(case) if "receipt" not in line][-1] == "D+15 email reminder_1"
    check(story)


def test_a_scenario_archived_while_cases_wait_is_followed_to_its_end() -> None:
    """R-122: archived means that it takes no new case."""
    story = grouped_story()
    own = OwnScenario(
        "scn_own", story.scope, 1, replace(LATEST["progressif"], id="scn_own", version=1), story.now(), story.now(), "k"
    )
    story.memory.commit([Create(own), Create(own.latest)])
    cases = ten_cases(story, 2, scenario_id="scn_own")
    plain = grouped_story()
    other = ten_cases(plain, 2)
    for each in (story, plain):
        each.play(d(16))
    story.memory.commit([Update(replace(own, archived_at=story.now(), version=own.version + 1))])
    for each in (story, plain):
        each.play(d(120))
    assert [story.happened(case) for case in cases] == [plain.happened(case) for case in other]
    check(story)


def test_a_debtor_is_erased_while_a_message_for_several_cases_is_in_doubt() -> None:
    """R-123, R-142: nothing is sent, asked or read any more, and every run ends."""
    story = grouped_story()
    cases = ten_cases(story, 3)
    story.play(d(14))
    story.faults.lost = frozenset({"mailer.send"})
    story.play(d(15, 8) + timedelta(minutes=5))
    assert leading(story)[-1].shared_with
    for case in cases:
        story.decide(case, Choice.WITHDRAW)
    erase_debtor(story.scope, "deb_1", store=story.memory, vault=Nothing(), files=Nothing())
    sent = len(story.sent)
    story.play(d(120))
    assert len(story.sent) == sent
    assert {story.case(case).status for case in cases} == {CaseStatus.CLOSED}
