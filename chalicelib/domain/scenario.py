"""A scenario: the scripted, progressively firmer procedure, as data (R-020..R-026, R-036..R-042)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .contact import Channel, Purpose
from .parties import ContactRole


class Phase(StrEnum):
    """R-015: the creditor's own reminders, the amicable procedure, the courts."""

    PRE_COLLECTION = "pre_collection"
    AMICABLE = "amicable"
    JUDICIAL = "judicial"


class Anchor(StrEnum):
    """What a step's offset counts from. Day 0 is the due date of the oldest unpaid due invoice."""

    DUE_DATE = "due_date"
    NOTICE_DEADLINE = "notice_deadline"
    PREVIOUS_STEP = "previous_step"


@dataclass(frozen=True)
class Message:
    """One channel of a step and the text that goes through it."""

    channel: Channel
    template: str


@dataclass(frozen=True)
class Step:
    """One step. ``tone`` rises from 1 (courteous) to 4 (formal); ``offset`` is in calendar days from ``anchor``.

    An ``essential`` step is never skipped for a late opening; it is moved instead. ``role`` is whom the step speaks to
    first (R-011): the accounts department, or the management once it gets formal.
    """

    id: str
    tone: int
    anchor: Anchor
    offset: int
    messages: tuple[Message, ...]
    purpose: Purpose = Purpose.SOLICITATION
    essential: bool = False
    role: ContactRole = ContactRole.ACCOUNTING

    @property
    def is_written_reminder(self) -> bool:
        return self.purpose is Purpose.SOLICITATION and any(m.channel is not Channel.CALL for m in self.messages)

    @property
    def is_formal_notice(self) -> bool:
        return self.purpose is Purpose.LEGAL and self.id != FIRST_LETTER


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

    def step(self, step_id: str) -> Step:
        return next(step for step in (*self.steps, FIRST_LETTER_STEP) if step.id == step_id)


PROGRESSIF = Scenario(
    id="progressif",
    version=1,
    notice_days=10,
    minimum_gap_days=5,
    decision_after_days=7,
    ends_within_days=90,
    decision_reminder_days=(15, 30),
    steps=(
        Step("verification_call", 1, Anchor.DUE_DATE, 8, (Message(Channel.CALL, "call_verification"),)),
        Step("first_reminder", 1, Anchor.DUE_DATE, 15, (Message(Channel.EMAIL, "reminder_1"),)),
        Step(
            "second_reminder",
            2,
            Anchor.DUE_DATE,
            30,
            (Message(Channel.EMAIL, "reminder_2"), Message(Channel.SMS, "reminder_2_sms")),
        ),
        Step(
            "formal_notice",
            4,
            Anchor.DUE_DATE,
            45,
            (Message(Channel.REGISTERED_LETTER, "formal_notice"),),
            purpose=Purpose.LEGAL,
            essential=True,
        ),
        Step(
            "last_call",
            4,
            Anchor.NOTICE_DEADLINE,
            3,
            (Message(Channel.CALL, "last_call"),),
            essential=True,
            role=ContactRole.MANAGEMENT,
        ),
    ),
)

SCENARIOS: dict[tuple[str, int], Scenario] = {(PROGRESSIF.id, PROGRESSIF.version): PROGRESSIF}
LATEST: dict[str, Scenario] = {PROGRESSIF.id: PROGRESSIF}
