"""A scenario played to its end on the real graphs, in virtual time, for a debtor who reacts by chance or not at all.

What must hold of whatever scenario the linter accepts is checked here (R-020..R-028, R-040, R-124).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from random import Random

from chalicelib.domain.call_task import CallOutcome
from chalicelib.domain.case import Case, CaseStatus, PriorReminder
from chalicelib.domain.case_commands import AttentionAction
from chalicelib.domain.contact import Channel, ContactState, DeliveryKind
from chalicelib.domain.parties import DebtorKind, Solvency
from chalicelib.domain.plan import local_day
from chalicelib.domain.scenarios.model import Scenario
from chalicelib.domain.scenarios.presets import LATEST, SCENARIOS
from chalicelib.domain.step_record import StepState
from chalicelib.usecases.writes import Update

from .invariants import check
from .story import DUE, Story, d

PLAYED = "played"
"""The id under which a scenario is played, as if it were shipped."""

CALLS = (
    (CallOutcome.REACHED_WILL_PAY, None),
    (CallOutcome.REACHED_PROMISE, 5),
    (CallOutcome.REACHED_CALL_BACK, 2),
    (CallOutcome.REACHED_DISPUTE, None),
    (CallOutcome.REACHED_REFUSES, None),
    (CallOutcome.NO_ANSWER, None),
    (CallOutcome.VOICEMAIL, None),
    (CallOutcome.WRONG_NUMBER, None),
    (CallOutcome.REACHED_THIRD_PARTY, None),
)
LONGEST_DAYS = 300
DAYS_OF_SILENCE = 10


@contextmanager
def shipped(scenario: Scenario) -> Iterator[Scenario]:
    """For as long as it is played, the scenario stands among the presets."""
    made = replace(scenario, id=PLAYED)
    SCENARIOS[PLAYED, made.version] = LATEST[PLAYED] = made
    try:
        yield made
    finally:
        del SCENARIOS[PLAYED, made.version], LATEST[PLAYED]


def played(scenario: Scenario, seed: int, *, reacts: bool) -> tuple[Story, str]:
    """The case at the end: the creditor was asked, or somebody else stopped it."""
    chance = Random(seed)  # noqa: S311 - nothing secret
    opened = chance.choice((1, 1, 8, 20, 45))
    story = Story(d(opened))
    kind = chance.choice((DebtorKind.COMPANY, DebtorKind.CONSUMER, DebtorKind.PUBLIC_BODY))
    phone = chance.choice(("+33611223344", "+33611223344", None))
    email = chance.choice(("dettes@debiteur.example", "dettes@debiteur.example", None))
    _known_as(story, story.debtor(kind=kind, phone=phone, email=email), chance)
    prior = (PriorReminder("email", DUE + timedelta(days=1)),) if opened > 1 and chance.random() < 0.4 else ()
    case_id = story.open(scenario_id=PLAYED, prior=prior, cents=chance.choice((8_000, 120_000, 200_000)))
    for day in range(opened, opened + LONGEST_DAYS, 1 if reacts else DAYS_OF_SILENCE):
        story.play(d(day, 9))
        if story.case(case_id).status in (CaseStatus.AWAITING_DECISION, CaseStatus.CLOSED):
            break
        if reacts:
            _react(story, case_id, chance)
        _lift(story, case_id, chance)
    held(story, case_id, scenario)
    return story, case_id


def _known_as(story: Story, debtor_id: str, chance: Random) -> None:
    debtor, key, *_ = story.memory.debtor(story.scope, debtor_id)
    solvency = chance.choice((Solvency.UNKNOWN, Solvency.FRAGILE, Solvency.POOR))
    known = replace(debtor, solvency=solvency, new_customer=chance.random() < 0.5, version=debtor.version + 1)
    story.memory.commit([Update(known, key)])


def _react(story: Story, case_id: str, chance: Random) -> None:
    """Something may happen on any day: a call is answered, an e-mail bounces, a letter comes back, a part is paid."""
    case = story.case(case_id)
    if story.open_calls() and chance.random() < 0.6:
        outcome, days = chance.choice(CALLS)
        on = story.today(case_id) + timedelta(days=days) if days else None
        story.answer_call(outcome, on)
    elif chance.random() < 0.1:
        story.pay(case_id, chance.choice((500, 30_000)))
    elif chance.random() < 0.3:
        _report(story, case, chance)


def _report(story: Story, case: Case, chance: Random) -> None:
    refs = [ref for record in case.steps for ref in record.contacts]
    emails = [ref for ref in refs if ref.channel is Channel.EMAIL and ref.state is ContactState.SENT]
    letters = [ref for ref in refs if ref.channel.is_postal and ref.state is ContactState.POSTED]
    if emails:
        story.report(chance.choice(emails).id, chance.choice((DeliveryKind.BOUNCED, DeliveryKind.DELIVERED)))
    elif letters:
        story.report(letters[-1].id, chance.choice((DeliveryKind.UNCLAIMED, DeliveryKind.RETURNED)))


def _lift(story: Story, case_id: str, chance: Random) -> None:
    """Nobody leaves a case lying for long."""
    case = story.case(case_id)
    if case.attention is not None and chance.random() < 0.5:
        story.resolve(case_id, chance.choice((AttentionAction.SKIP, AttentionAction.RETRY, AttentionAction.MARK_SENT)))
    elif case.pause is not None and chance.random() < 0.3:
        story.resume_case(case_id, dispute=True)


def held(story: Story, case_id: str, scenario: Scenario) -> None:
    """Whatever was played: it ended, in time, rising, each step with its reason, within the hours and caps."""
    case = story.case(case_id)
    assert case.status in (CaseStatus.AWAITING_DECISION, CaseStatus.CLOSED), f"never ended: {case.next_step}"
    check(story)
    _check_tones(story, case_id, scenario)
    _check_told(story, case_id)
    if case.status is CaseStatus.AWAITING_DECISION:
        _check_every_step(case, scenario)


def lasted(case: Case) -> int:
    """Days from the opening until the creditor was asked."""
    return (local_day(case, case.decision_asked[0]) - local_day(case, case.opened_at)).days


def _check_tones(story: Story, case_id: str, scenario: Scenario) -> None:
    """R-022: no softer step begins after a firmer one; what a person has done again is not another step.

    What is written about a promise belongs to no step.
    """
    begun = [
        str(told.payload["step_id"])
        for told in story.told(case_id)
        if told.type in ("contact.intended", "call_task.created") and told.payload.get("purpose") != "service"
    ]
    tone_of = {step.id: step.tone for step in scenario.steps}
    tones = [tone_of[step_id] for step_id in dict.fromkeys(begun) if step_id in tone_of]
    assert tones == sorted(tones), begun


def _check_every_step(case: Case, scenario: Scenario) -> None:
    """R-028, R-124: nothing is passed over in silence."""
    for step in scenario.steps:
        record = case.record_of(step.id)
        assert record is not None, f"nobody says what became of {step.id}"
        assert record.state is not StepState.STARTED, f"{step.id} was never finished"
        assert record.state is StepState.DONE or record.reason, f"{step.id} is {record.state} without a reason"


def _check_told(story: Story, case_id: str) -> None:
    """Each step is left out once at most; and never after it began, unless a channel of it is."""
    skipped = [told.payload for told in story.told(case_id) if told.type == "step.skipped"]
    times = Counter(str(payload["step_id"]) for payload in skipped if not payload.get("channel"))
    assert max(times.values(), default=1) == 1, times
