"""A call task: what a person is asked to say on the phone, and what came of it (R-069..R-071)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from .call_rank import CallPriority
from .money import ZERO, Money
from .parties import Scope


class CallTaskStatus(StrEnum):
    """A task expires when its case closes, or when nobody may call about it any more."""

    OPEN = "open"
    DONE = "done"
    EXPIRED = "expired"


class CallOutcome(StrEnum):
    """What came of a call; ``call_outcomes`` says what each changes."""

    REACHED_WILL_PAY = "reached_will_pay"
    REACHED_PROMISE = "reached_promise"
    REACHED_DISPUTE = "reached_dispute"
    REACHED_REFUSES = "reached_refuses"
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    TECHNICAL_PROBLEM = "technical_problem"
    REACHED_ALREADY_PAID = "reached_already_paid"
    REACHED_CALL_BACK = "reached_call_back"
    REACHED_WRONG_PERSON = "reached_wrong_person"
    REACHED_THIRD_PARTY = "reached_third_party"
    REPRESENTED = "represented"
    DECEASED = "deceased"


@dataclass(frozen=True)
class Claim:
    """Whoever is about to call, and until when the task is theirs alone. Wall time: people call in real time."""

    by: str
    at: datetime
    until: datetime

    def holds_at(self, wall_now: datetime) -> bool:
        return wall_now < self.until


@dataclass(frozen=True)
class CallTask:
    """``contact_id`` is the contact it belongs to; ``sheet`` is the call sheet's document. Stored sealed.

    ``owed`` is what was due and unpaid when the task appeared, ``overdue_since`` the due date it counts from;
    ``priority`` its place among the others. ``made_by`` names who called, ``duration_seconds`` how long.
    ``grouped_with`` are the other cases that the one call is about (R-123).
    """

    id: str
    scope: Scope
    case_id: str
    debtor_id: str
    contact_id: str
    step_id: str
    status: CallTaskStatus
    phone: str
    recipient_name: str | None
    script: tuple[tuple[str, tuple[str, ...]], ...]
    created_at: datetime
    due_on: date
    version: int = 1
    outcome: CallOutcome | None = None
    outcome_at: datetime | None = None
    outcome_date: date | None = None
    notes: str | None = None
    sheet_document_id: str | None = None
    creditor_id: str = ""
    creditor_name: str = ""
    debtor_name: str = ""
    priority: CallPriority | None = None
    owed: Money = ZERO
    overdue_since: date | None = None
    claim: Claim | None = None
    made_by: str | None = None
    duration_seconds: int | None = None
    grouped_with: tuple[str, ...] = ()

    @property
    def rank(self) -> int:
        """Where it stands among open tasks, the highest first."""
        return self.priority.rank if self.priority else -self.due_on.toordinal()

    def claimed_at(self, wall_now: datetime) -> Claim | None:
        """The claim that holds at that instant."""
        return self.claim if self.claim is not None and self.claim.holds_at(wall_now) else None


def task_id_of(contact_id: str) -> str:
    """A call contact and its task share their sortable part, so that one is found from the other."""
    return contact_id.replace("ctc_", "tsk_", 1)
