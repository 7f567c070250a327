"""A call task: what a person is asked to say on the phone, and what came of it (R-069..R-071)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

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
class CallTask:
    """``contact_id`` is the contact it belongs to; ``sheet`` is the call sheet's document. Stored sealed."""

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


def task_id_of(contact_id: str) -> str:
    """A call contact and its task share their sortable part, so that one is found from the other."""
    return contact_id.replace("ctc_", "tsk_", 1)
