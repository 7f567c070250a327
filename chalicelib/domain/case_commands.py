"""What people decide about a case: pause, resume, decide, resolve. Each returns the new case and its events.

Every decision needs a reason; its text goes into the sealed payload, its code into the case.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from .case import Attention, Case, CaseStatus, Hold, Outcome, Pause, PauseKind, StepRecord, StepState
from .contact import ContactState
from .errors import Conflict
from .events import CaseEvent, EventType, event
from .plan import local_day
from .scenario import Phase

Change = tuple[Case, tuple[CaseEvent, ...]]

EXTENSION_DAYS = 15


class Choice(StrEnum):
    """The creditor's decision at the end of the amicable phase (R-098)."""

    HANDOVER = "handover"
    EXTEND = "extend"
    WRITE_OFF = "write_off"
    WITHDRAW = "withdraw"
    SOLD = "sold"


class AttentionAction(StrEnum):
    """How a person lets a case go on."""

    RETRY = "retry"
    SKIP = "skip"
    MARK_SENT = "mark_sent"


OUTCOME_OF_CHOICE = {
    Choice.HANDOVER: Outcome.HANDED_OVER,
    Choice.WRITE_OFF: Outcome.WRITTEN_OFF,
    Choice.WITHDRAW: Outcome.WITHDRAWN,
    Choice.SOLD: Outcome.SOLD,
}


def require_live(case: Case) -> None:
    """A closed case takes no command; 409 ``case_closed``."""
    if case.is_closed:
        raise Conflict(f"The case is closed ({case.outcome}).", code="case_closed")


def pause(case: Case, kind: PauseKind, now: datetime, *, reason: str, until: date | None = None) -> Change:
    """No contact while paused; a second pause replaces the first (STOP_01 for disputes)."""
    require_live(case)
    paused = replace(case, status=CaseStatus.PAUSED, pause=Pause(kind, now, until))
    drafts = [event(EventType.CASE_PAUSED, {"reason": reason}, kind=kind.value, until=_text(until))]
    if kind is PauseKind.DISPUTE:
        drafts.insert(0, event(EventType.DISPUTE_OPENED, {"reason": reason}))
    return paused, tuple(drafts)


def resume(case: Case, *, reason: str) -> Change:
    """The scenario goes on where it stood; what became due meanwhile is due now, in order."""
    require_live(case)
    if case.pause is None:
        raise Conflict("The case is not paused.", code="case_not_paused")
    drafts = [event(EventType.CASE_RESUMED, {"reason": reason}, paused_since=case.pause.since.isoformat())]
    if case.pause.kind is PauseKind.DISPUTE:
        drafts.insert(0, event(EventType.DISPUTE_RESOLVED, {"reason": reason}))
    return replace(case, status=_resting_status(case), pause=None), tuple(drafts)


def _resting_status(case: Case) -> CaseStatus:
    if case.attention is not None:
        return CaseStatus.NEEDS_ATTENTION
    return CaseStatus.AWAITING_DECISION if case.decision_asked else CaseStatus.OPEN


def ask_for_decision(case: Case, now: datetime) -> Change:
    """The scenario is over; the creditor chooses, nothing is handed over by itself (R-042, R-098)."""
    asked = replace(case, status=CaseStatus.AWAITING_DECISION, decision_asked=(*case.decision_asked, now))
    choices = [choice.value for choice in Choice]
    draft = event(EventType.CASE_DECISION_REQUIRED, times_asked=len(asked.decision_asked), choices=choices)
    return asked, (draft,)


def decide_case(case: Case, choice: Choice, now: datetime, *, reason: str) -> Change:
    """Carries out the creditor's choice: an extension waits two more weeks, anything else closes the case."""
    require_live(case)
    if choice is Choice.EXTEND:
        if case.status is not CaseStatus.AWAITING_DECISION:
            raise Conflict("No decision is awaited: the scenario is still running.", code="decision_not_awaited")
        until = local_day(case, now) + timedelta(days=EXTENSION_DAYS)
        extended = replace(case, status=CaseStatus.OPEN, decision_asked=(), hold=Hold(until, "extended"))
        draft = event(EventType.CASE_RESUMED, {"reason": reason}, extended_until=until.isoformat())
        return extended, (draft,)
    if choice is Choice.HANDOVER and case.status is not CaseStatus.AWAITING_DECISION:
        raise Conflict("A handover follows the amicable scenario, which is still running.", code="decision_not_awaited")
    drafts = []
    if choice is Choice.HANDOVER:
        case = replace(case, phase=Phase.JUDICIAL)
        drafts = [
            event(EventType.CASE_PHASE_CHANGED, phase=Phase.JUDICIAL.value),
            event(EventType.HANDOVER_READY, {"reason": reason}),
        ]
    closed, closing = close(case, OUTCOME_OF_CHOICE[choice], now, reason=reason)
    return closed, (*drafts, *closing)


def close(case: Case, outcome: Outcome, now: datetime, *, reason: str) -> Change:
    """Formal closing (R-092, R-093); from here on only receipts still go out."""
    closed = replace(
        case,
        status=CaseStatus.CLOSED,
        outcome=outcome,
        closed_at=now,
        pause=None,
        attention=None,
        hold=None,
    )
    return closed, (event(EventType.CASE_CLOSED, {"reason": reason}, outcome=outcome.value),)


def reopen(case: Case, *, reason: str) -> Change:
    """A reversal after closing brings the case back where its scenario stood."""
    opened = replace(case, outcome=None, closed_at=None)
    opened = replace(opened, status=_resting_status(opened))
    return opened, (event(EventType.CASE_REOPENED, {"reason": reason}),)


def needs_attention(case: Case, attention: Attention) -> Change:
    """What cannot go on by itself waits for a person, and says why."""
    draft = event(
        EventType.CASE_NEEDS_ATTENTION,
        {"detail": attention.detail},
        code=attention.code,
        step_id=attention.step_id,
        contact_id=attention.contact_id,
    )
    return replace(case, status=CaseStatus.NEEDS_ATTENTION, attention=attention), (draft,)


def resolve_attention(case: Case, action: AttentionAction, now: datetime, *, reason: str) -> Change:
    """``retry`` does the step again, ``skip`` passes over it, ``mark_sent`` says that it did happen (R-028)."""
    require_live(case)
    attention = case.attention
    if attention is None:
        raise Conflict("The case needs no attention.", code="attention_not_needed")
    cleared = replace(case, attention=None)
    if attention.step_id is not None:
        cleared = _settle_step(cleared, attention, action, now)
    cleared = replace(cleared, status=_resting_status(cleared))
    draft = event(
        EventType.CASE_ATTENTION_RESOLVED,
        {"reason": reason},
        code=attention.code,
        action=action.value,
        step_id=attention.step_id,
    )
    return cleared, (draft,)


def _settle_step(case: Case, attention: Attention, action: AttentionAction, now: datetime) -> Case:
    step_id = attention.step_id or ""
    receipt = case.receipt_of(step_id)
    if receipt is not None:
        return case
    record = case.record_of(step_id) or StepRecord(step_id, StepState.STARTED, now)
    doubtful = ContactState.SENT if action is AttentionAction.MARK_SENT else ContactState.FAILED
    contacts = tuple(replace(ref, state=doubtful) if ref.id == attention.contact_id else ref for ref in record.contacts)
    state = {
        AttentionAction.RETRY: StepState.STARTED,
        AttentionAction.SKIP: StepState.SKIPPED,
        AttentionAction.MARK_SENT: StepState.DONE,
    }[action]
    if action is AttentionAction.RETRY:
        contacts = tuple(ref for ref in contacts if ref.id != attention.contact_id)
        case = replace(case, notice=None) if step_id == "formal_notice" else case
    settled = replace(record, state=state, contacts=contacts, reason=None if state != "skipped" else "by_hand")
    return case.with_record(settled)


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
