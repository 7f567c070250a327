"""The steps that several presets share: calls, last notice, formal notice, last call (R-036..R-041)."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.contact import Channel, Purpose
from chalicelib.domain.parties import ContactRole

from .model import FORMAL_NOTICE, Anchor, Message, Step

REMINDER_1 = (Message(Channel.EMAIL, "reminder_1"),)
REMINDER_2 = (Message(Channel.EMAIL, "reminder_2"), Message(Channel.SMS, "reminder_2_sms"))
LAST_NOTICE = (Message(Channel.EMAIL, "last_notice"), Message(Channel.SMS, "last_notice_sms"))


def call(step_id: str, tone: int, anchor: Anchor, offset: int, script: str, **more: Any) -> Step:
    """A call for a person to make, with its script."""
    return Step(step_id, tone, anchor, offset, (Message(Channel.CALL, script),), **more)


def last_notice(anchor: Anchor, offset: int, **more: Any) -> Step:
    """Says that the formal notice follows: never sent where none does."""
    title = "Dernier avis avant mise en demeure"
    return Step("last_notice", 3, anchor, offset, LAST_NOTICE, answer_days=8, title=title, **more)


def formal_notice(anchor: Anchor, offset: int) -> Step:
    """The registered letter that puts the debtor on notice; moved, never skipped, by a late opening (R-039)."""
    return Step(
        FORMAL_NOTICE,
        4,
        anchor,
        offset,
        (Message(Channel.REGISTERED_LETTER, "formal_notice"),),
        purpose=Purpose.LEGAL,
        essential=True,
        title="Mise en demeure",
    )


def last_call(days_after_the_notice: int) -> Step:
    """The last word before the creditor decides (R-042)."""
    return call(
        "last_call",
        4,
        Anchor.NOTICE_DEADLINE,
        days_after_the_notice,
        "last_call",
        essential=True,
        role=ContactRole.MANAGEMENT,
        title="Dernier appel",
    )
