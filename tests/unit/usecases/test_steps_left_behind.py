"""A step that is left out is in the trail before the step that leaves it behind, in the same transaction (R-028)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from chalicelib.domain.call_task import CallOutcome
from chalicelib.domain.case import Case
from chalicelib.usecases.writes import Create, Update
from tests.support.invariants import check
from tests.support.story import DUE, Story, d


def of_a_new_customer(story: Story) -> str:
    debtor_id = story.debtor()
    debtor, key, *_ = story.memory.debtor(story.scope, debtor_id)
    story.memory.commit([Update(replace(debtor, new_customer=True, version=debtor.version + 1), key)])
    return story.open(scenario_id="court")


def told_about(story: Story, case_id: str, step_id: str) -> list[str]:
    return [told.type for told in story.told(case_id) if told.payload.get("step_id") == step_id]


def test_the_second_reminder_of_a_silent_new_customer_is_left_behind_when_they_are_called() -> None:
    """R-032, R-124."""
    story = Story(d(1))
    case_id = of_a_new_customer(story)
    story.play(d(13))
    assert told_about(story, case_id, "second_reminder") == []
    story.play(d(15))
    types = story.types(case_id)
    assert told_about(story, case_id, "second_reminder") == ["step.skipped"]
    assert types.index("call_task.created") == types.index("step.skipped") + 1
    written = [w.entity for ws in story.memory.commits for w in ws if isinstance(w, (Create, Update))]
    known = [case for case in written if isinstance(case, Case) and case.record_of("second_reminder")]
    assert known[0].record_of("firm_call"), "the call and what it leaves behind are one transaction"
    check(story)


def test_an_answer_on_the_last_day_still_brings_the_second_reminder() -> None:
    """R-031: until the later step begins, everything is asked anew."""
    story = Story(d(1))
    case_id = of_a_new_customer(story)
    story.play(d(13))
    story.pay(case_id, 1_000)
    story.play(d(18))
    assert "D+17 email reminder_2" in story.happened(case_id)
    assert "call_task.created" not in told_about(story, case_id, "firm_call")


def test_a_refusal_after_the_notice_asks_the_creditor_and_leaves_the_last_call_behind() -> None:
    """R-098."""
    story = Story(d(1))
    story.debtor()
    case_id = story.open(scenario_id="ferme")
    story.play(d(36))
    story.answer_call(CallOutcome.REACHED_REFUSES)
    story.play(d(38))
    assert told_about(story, case_id, "last_call")[-1] == "step.skipped"
    (asked,) = story.case(case_id).decision_asked
    assert asked.date() <= DUE + timedelta(days=37)
    check(story)
