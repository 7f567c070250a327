"""A step that keeps failing asks for a person, and what else is due goes on (R-141)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.case import CaseStatus
from chalicelib.domain.case_commands import AttentionAction
from chalicelib.domain.parties import Scope
from chalicelib.domain.sealed_event import WrappedKey
from chalicelib.domain.test_clock import ClockStatus
from chalicelib.usecases.erase_debtor import erase_debtor
from tests.support.invariants import check
from tests.support.story import Story, d
from tests.support.world import TEST


def broken(*_args: Any, **_named: Any) -> bytes:
    raise RuntimeError("the renderer is broken")


def test_a_final_receipt_that_keeps_failing_is_asked_about_though_the_case_is_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    story = Story(d(2))
    story.debtor()
    case = story.open()
    story.play(d(10))
    monkeypatch.setattr(story.sending.renderer, "receipt", broken)
    story.pay(case)
    story.play(d(12))
    closed = story.case(case)
    assert closed.status is CaseStatus.CLOSED
    assert closed.attention is not None
    assert closed.attention.step_id == closed.payments[0].id
    assert story.types(case).count("case.needs_attention") == 1
    monkeypatch.undo()
    story.resolve(case, AttentionAction.RETRY)
    story.play(d(16))
    assert story.case(case).attention is None
    assert story.happened(case)[-1].endswith("email final_receipt")
    check(story)


def test_on_a_test_clock_a_broken_step_is_named_then_asked_about_and_never_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    story = Story(d(2), scope=TEST)
    story.debtor()
    clock = story.clock(d(2))
    case = story.open(clock_id=clock)
    story.advance(clock, d(10))
    monkeypatch.setattr(story.sending.renderer, "receipt", broken)
    story.pay(case, 10_000)
    story.advance(clock, d(60))
    assert case in str(story.clocks()[0].failure)  # it is still trying
    story.play(story.now() + timedelta(minutes=30))
    assert story.case(case).status is CaseStatus.NEEDS_ATTENTION
    story.advance(clock, d(60))
    assert story.clocks()[0].status is ClockStatus.READY
    monkeypatch.undo()
    story.resolve(case, AttentionAction.RETRY)
    story.advance(clock, d(61))
    assert any(line.endswith("email receipt") for line in story.happened(case))


def test_a_run_that_never_began_does_not_hold_its_clock_for_ever() -> None:
    """The mark of a case whose execution vanished before it parked: the clock gives it a new run."""
    story = Story(d(2), scope=TEST)
    story.debtor()
    clock = story.clock(d(2))
    case = story.open(clock_id=clock)
    story.machines.kill()
    story.advance(clock, d(20))
    assert story.clocks()[0].status is ClockStatus.READY
    assert story.happened(case)[0] == "D+8 call call_verification"


def test_the_sweep_gives_a_failing_run_the_time_to_give_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run needs up to twenty minutes of retries: it is not replaced every five."""
    story = Story(d(2), watchful=True)
    story.debtor()
    case = story.open()
    story.play(d(7))
    monkeypatch.setattr(story.sending.renderer, "call_sheet", broken)
    story.play(d(8, hour=19) + timedelta(hours=1))
    assert story.case(case).run <= 3
    assert story.case(case).status is CaseStatus.NEEDS_ATTENTION


class NoMemory:
    """Nothing is remembered, no plain copy lies anywhere."""

    def forget(self, wrapped_key: WrappedKey) -> None: ...

    def forget_debtor(self, scope: Scope, debtor_id: str) -> None: ...

    def forget_contact(self, scope: Scope, contact_id: str) -> None: ...


def test_an_erased_debtor_falls_silent_whatever_was_still_to_go_out() -> None:
    """R-142: a receipt waits for the morning, the debtor is erased at night: nothing wakes, nothing fails."""
    story = Story(d(2))
    debtor_id = story.debtor()
    case = story.open()
    story.play(d(10, hour=21))
    story.pay(case)
    story.play(d(10, hour=22))
    erase_debtor(story.scope, debtor_id, store=story.memory, vault=NoMemory(), files=NoMemory())
    story.play(d(20))
    assert story.case(case).next_step is None
    assert {run.status for run in story.machines.all.values()} == {"SUCCEEDED"}
