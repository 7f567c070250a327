"""What people decide about a case: pause, resume, decide, resolve. Each returns the new case and its events.

Every decision needs a reason; its text goes into the sealed payload, its code into the case.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from .advice import advice_of, subject_of, with_advice
from .advice_record import AdviceState
from .case import Case, CaseStatus, Outcome
from .case_contacts import without_failures
from .errors import Conflict
from .events import CaseEvent, EventType, event
from .first_letter import is_awaited
from .holds import Attention, Hold, Pause, PauseKind
from .instants import instant
from .last_look import without_doubt
from .negotiation.correspondence import believed_sent
from .negotiation.on_closing import before_closing
from .note_settlement import note_again, note_passed_over
from .pauses import only_lasting, pauses_of, with_pause, without_pause
from .plan import local_day
from .receipt import ReceiptState
from .returned_letters import unsettled_return
from .scenarios.model import FIRST_LETTER, FORMAL_NOTICE, Phase, Scenario
from .step_record import BY_HAND
from .step_settlement import marked_sent, passed_over, tried_again

Change = tuple[Case, tuple[CaseEvent, ...]]

EXTENSION_DAYS = 15
TIME_BARRED = "time_barred"


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
    """No contact while paused. A dispute, a representative or a death outlasts any later pause (STOP_01, STOP_04)."""
    require_live(case)
    paused = replace(with_pause(case, Pause(kind, now, until)), status=CaseStatus.PAUSED)
    drafts = [event(EventType.CASE_PAUSED, {"reason": reason}, kind=kind.value, until=_text(until))]
    if kind is PauseKind.DISPUTE:
        drafts.insert(0, event(EventType.DISPUTE_OPENED, {"reason": reason}))
    return paused, tuple(drafts)


def resume(case: Case, *, reason: str, kind: PauseKind | None = None) -> Change:
    """Lifts the pause that shows, or the one of this ``kind``; the scenario goes on once no other holds the case.

    What became due meanwhile is due now, in order.
    """
    require_live(case)
    lifted = next((each for each in pauses_of(case) if kind in (None, each.kind)), None)
    if lifted is None:
        raise Conflict("The case is not paused.", code="case_not_paused")
    resumed = without_pause(case, lifted.kind)
    drafts = [event(EventType.DISPUTE_RESOLVED, {"reason": reason})] if lifted.kind is PauseKind.DISPUTE else []
    if resumed.pause is None:
        drafts.append(event(EventType.CASE_RESUMED, {"reason": reason}, paused_since=instant(lifted.since)))
    else:
        drafts.append(_still_paused(resumed.pause, reason))
    return replace(resumed, status=resting_status(resumed)), tuple(drafts)


def _still_paused(pause: Pause, reason: str) -> CaseEvent:
    return event(EventType.CASE_PAUSED, {"reason": reason}, kind=pause.kind.value, until=_text(pause.until))


def resting_status(case: Case) -> CaseStatus:
    """Where a case stands once what held it is over."""
    if case.outcome is not None:
        return CaseStatus.CLOSED
    if case.attention is not None:
        return CaseStatus.NEEDS_ATTENTION
    if case.pause is not None:
        return CaseStatus.PAUSED
    return CaseStatus.AWAITING_DECISION if case.decision_asked else CaseStatus.OPEN


def ask_for_decision(case: Case, now: datetime) -> Change:
    """The scenario is over; the creditor chooses, nothing is handed over by itself (R-042, R-098)."""
    asked = replace(case, status=CaseStatus.AWAITING_DECISION, decision_asked=(*case.decision_asked, now))
    choices = [choice.value for choice in Choice]
    draft = event(
        EventType.CASE_DECISION_REQUIRED,
        times_asked=len(asked.decision_asked),
        choices=choices,
        formal_notice=_notice_given(case),
        judicial_routes=f"/v1/cases/{case.id}/judicial-routes",
    )
    return asked, (draft,)


def _notice_given(case: Case) -> str:
    """Whether the debtor was put on formal notice: some ways to court ask for it, and a person may have skipped it."""
    if case.notice is not None:
        return "sent"
    record = case.record_of(FORMAL_NOTICE)
    return "skipped_by_hand" if record is not None and record.reason == BY_HAND else "not_sent"


def decide_case(case: Case, choice: Choice, now: datetime, *, reason: str) -> Change:
    """Carries out the creditor's choice: an extension waits two more weeks, anything else closes the case."""
    require_live(case)
    today = local_day(case, now)
    if choice in (Choice.EXTEND, Choice.HANDOVER):
        _require_end_of_scenario(case, choice, today)
    if choice is Choice.EXTEND:
        until = today + timedelta(days=EXTENSION_DAYS)
        extended = replace(case, decision_asked=(), hold=Hold(until, "extended"))
        draft = event(EventType.CASE_RESUMED, {"reason": reason}, extended_until=until.isoformat())
        return replace(extended, status=resting_status(extended)), (draft,)
    drafts = []
    if choice is Choice.HANDOVER:
        case = replace(case, phase=Phase.JUDICIAL)
        drafts = [
            event(EventType.CASE_PHASE_CHANGED, phase=Phase.JUDICIAL.value),
            event(EventType.HANDOVER_READY, {"reason": reason}),
        ]
    closed, closing = close(case, OUTCOME_OF_CHOICE[choice], now, reason=reason)
    return closed, (*drafts, *closing)


def _require_end_of_scenario(case: Case, choice: Choice, today: date) -> None:
    """The question was asked, whatever holds the case now; and the debtor's last day is over (R-040, R-098)."""
    if not case.decision_asked:
        raise Conflict("A decision follows the amicable scenario, which is still running.", code="decision_not_awaited")
    last_day = (case.notice.deadline or case.notice.named_last_day) if case.notice else None
    if choice is Choice.HANDOVER and last_day is not None and today <= last_day:
        raise Conflict(f"The formal notice leaves the debtor until {last_day}.", code="decision_not_awaited")


def close(case: Case, outcome: Outcome, now: datetime, *, reason: str) -> Change:
    """Formal closing (R-092, R-093); from here on only receipts still go out, and a question about one stays open."""
    case, agreed = before_closing(case, outcome, now)
    asked = case.attention
    about_receipt = asked is not None and asked.step_id is not None and case.receipt_of(asked.step_id) is not None
    closed = replace(
        only_lasting(case),
        status=CaseStatus.CLOSED,
        outcome=outcome,
        closed_at=now,
        attention=asked if about_receipt else None,
        hold=None,
    )
    return closed, (*agreed, event(EventType.CASE_CLOSED, {"reason": reason}, outcome=outcome.value))


def reopen(case: Case, *, reason: str) -> Change:
    """A reversal after closing brings the case back where its scenario stood."""
    opened = replace(case, outcome=None, closed_at=None)
    opened = replace(opened, status=resting_status(opened))
    still_paused = (_still_paused(opened.pause, reason),) if opened.pause else ()
    opened, asked = _asked_about_return(opened, case.last_instant)
    return opened, (event(EventType.CASE_REOPENED, {"reason": reason}), *still_paused, *asked)


def _asked_about_return(case: Case, now: datetime) -> Change:
    """A letter that came back while nobody could be asked is asked about now."""
    attention = unsettled_return(case, now)
    return needs_attention(case, attention) if attention else (case, ())


def needs_attention(case: Case, attention: Attention) -> Change:
    """What cannot go on by itself waits for a person, and says why. A closed case stays closed, and still says it."""
    draft = event(
        EventType.CASE_NEEDS_ATTENTION,
        {"detail": attention.detail},
        code=attention.code,
        step_id=attention.step_id,
        contact_id=attention.contact_id,
    )
    marked = replace(case, attention=attention)
    return replace(marked, status=resting_status(marked)), (draft,)


def resolve_attention(case: Case, action: AttentionAction, scenario: Scenario, now: datetime, *, reason: str) -> Change:
    """``retry`` does the step again, ``skip`` passes over it, ``mark_sent`` says that it did happen (R-028)."""
    attention = case.attention
    if attention is None:
        require_live(case)
        raise Conflict("The case needs no attention.", code="attention_not_needed")
    cleared = replace(case, attention=None, look=without_doubt(case.look))
    if attention.code == TIME_BARRED:
        cleared = replace(cleared, limitation=case.limitation.accepted())
    if attention.step_id is not None and case.receipt_of(attention.step_id) is not None:
        cleared = _settle_receipt(cleared, attention, action)
    elif attention.step_id is not None and (subject := subject_of(attention.step_id)) is not None:
        cleared = _settle_advice(cleared, subject, action)
    elif attention.step_id is not None and case.negotiation.note(attention.step_id) is not None:
        cleared = _settle_note(cleared, attention, action, now)
    elif attention.step_id is not None:
        cleared = _settle_step(cleared, attention, action, scenario, now)
    cleared = replace(cleared, status=resting_status(cleared))
    draft = event(
        EventType.CASE_ATTENTION_RESOLVED,
        {"reason": reason},
        code=attention.code,
        action=action.value,
        step_id=attention.step_id,
    )
    posted = _posted_by_hand(case, cleared)
    cleared, asked = _asked_about_return(cleared, now)
    return cleared, (*posted, draft, *asked)


def _settle_advice(case: Case, subject: str, action: AttentionAction) -> Case:
    """The creditor was told, or is not told by e-mail; ``retry`` lets it go out again."""
    advice = advice_of(case, subject)
    if advice is None or action is AttentionAction.RETRY:
        return case
    state = AdviceState.SENT if action is AttentionAction.MARK_SENT else AdviceState.NOT_DELIVERABLE
    return with_advice(case, subject, replace(advice, state=state))


def _posted_by_hand(before: Case, after: Case) -> tuple[CaseEvent, ...]:
    """The day of the first letter that a person vouches for is in the trail: every later step recalls it (LTR_04)."""
    letter = after.mandate.first_letter if after.mandate else None
    if letter is None or letter.posted_on is None or not is_awaited(before):
        return ()
    on = letter.posted_on.isoformat()
    return (event(EventType.LETTER_POSTED, contact_id=letter.contact_id, step_id=FIRST_LETTER, on=on, by_hand=True),)


def _settle_receipt(case: Case, attention: Attention, action: AttentionAction) -> Case:
    """``retry`` forgets the attempts that failed or are in doubt; otherwise the receipt counts as dealt with."""
    receipt = case.receipt_of(attention.step_id or "")
    if receipt is None:
        return case
    if action is AttentionAction.RETRY:
        return case.with_receipt(replace(receipt, contacts=without_failures(receipt.contacts)))
    state = {
        ReceiptState.DUE: ReceiptState.NONE,
        ReceiptState.ISSUED: ReceiptState.SENT,
        ReceiptState.WITHDRAWAL_DUE: ReceiptState.WITHDRAWN,
    }.get(receipt.state, receipt.state)
    return case.with_receipt(replace(receipt, state=state))


def _settle_note(case: Case, attention: Attention, action: AttentionAction, now: datetime) -> Case:
    if action is AttentionAction.RETRY:
        return note_again(case, attention)
    if action is AttentionAction.SKIP:
        return note_passed_over(case, attention, now)
    return believed_sent(case, attention.step_id or "", attention.contact_id)


def _settle_step(case: Case, attention: Attention, action: AttentionAction, scenario: Scenario, now: datetime) -> Case:
    if action is AttentionAction.RETRY:
        return tried_again(case, attention, scenario, now)
    if action is AttentionAction.SKIP:
        return passed_over(case, attention, scenario, now)
    return marked_sent(case, attention, scenario, now)


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
