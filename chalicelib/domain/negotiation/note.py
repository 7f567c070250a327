"""A note: a message that an agreement or a dispute makes due, beside the steps of the scenario.

Its text is ``template``; what it is about is ``subject_id`` (a promise, a plan, a dispute, a settlement), and
``number`` the instalment. It goes out once, by e-mail or, where that reaches nobody, by letter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.contact import ContactRef

NOTE_TEMPLATES = frozenset(
    {
        "promise_confirmation",
        "promise_broken",
        "plan_proposal",
        "plan_refused",
        "plan_accepted",
        "plan_confirmation",
        "instalment_upcoming",
        "instalment_reminder",
        "acceleration_notice",
        "plan_accelerated",
        "settlement_offer",
        "settlement_completed",
        "dispute_received",
        "dispute_answer",
        "dispute_resolved",
    }
)
"""The texts that notes are written in."""


class NoteState(StrEnum):
    """``dropped``: overtaken by what happened before it went out, or nobody could be reached."""

    DUE = "due"
    SENT = "sent"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Note:
    """``counts``: it asks for money, so the caps count it; without it, a service message (design: messages).

    ``registered``: it goes by registered letter alone.
    """

    subject_id: str
    template: str
    due_at: datetime
    number: int | None = None
    counts: bool = False
    registered: bool = False
    state: NoteState = NoteState.DUE
    contacts: tuple[ContactRef, ...] = ()

    @property
    def id(self) -> str:
        """What contacts and questions to a person know it under."""
        told = f"{self.subject_id}/{self.template}"
        return f"{told}/{self.number}" if self.number is not None else told
