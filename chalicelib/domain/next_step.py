"""What comes next for a case, and when: the answer of every decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .contact_guard import GuardReason


class Action(StrEnum):
    """What comes next; each is a state of the case's state machine."""

    SEND_EMAIL = "send_email"
    SEND_SMS = "send_sms"
    SEND_LETTER = "send_letter"
    SEND_FORMAL_NOTICE = "send_formal_notice"
    ASK_FOR_CALL = "ask_for_call"
    ISSUE_RECEIPT = "issue_receipt"
    ISSUE_DECLARATION = "issue_declaration"
    CHECK_DELIVERY = "check_delivery"
    CHECK_PROMISE = "check_promise"
    CHECK_INSTALMENT = "check_instalment"
    CHECK_DEADLINE = "check_deadline"
    ASK_FOR_DECISION = "ask_for_decision"
    WARN_OF_LIMITATION = "warn_of_limitation"
    STAND_STILL = "stand_still"


@dataclass(frozen=True)
class NextStep:
    """What happens next, when (UTC), and why. ``due_at`` is ``None`` when only a person can move the case on.

    ``moves`` are the rules that moved a contact to ``due_at`` from ``wanted_at``, or that refused it.
    """

    action: Action
    due_at: datetime | None
    reason: str
    step_id: str | None = None
    template: str | None = None
    subject_id: str | None = None
    moves: tuple[GuardReason, ...] = ()
    refused: bool = False
    wanted_at: datetime | None = None
