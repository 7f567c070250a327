"""Claiming a call: one person's for a while, and only if somebody may call now (R-069, R-126)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.call_task import CallOutcome, CallTask, CallTaskStatus
from chalicelib.domain.contact_log import Solicitation
from chalicelib.domain.contact_policy import GuardPolicy, Profile
from chalicelib.domain.debtor_fact import FactKind, Representative
from chalicelib.domain.debtor_facts import NewFact, record_fact
from chalicelib.domain.errors import DomainError, VersionConflict
from chalicelib.domain.holds import Hold
from chalicelib.domain.parties import Address, ChannelBlock, Creditor
from chalicelib.usecases.claim_call_task import ClaimCallTask, claim_call_task
from chalicelib.usecases.record_call_outcome import RecordCallOutcome, record_call_outcome
from chalicelib.usecases.release_call_task import ReleaseCallTask, release_call_task
from chalicelib.usecases.writes import SaveContactLog, Update
from tests.support.invariants import check
from tests.support.story import Story, d

NADIA, LEON = "nadia.b", "léon"
HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture
def story() -> Story:
    """A live case on D+8, with a call to make; it is ten in the morning."""
    told = Story(d(2))
    told.debtor()
    told.open()
    told.play(d(8, 23))
    told.wall.instant = d(9, 10)
    return told


def the_task(story: Story) -> CallTask:
    (task,) = story.open_calls()
    return task


def take(story: Story, by: str = NADIA, minutes: int = 30, task: CallTask | None = None) -> CallTask:
    command = ClaimCallTask(story.scope, (task or the_task(story)).id, by, minutes)
    return claim_call_task(command, recording=story.recording, reply=lambda *_, **__: ())


def give_back(story: Story, by: str = NADIA) -> CallTask:
    command = ReleaseCallTask(story.scope, the_task(story).id, by)
    return release_call_task(command, recording=story.recording, reply=lambda *_, **__: ())


def tell(story: Story, task: CallTask, by: str | None = None, **told: Any) -> None:
    command = RecordCallOutcome(story.scope, task.id, "key_1", CallOutcome.REACHED_WILL_PAY, by=by, **told)
    record_call_outcome(command, recording=story.recording, reply=lambda *_, **__: ())


def refused(act: Callable[[], object]) -> DomainError:
    with pytest.raises(DomainError) as caught:
        act()
    return caught.value


def change_debtor(story: Story, **changes: Any) -> None:
    debtor, key = story.memory.debtor(story.scope, "deb_1")
    story.memory.commit([Update(replace(debtor, version=debtor.version + 1, **changes), key)])


# --- the claim -------------------------------------------------------------------------------------------------------


def test_a_claimed_call_is_one_persons_until_the_claim_is_over(story: Story) -> None:
    claim = take(story).claim
    assert claim is not None
    assert (claim.by, claim.until - claim.at) == (NADIA, HALF_AN_HOUR)
    problem = refused(lambda: take(story, LEON))
    assert problem.code == "call_task_claimed"
    assert claim.until.strftime("%Y-%m-%dT%H:%M:%SZ") in problem.detail
    assert NADIA not in problem.detail
    story.wall.instant = claim.until
    assert take(story, LEON).claim != claim
    check(story)


def test_a_claim_can_be_made_longer_by_whoever_has_it(story: Story) -> None:
    take(story)
    story.wall.instant += timedelta(minutes=20)
    again = take(story, minutes=60).claim
    assert again is not None
    assert again.until == story.wall.now() + timedelta(minutes=60)


def test_of_two_claims_at_the_same_instant_one_wins_and_the_other_is_told(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit, rivals = story.memory.commit, [LEON]

    def overtaken(writes: Any) -> None:
        if rivals:
            take(story, rivals.pop())
        commit(writes)

    monkeypatch.setattr(story.memory, "commit", overtaken)
    assert refused(lambda: take(story)).code == "call_task_claimed"
    claim = the_task(story).claim
    assert claim is not None
    assert claim.by == LEON


def test_a_claim_that_always_loses_gives_up(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(_writes: Any) -> None:
        raise VersionConflict("somebody was faster")

    task = the_task(story)
    monkeypatch.setattr(story.memory, "commit", lost)
    assert refused(lambda: take(story, task=task)).code == "version_conflict"


def test_a_call_given_back_is_free_at_once(story: Story) -> None:
    take(story)
    assert refused(lambda: give_back(story, LEON)).code == "call_task_claimed"
    assert give_back(story).claim is None
    assert take(story, LEON).claim is not None
    story.wall.instant += timedelta(hours=1)
    assert give_back(story).claim is None


def test_giving_back_what_nobody_has_changes_nothing(story: Story) -> None:
    before = the_task(story)
    assert give_back(story) == before
    assert the_task(story) == before


# --- the outcome -----------------------------------------------------------------------------------------------------


def test_only_whoever_has_the_call_tells_its_outcome(story: Story) -> None:
    """R-071."""
    task = take(story)
    for by in (LEON, None):
        assert refused(lambda by=by: tell(story, task, by)).code == "call_task_claimed"  # type: ignore[misc]
    tell(story, task, NADIA, notes="Rappelle lundi.", duration_seconds=95)
    done = story.memory.call_task(story.scope, task.id)
    assert (done.status, done.made_by, done.duration_seconds) == (CallTaskStatus.DONE, NADIA, 95)
    payload = next(told.payload for told in story.told(task.case_id) if told.type == "call_task.done")
    assert (payload["by"], payload["duration_seconds"], payload["notes"]) == (NADIA, 95, "Rappelle lundi.")
    story.pump()
    check(story)


def test_once_the_claim_is_over_anybody_tells_the_outcome(story: Story) -> None:
    task = take(story)
    story.wall.instant += HALF_AN_HOUR
    tell(story, task, LEON)
    assert story.memory.call_task(story.scope, task.id).made_by == LEON


def test_an_outcome_is_told_once(story: Story) -> None:
    task = take(story)
    tell(story, task, NADIA)
    for act in (lambda: tell(story, task, NADIA), lambda: tell(story, task, LEON), lambda: take(story, task=task)):
        assert refused(act).code == "call_task_not_open"


def test_a_call_that_is_no_longer_wanted_ends_while_it_is_claimed(story: Story) -> None:
    """The debtor pays meanwhile: nothing can be told or claimed any more, and nothing breaks."""
    task = take(story)
    story.pay(task.case_id)
    story.pump()
    assert story.memory.call_task(story.scope, task.id).status is CallTaskStatus.EXPIRED
    for act in (lambda: tell(story, task, NADIA), lambda: take(story, task=task)):
        assert refused(act).code == "call_task_not_open"
    check(story)


# --- looked at afresh ------------------------------------------------------------------------------------------------


def test_a_paused_case_is_not_called_about(story: Story) -> None:
    story.pause(the_task(story).case_id, until=date(2026, 2, 2))
    problem = refused(lambda: take(story))
    assert problem.code == "call_held"
    assert "manual" in problem.detail
    assert "2026-02-02" in problem.detail


def test_a_debtor_for_whom_somebody_stands_is_written_to(story: Story) -> None:
    """STOP_04, also before the case has learnt it."""
    debtor, key = story.memory.debtor(story.scope, "deb_1")
    lawyer = Representative("Maître Ariane Valette", Address("2 rue du Palais", "75001", "Paris"))
    fact = NewFact(FactKind.LAWYER, date(2026, 1, 13), addressee=lawyer)
    known = record_fact(debtor, fact, "fact_1", date(2026, 1, 13), story.wall.now()).debtor
    story.memory.commit([Update(known, key)])
    problem = refused(lambda: take(story))
    assert problem.code == "call_forbidden"
    assert "STOP_04" in problem.detail


@pytest.mark.parametrize("address", ["+33611223344", None])
def test_a_closed_number_is_not_called(story: Story, address: str | None) -> None:
    """CON_09."""
    change_debtor(story, blocks=(ChannelBlock("call", "opted_out", date(2026, 1, 13), address),))
    problem = refused(lambda: take(story))
    assert problem.code == "call_forbidden"
    assert "CON_09" in problem.detail


@pytest.mark.parametrize(
    ("at", "rule", "allowed"),
    [
        (d(9, 20), "CON_01", "2026-01-15T08:00:00+01:00"),
        (d(9, 5), "CON_01", "2026-01-14T08:00:00+01:00"),
        (d(12, 10), "CON_01", "2026-01-19T08:00:00+01:00"),
    ],
)
def test_nobody_calls_outside_the_hours_and_is_told_when_it_is_allowed(
    story: Story, at: datetime, rule: str, allowed: str
) -> None:
    """CON_01: evening, early morning, Saturday."""
    story.wall.instant = at
    problem = refused(lambda: take(story))
    assert problem.code == "call_not_now"
    assert rule in problem.detail
    assert allowed in problem.detail
    story.wall.instant = datetime.fromisoformat(allowed)
    assert take(story).claim is not None


def test_the_creditors_stricter_hours_hold_for_calls_made_by_people(story: Story) -> None:
    """CON_02: whatever they were when the call was asked for."""
    creditor: Creditor = story.memory.creditor(story.scope, story.creditor_id)
    strict = replace(creditor, contact_policy=GuardPolicy(Profile.STRICT), version=creditor.version + 1)
    story.memory.commit([Update(strict)])
    story.wall.instant = d(9, 13).replace(minute=30)
    problem = refused(lambda: take(story))
    assert problem.code == "call_not_now"
    assert "CON_02" in problem.detail


def test_a_contact_made_meanwhile_counts_and_the_call_itself_does_not(story: Story) -> None:
    """CON_06: at most one contact a day, across all cases of the debtor."""
    assert take(story).claim is not None
    case = story.case(the_task(story).case_id)
    log = story.memory.parties(case.scope, debtor_id="deb_1", sender=case.caps_sender).log
    assert log is not None
    other = log.add(Solicitation(d(9, 9), "email", "case_other", "reminder_1"))
    story.memory.commit([SaveContactLog(other)])
    problem = refused(lambda: take(story))
    assert problem.code == "call_not_now"
    assert "CON_06" in problem.detail
    assert "case_other" not in problem.detail


def test_a_promise_told_otherwise_meanwhile_holds_the_call(story: Story) -> None:
    case = story.case(the_task(story).case_id)
    held = replace(case, hold=Hold(date(2026, 1, 20), "reached_promise"), version=case.version + 1)
    story.memory.commit([Update(held)])
    problem = refused(lambda: take(story))
    assert problem.code == "call_held"
    assert "2026-01-20" in problem.detail


def test_an_unknown_task_is_not_found(story: Story) -> None:
    ghost = replace(the_task(story), id="tsk_ghost")
    assert refused(lambda: take(story, task=ghost)).code == "not_found"
