"""What a request and a step cost, counted (design: storage): reads, transactions, transitions; no Scan anywhere."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib.domain.case import Case
from chalicelib.usecases.recording import load_case_file
from chalicelib.usecases.view_case import view_case
from tests.integration.scenario_contract import own, saved
from tests.support.promising import promise, withdraw
from tests.support.proposal_story import DEBTOR, ProposalStory
from tests.support.story import DUE, Story, d

ROOT = Path(__file__).resolve().parents[3]
READS = frozenset({"case", "parties", "debtor", "creditor", "test_clock", "contact", "document", "answer", "call_task"})


@pytest.fixture
def story() -> Story:
    told = Story(d(2))
    told.debtor()
    return told


def counted(story: Story, act: object) -> Counter[str]:
    before = Counter(story.memory.calls)
    act()  # type: ignore[operator]  # a verb of the story
    return Counter(story.memory.calls) - before


def test_opening_a_case_takes_at_most_two_reads_and_one_transaction(story: Story) -> None:
    """Without authentication and rate limits, which have their own line; the read of a kept answer is included."""
    story.pump = lambda: None  # type: ignore[method-assign]  # the request alone, not what follows it
    calls = counted(story, story.open)
    assert calls["commit"] == 1
    assert sum(calls[name] for name in READS) <= 2, calls


def test_reading_a_case_is_one_query(story: Story) -> None:
    case = story.open()
    scope, rates = story.scope, story.recording.rates
    calls = counted(story, lambda: view_case(scope, case, store=story.store, wall=story.wall, rates=rates))
    assert calls == Counter(case=1)


def test_an_own_scenario_costs_no_read_more(story: Story) -> None:
    """R-122: opened by its id, and worked on, as on a preset; a rule that chose it reads it beside."""
    story.memory.commit(saved(own(scope=story.scope)))
    story.pump = lambda: None  # type: ignore[method-assign]  # the request alone, not what follows it
    calls = counted(story, lambda: story.open(scenario_id="scn_1"))
    assert calls["commit"] == 1
    assert sum(calls[name] for name in READS) <= 2, calls
    case = story.case_ids()[-1]
    assert counted(story, lambda: load_case_file(story.scope, case, story.recording)) == Counter(case=1, parties=1)


def test_a_case_that_closes_reads_the_task_of_its_call_and_nothing_else_of_it(story: Story) -> None:
    """Only a call that other cases led is looked for by its contact (R-123)."""
    case = story.open()
    story.play(d(9))
    story.pump = lambda: None  # type: ignore[method-assign]  # the request alone, not what follows it
    calls = counted(story, lambda: story.pay(case))
    assert (calls["call_task"], calls["contact"], calls["commit"]) == (1, 0, 1), calls
    assert story.case(case).is_closed


def test_recording_a_payment_takes_two_reads_and_one_transaction(story: Story) -> None:
    case = story.open()
    story.pump = lambda: None  # type: ignore[method-assign]  # idem
    calls = counted(story, lambda: story.pay(case, 1_000))
    assert calls["commit"] == 1
    assert sum(calls[name] for name in READS) <= 3, calls  # the kept answer, the case, what is around it


def test_a_plan_is_proposed_and_answered_by_two_reads_and_one_transaction_each() -> None:
    story = ProposalStory(d(2))
    story.debtor()
    case = story.open()
    story.play(d(3))
    story.pump = lambda: None  # type: ignore[method-assign]  # idem
    for act in (lambda: story.propose(case, DEBTOR), lambda: story.refuse(case)):
        calls = counted(story, act)
        assert calls["commit"] == 1
        assert sum(calls[name] for name in READS) <= 3, calls  # idem


def test_a_promise_takes_two_reads_and_one_transaction_and_so_does_giving_it_up(story: Story) -> None:
    """R-081: the kept answer, the case, what is around it."""
    case = story.open()
    story.pump = lambda: None  # type: ignore[method-assign]  # idem
    made: list[str] = []
    for act in (
        lambda: made.append(promise(story, case, DUE + timedelta(days=20)).id),
        lambda: withdraw(story, case, made[0]),
    ):
        calls = counted(story, act)
        assert calls["commit"] == 1
        assert sum(calls[name] for name in READS) <= 3, calls


def test_the_check_of_a_promise_takes_three_transitions_and_the_reads_of_a_step(story: Story) -> None:
    """R-081: it waits, looks and decides as any step does, in the run that is there."""
    case = story.open()
    promise(story, case, DUE + timedelta(days=20))
    story.play(d(21))
    before = Counter(story.memory.calls)
    story.play(d(22, 10))
    calls = Counter(story.memory.calls) - before
    assert story.types(case).count("promise.broken") == 1
    runs = [e for e in story.executions.values() if e.name.startswith(case)]
    history = [name for run in runs for name in run.history]
    at = history.index("Check the promise")
    assert history[at - 1 : at + 2] == ["Wait until the promise is checked", "Check the promise", "What comes next"]
    assert calls["case"] <= 2 * calls["commit"], calls


def test_a_step_takes_three_transitions_or_fewer(story: Story) -> None:
    """Choose, wait, act. The first decision of a run is its own; at the end it waits for a warning of limitation."""
    case = story.open()
    story.play(d(200))
    (run,) = [e for e in story.executions.values() if e.name.startswith(case)]
    steps = [name for name in run.history if name.startswith(("Send", "Ask", "Check", "Issue"))]
    opening, last = 1, max(place for place, name in enumerate(run.history) if name in steps)
    assert run.data["action"] == "warn_of_limitation"
    assert (last + 1 - opening) / len(steps) <= 3


def test_a_step_takes_the_same_calls_whatever_the_number_of_cases() -> None:
    def calls_for(cases: int) -> Counter[str]:
        story = Story(d(2))
        for number in range(cases):
            story.open(story.debtor(f"deb_{number}"), number=f"FA-{number}")
        before = Counter(story.memory.calls)
        story.play(d(60))
        return Counter(story.memory.calls) - before

    one, many = calls_for(1), calls_for(20)
    assert many == Counter({name: 20 * count for name, count in one.items()})


def test_a_case_head_stays_small(story: Story) -> None:
    """At most 8 kB, also at the end of the scenario."""
    from chalicelib.adapters.dynamodb import codec, keys

    case = story.open()
    story.play(d(200))
    stored: Case = story.case(case)
    assert len(codec.case_parts(stored)[keys.HEAD].encode()) < 8_000


def test_nothing_scans() -> None:
    code = [
        path
        for folder in ("chalicelib", "infra")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".yaml")
    ]
    assert code
    found = [p.name for p in code if re.search(r"\.scan\(|dynamodb:Scan|get_paginator\(.scan", p.read_text("utf-8"))]
    assert found == []
