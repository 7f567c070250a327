"""What an instalment costs, counted: reads, transactions and transitions; and what a long plan adds to a case."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from chalicelib.adapters.dynamodb import codec
from chalicelib.domain.case import Case
from chalicelib.usecases.view_case import view_case
from tests.support.plan_story import PlanStory
from tests.support.story import d, paris

FIRST = date(2026, 1, 30)


def signed(count: int = 3) -> tuple[PlanStory, str]:
    story = PlanStory(d(2))
    story.debtor()
    case_id = story.open()
    story.play(d(20))
    story.sign(case_id, count=count)
    return story, case_id


def test_an_instalment_that_falls_due_takes_three_transitions_and_the_calls_of_a_step() -> None:
    story, case_id = signed()
    story.play(paris(FIRST, 8))
    before = Counter(story.memory.calls)
    story.play(paris(FIRST, 10))
    calls = Counter(story.memory.calls) - before
    assert story.types(case_id).count("plan.instalment_due") == 1
    history = [name for run in story.executions.values() if run.name.startswith(case_id) for name in run.history]
    at = history.index("Check the instalment")
    assert history[at - 1 : at + 2] == [
        "Wait until the instalment is checked",
        "Check the instalment",
        "What comes next",
    ]
    assert calls["commit"] == 1, calls
    assert calls["case"] <= 2, calls


def test_a_payment_that_pays_an_instalment_takes_two_reads_and_one_transaction() -> None:
    """It is told paid in the transaction that records it, never by a check of its own."""
    story, case_id = signed()
    story.play(paris(FIRST, 8))
    story.pump = lambda: None  # type: ignore[method-assign]  # the request alone, not what follows it
    before = Counter(story.memory.calls)
    story.pay(case_id, story.plan(case_id).instalments[0].amount.amount)
    calls = Counter(story.memory.calls) - before
    assert story.types(case_id).count("plan.instalment_paid") == 1
    assert calls["commit"] == 1, calls
    assert sum(calls[name] for name in ("case", "parties", "answer")) <= 3, calls


def test_a_case_with_sixty_instalments_is_one_query_and_its_head_stays_small() -> None:
    """A plan is an item of its own beside the head of the case, and all of it told takes less than 10 kB."""
    story, case_id = signed(count=60)
    assert len(story.plan(case_id).instalments) == 60
    before = Counter(story.memory.calls)
    view_case(story.scope, case_id, store=story.store, wall=story.wall, rates=story.recording.rates)
    assert Counter(story.memory.calls) - before == Counter(case=1)
    plan = story.plan(case_id)
    told = tuple(replace(each, told_due=True, told_paid=True, told_missed=True) for each in plan.instalments)
    largest = codec.dump(replace(plan, instalments=told))
    assert len(largest) < 10_000, len(largest)
    head = story.case(case_id)
    assert isinstance(head, Case)
    assert len(head.negotiation.notes) <= 21


def test_the_notes_of_a_long_plan_do_not_grow_with_its_instalments() -> None:
    """Of notes that are over twenty are remembered, and of those to come there is one."""
    story, case_id = signed(count=10)
    for each in story.plan(case_id).instalments:
        story.play(paris(each.on - timedelta(days=1), 15))
        coming = [note for note in story.case(case_id).negotiation.notes if note.state.value == "due"]
        assert len(coming) <= 1
        story.pay(case_id, each.amount.amount)
