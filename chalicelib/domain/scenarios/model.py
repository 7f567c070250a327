"""A scenario: the scripted, progressively firmer procedure, as data (R-020..R-026, R-036..R-042)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chalicelib.domain.contact import Channel, Purpose
from chalicelib.domain.parties import ContactRole

from .conditions import ALWAYS, Conditions


class Phase(StrEnum):
    """R-015: the creditor's own reminders, the amicable procedure, the courts."""

    PRE_COLLECTION = "pre_collection"
    AMICABLE = "amicable"
    JUDICIAL = "judicial"


class Anchor(StrEnum):
    """What a step's offset counts from. Day 0 is the due date of the oldest unpaid due invoice."""

    DUE_DATE = "due_date"
    OPENING = "opening"
    NOTICE_DEADLINE = "notice_deadline"
    PREVIOUS_STEP = "previous_step"


@dataclass(frozen=True)
class Message:
    """One channel of a step and the text that goes through it.

    ``template_version`` is set where the text is the tenant's own: the version it had when the scenario was written.
    """

    channel: Channel
    template: str
    template_version: int | None = None


@dataclass(frozen=True)
class Branch:
    """Where the scenario goes on once its step is done and nobody answered in time: the first that holds wins.

    ``go_to`` is the id of a later step, or ``decision``; the steps in between are skipped.
    """

    when: Conditions
    go_to: str


@dataclass(frozen=True)
class Step:
    """One step. ``tone`` rises from 1 (courteous) to 4 (formal); ``offset`` is in calendar days from ``anchor``.

    An ``essential`` step is never skipped for a late opening; it is moved instead. ``role`` is whom the step speaks to
    first (R-011): the accounts department, or the management once it gets formal. A step whose ``conditions`` do not
    hold when its turn comes is skipped. ``answer_days`` is how long the debtor has to answer before the next step,
    where that is longer than the scenario's usual gap. ``title`` is what a French reader sees it called. ``fixed_on``
    is the day a person gave it in one case (R-028); no scenario has it, only what is in force for that case.
    """

    id: str
    tone: int
    anchor: Anchor
    offset: int
    messages: tuple[Message, ...]
    purpose: Purpose = Purpose.SOLICITATION
    essential: bool = False
    role: ContactRole = ContactRole.ACCOUNTING
    phase: Phase = Phase.AMICABLE
    conditions: Conditions = ALWAYS
    answer_days: int = 0
    branches: tuple[Branch, ...] = ()
    title: str = ""
    fixed_on: date | None = None

    @property
    def is_written_reminder(self) -> bool:
        """Of a debt that is due: a word before the due date reminds of none (R-046)."""
        return (
            self.phase is Phase.AMICABLE
            and self.purpose is Purpose.SOLICITATION
            and any(m.channel is not Channel.CALL for m in self.messages)
        )

    @property
    def is_formal_notice(self) -> bool:
        return self.purpose is Purpose.LEGAL and self.id != FIRST_LETTER


DECISION = "decision"
"""Where a branch leads that ends the scenario: the creditor decides (R-098)."""

FORMAL_NOTICE = "formal_notice"
"""The id of the one step of a scenario that is a legal letter (R-039)."""

FIRST_LETTER = "first_letter"
FIRST_LETTER_STEP = Step(
    FIRST_LETTER,
    2,
    Anchor.PREVIOUS_STEP,
    0,
    (Message(Channel.LETTER, FIRST_LETTER),),
    purpose=Purpose.LEGAL,
    essential=True,
    role=ContactRole.MANAGEMENT,
)
"""The letter of CPCE R124-4: no step of a scenario, but what precedes every step under a mandate (LTR_01)."""


@dataclass(frozen=True)
class Scenario:
    """A version never changes; a case stays on the one it started with (R-122)."""

    id: str
    version: int
    steps: tuple[Step, ...]
    notice_days: int
    minimum_gap_days: int
    decision_after_days: int
    ends_within_days: int
    decision_reminder_days: tuple[int, ...]
    name: str = ""
    description: str = ""

    def step(self, step_id: str) -> Step:
        return next(step for step in (*self.steps, FIRST_LETTER_STEP) if step.id == step_id)
