"""Scenarios made by chance that the linter refuses nothing of: the same seed gives the same one.

They rise, write before they put on notice, end in time, and use every anchor, condition and branch there is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from chalicelib.domain.call_task import CallOutcome
from chalicelib.domain.contact import Channel, ContactState, Purpose
from chalicelib.domain.parties import CollectorMode, ContactRole, DebtorKind, Solvency
from chalicelib.domain.scenarios.conditions import ALWAYS, CallOutcomeIs, Conditions, DeliveryIs, Range
from chalicelib.domain.scenarios.lint import lint
from chalicelib.domain.scenarios.model import DECISION, FORMAL_NOTICE, Anchor, Branch, Message, Scenario, Step

CALL = (Message(Channel.CALL, "call_firm"),)
WRITINGS = (
    (Message(Channel.EMAIL, "reminder_1"),),
    (Message(Channel.EMAIL, "reminder_2"), Message(Channel.SMS, "reminder_2_sms")),
    (Message(Channel.LETTER, "reminder_2"),),
    (Message(Channel.EMAIL, "last_notice"), Message(Channel.CALL, "call_verification")),
)
ABOUT_TEXTS = ("template_", "sms_")
"""Codes of the linter on texts themselves: they are not what is made by chance here."""


def valid_scenarios(count: int, *, first_seed: int = 0) -> Iterator[Scenario]:
    """So many scenarios without a finding that refuses, each another."""
    seed, found = first_seed, 0
    while found < count:
        scenario = random_scenario(seed)
        seed += 1
        if not refusals(scenario):
            found += 1
            yield scenario


def refusals(scenario: Scenario) -> list[str]:
    """The codes for which the linter refuses it, its texts taken as they are."""
    return [each.code for each in lint(scenario, {}) if each.refuses and not each.code.startswith(ABOUT_TEXTS)]


def random_scenario(seed: int) -> Scenario:
    """One that may still end too late, or have a step that no case comes to."""
    chance = Random(seed)  # noqa: S311 - nothing secret
    made = _Making(chance, minimum_gap=chance.randint(5, 7))
    before = [made.step(place) for place in range(chance.randint(1, 4))]
    steps = [*before, *made.ending(len(before))]
    return Scenario(
        id=f"scn_{seed}",
        version=1,
        steps=tuple(made.with_branches(steps)),
        notice_days=chance.randint(8, 15),
        minimum_gap_days=made.minimum_gap,
        decision_after_days=chance.randint(3, 10),
        ends_within_days=chance.randint(75, 90),
        decision_reminder_days=(15, 30),
        name=f"Scenario {seed}",
    )


@dataclass
class _Making:
    chance: Random
    minimum_gap: int
    day: int = 0
    tone: int = 1
    called: bool = False

    def step(self, place: int) -> Step:
        """The first one writes, whatever the case: something in writing precedes every notice."""
        chance = self.chance
        gap = chance.randint(self.minimum_gap, self.minimum_gap + 6)
        self.day += gap
        self.tone = min(3, self.tone + chance.randint(0, 1))
        anchor = chance.choice((Anchor.DUE_DATE, Anchor.DUE_DATE, Anchor.OPENING, Anchor.PREVIOUS_STEP))
        messages = chance.choice((*WRITINGS, CALL)) if place else chance.choice(WRITINGS[:3])
        made = Step(
            f"step_{place}",
            self.tone,
            anchor,
            gap if anchor is Anchor.PREVIOUS_STEP else self.day,
            messages,
            essential=chance.random() < 0.5,
            role=chance.choice((ContactRole.ACCOUNTING, ContactRole.MANAGEMENT)),
            conditions=self.conditions() if place and chance.random() < 0.4 else ALWAYS,
            answer_days=chance.choice((0, 0, 0, 6, 9)),
            title=f"Étape {place}",
        )
        self.called = self.called or any(message.channel is Channel.CALL for message in messages)
        return made

    def ending(self, place: int) -> list[Step]:
        """The formal notice and a call or two after it; or a call, or nothing."""
        chance = self.chance
        if chance.random() < 0.25:
            self.day += self.minimum_gap
            return [Step(f"step_{place}", self.tone, Anchor.DUE_DATE, self.day, CALL)] if chance.random() < 0.5 else []
        gap = chance.randint(self.minimum_gap, self.minimum_gap + 4)
        registered = (Message(Channel.REGISTERED_LETTER, "formal_notice"),)
        anchor, offset = chance.choice(((Anchor.DUE_DATE, self.day + gap), (Anchor.PREVIOUS_STEP, gap)))
        notice = Step(FORMAL_NOTICE, 4, anchor, offset, registered, purpose=Purpose.LEGAL, essential=True)
        calls = [
            Step(f"step_{place + 1 + n}", 4, Anchor.NOTICE_DEADLINE, 2 + n * self.minimum_gap, CALL, essential=True)
            for n in range(chance.randint(0, 2))
        ]
        return [notice, *calls]

    def conditions(self) -> Conditions:
        """One question or two, of which a call's outcome only where somebody was called before."""
        chance = self.chance
        made = [
            Conditions(amount=Range(at_least=chance.choice((10_000, 100_000, 150_000)))),
            Conditions(days_overdue=Range(below=chance.choice((10, 40)))),
            Conditions(solvency=(Solvency.FRAGILE, Solvency.POOR)),
            Conditions(debtor_kind=(DebtorKind.COMPANY, DebtorKind.SOLE_TRADER)),
            Conditions(new_customer=chance.random() < 0.5),
            Conditions(collector_mode=(CollectorMode.CREDITOR_OWN,)),
            Conditions(reminded_before=chance.random() < 0.5),
            Conditions(unanswered_contacts=Range(at_least=chance.randint(1, 2))),
            Conditions(delivery=DeliveryIs("step_0", (ContactState.BOUNCED, ContactState.RETURNED))),
            *[Conditions(call_outcome=CallOutcomeIs((CallOutcome.NO_ANSWER, CallOutcome.VOICEMAIL)))] * self.called,
        ]
        first, second = chance.sample(made, 2)
        return first if chance.random() < 0.7 else Conditions(**{**_named(first), **_named(second)})

    def with_branches(self, steps: list[Step]) -> Iterator[Step]:
        """No branch jumps over a formal notice to what counts from it."""
        self.called = False
        for place, step in enumerate(steps):
            self.called = self.called or any(message.channel is Channel.CALL for message in step.messages)
            later = [each.id for each in steps[place + 2 :] if each.anchor is not Anchor.NOTICE_DEADLINE]
            if step.id == FORMAL_NOTICE or self.chance.random() < 0.6:
                yield step
                continue
            targets = [*later, DECISION]
            made = (Branch(self.conditions(), self.chance.choice(targets)) for _ in range(self.chance.randint(1, 2)))
            yield replace(step, branches=tuple(made))


def _named(conditions: Conditions) -> dict[str, Any]:
    return {name: value for name, value in conditions.__dict__.items() if value not in (None, ())}
