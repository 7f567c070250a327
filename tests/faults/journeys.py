"""The journeys that faults are put into: each plays on real time, from opening to where only a person goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from chalicelib.domain.call_task import CallOutcome, CallTask
from chalicelib.domain.case_commands import AttentionAction, Choice
from chalicelib.domain.contact import DeliveryKind
from chalicelib.usecases.change_case import Outcome
from chalicelib.usecases.claim_call_task import ClaimCallTask, claim_call_task
from chalicelib.usecases.ports import Reply
from chalicelib.usecases.record_call_outcome import RecordCallOutcome, record_call_outcome
from chalicelib.usecases.release_call_task import ReleaseCallTask, release_call_task
from tests.support.faults import Faults
from tests.support.story import DUE, Story, d
from tests.support.world import TEST

Journey = Callable[[Story], None]


def attended(story: Story, case_id: str, until: datetime) -> None:
    """Plays on; where nobody knows whether a message went out, a person asks the provider and says that it did."""
    story.play(until)
    attention = story.case(case_id).attention
    while attention is not None and attention.code == "delivery_unknown":
        story.resolve(case_id, AttentionAction.MARK_SENT)
        story.play(until if until > story.now() else story.now() + timedelta(days=90))
        attention = story.case(case_id).attention


def unpaid_to_the_end(story: Story) -> None:
    case = story.open()
    story.play(d(9))
    attended(story, case, d(125))
    story.decide(case, Choice.HANDOVER)


def paid_on_day_20(story: Story) -> None:
    case = story.open()
    story.play(d(20, 12))
    story.pay(case)
    story.play(d(40))


def part_paid(story: Story) -> None:
    case = story.open()
    story.play(d(16))
    story.pay(case, 50_000)
    story.play(d(32))
    story.pay(case)
    story.play(d(60))


def claimed_and_told(story: Story) -> None:
    """A call is taken, given back, taken by somebody else and told (R-069, R-071)."""
    case = story.open()
    story.play(d(9, 10))
    task = story.open_calls()[0].id
    for by in ("nadia.b", "leon"):
        story.command(partial(_claimed, story, ClaimCallTask(story.scope, task, by)), scope=story.scope)
        if by == "nadia.b":
            story.command(partial(_released, story, ReleaseCallTask(story.scope, task, by)), scope=story.scope)
    promise = RecordCallOutcome(story.scope, task, "key_1", CallOutcome.REACHED_PROMISE, d(12).date(), by="leon")
    story.command(partial(_told, story, promise), scope=story.scope)
    done = story.memory.call_task(story.scope, task)
    assert (done.status, done.made_by, story.types(case).count("call_task.done")) == ("done", "leon", 1)
    story.play(d(20))


def _claimed(story: Story, command: ClaimCallTask, reply: Reply) -> CallTask:
    return claim_call_task(command, recording=story.recording, reply=reply)


def _released(story: Story, command: ReleaseCallTask, reply: Reply) -> CallTask:
    return release_call_task(command, recording=story.recording, reply=reply)


def _told(story: Story, command: RecordCallOutcome, reply: Reply) -> Outcome:
    return record_call_outcome(command, recording=story.recording, reply=reply)


def paused_and_resumed(story: Story) -> None:
    case = story.open()
    story.play(d(10))
    story.pause(case)
    story.play(d(28))
    story.resume_case(case)
    story.play(d(50))
    story.pause(case, DUE + timedelta(days=58))
    story.play(d(125))


def bounced_email(story: Story) -> None:
    case = story.open()
    story.play(d(15, 21))
    story.report(story.contact(case, "reminder_1").id, DeliveryKind.BOUNCED)
    story.play(d(60))


def unclaimed_letter(story: Story) -> None:
    story.carrier.reports = ((3, DeliveryKind.PRESENTED), (18, DeliveryKind.UNCLAIMED))
    story.open()
    story.play(d(125))


def returned_letter(story: Story) -> None:
    story.carrier.reports = ((5, DeliveryKind.RETURNED),)
    case = story.open()
    story.play(d(56))
    attended(story, case, story.now())
    if story.case(case).attention is not None:
        story.carrier.reports = ((3, DeliveryKind.PRESENTED),)
        story.resolve(case, AttentionAction.RETRY)
    attended(story, case, d(125))


def calls_answered(story: Story) -> None:
    case = story.open()
    story.play(d(9))
    story.answer_call(CallOutcome.NO_ANSWER)
    story.play(d(11))
    story.answer_call(CallOutcome.REACHED_PROMISE, DUE + timedelta(days=21))
    story.play(d(70))
    if story.open_calls():
        story.answer_call(CallOutcome.REACHED_REFUSES)
    attended(story, case, d(125))
    story.decide(case, Choice.WRITE_OFF)


def reversed_after_closing(story: Story) -> None:
    case = story.open()
    story.play(d(16))
    payment = story.pay(case, method="cheque")
    story.play(d(24))
    story.reverse(case, payment)
    story.play(d(125))


JOURNEYS: tuple[Journey, ...] = (
    unpaid_to_the_end,
    paid_on_day_20,
    part_paid,
    claimed_and_told,
    paused_and_resumed,
    bounced_email,
    unclaimed_letter,
    returned_letter,
    calls_answered,
    reversed_after_closing,
)


def on_a_test_clock(faults: Faults | None = None) -> Story:
    """Part paid, then paid, on a test clock; wall time passes for the queues between the commands."""
    story = Story(datetime(2026, 11, 21, 9, tzinfo=UTC), scope=TEST, faults=faults)
    story.debtor()
    clock = story.clock(d(2))
    case = story.open(clock_id=clock)
    for day, pays in ((20, 50_000), (40, None), (60, 0)):
        story.play(story.now() + timedelta(minutes=2))
        story.advance(clock, d(day))
        if pays != 0:
            story.pay(case, pays)
    story.play(story.now() + timedelta(minutes=2))
    return story


def told(journey: Journey, faults: Faults | None = None) -> Story:
    """The journey, in a world where the sweep watches; twenty more days let everything settle."""
    story = Story(d(2), faults=faults, watchful=True)
    story.debtor()
    journey(story)
    story.play(story.now() + timedelta(days=20))
    return story
