"""Where the case stands and what comes next, in codes that the wording turns into plain words, never a threat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chalicelib.domain.case import Case, CaseStatus
from chalicelib.domain.first_letter import is_awaited
from chalicelib.domain.holds import PauseKind
from chalicelib.domain.local_time import local_day
from chalicelib.domain.negotiation.firmness import CHECKED_AFTER
from chalicelib.domain.negotiation.payment_plan import PaymentPlan, PlanState, Side
from chalicelib.domain.negotiation.plan_money import next_unpaid
from chalicelib.domain.next_step import Action
from chalicelib.domain.scenarios.model import Phase

from .facts import PageFacts

FACTS_THAT_STOP = frozenset(
    {
        PauseKind.INSOLVENCY,
        PauseKind.OVER_INDEBTEDNESS,
        PauseKind.DEATH,
        PauseKind.GUARDIANSHIP,
        PauseKind.REPRESENTED,
        PauseKind.WRONG_PERSON,
    }
)
_CONTACTS = frozenset({Action.SEND_EMAIL, Action.SEND_SMS, Action.SEND_LETTER, Action.ASK_FOR_CALL})
_OF_ACTION = {
    Action.SEND_FORMAL_NOTICE: "formal_notice",
    Action.ISSUE_RECEIPT: "receipt",
    Action.ASK_FOR_DECISION: "decision",
}


@dataclass(frozen=True)
class Standing:
    """``stage`` is one word for where the case stands, ``on`` the day that belongs to it, if any."""

    stage: str
    on: date | None = None


@dataclass(frozen=True)
class Coming:
    """What comes next: ``message`` (by whatever channel), ``formal_notice``, ``check_promise`` …; ``nothing``."""

    what: str
    on: date | None = None


def standing_of(facts: PageFacts) -> Standing:
    """The first that is true, from what ends a case to what it usually does."""
    case = facts.case
    if case.outcome is not None:
        return Standing(case.outcome.value, local_day(case, case.closed_at) if case.closed_at else None)
    held = case.pause.kind if case.pause else None
    held = PauseKind.WRONG_PERSON if facts.is_wrong_person else held
    if held in FACTS_THAT_STOP or held is PauseKind.DISPUTE:
        return Standing(str(held))
    return _agreed(facts) or _paused(case) or _collected(facts)


def _agreed(facts: PageFacts) -> Standing | None:
    talk = facts.case.negotiation
    if talk.active_plan is not None:
        return _followed(facts, talk.active_plan)
    plan = talk.living_plan
    if plan is not None and plan.state is PlanState.AGREED:
        return Standing("plan_signed" if plan.signed_by(Side.DEBTOR) else "plan_agreed", plan.answer_by)
    if plan is not None:
        return Standing("plan_proposed", plan.answer_by)
    if talk.open_promise is not None:
        return Standing("promise", talk.open_promise.pay_on)
    return None


def _followed(facts: PageFacts, plan: PaymentPlan) -> Standing:
    """A plan in force; a late instalment is told, and the last day that a notice of acceleration leaves (PLAN_02)."""
    unpaid = next_unpaid(facts.case, plan)
    if unpaid is None or unpaid.instalment.on >= facts.today:
        return Standing("plan_active")
    notice = plan.notice
    return Standing("plan_notice", notice.deadline or notice.named_last_day) if notice else Standing("plan_late")


def _paused(case: Case) -> Standing | None:
    if case.pause is not None:
        known = case.pause.kind is PauseKind.PAYMENT_CLAIMED
        return Standing("payment_claimed" if known else "paused", case.pause.until)
    return Standing("under_review") if case.status is CaseStatus.NEEDS_ATTENTION else None


def _collected(facts: PageFacts) -> Standing:
    case, account = facts.case, facts.account
    if is_awaited(case):
        return Standing("first_letter")
    if case.negotiation.standing_disputes:
        return Standing("dispute_in_part")
    if account is not None and account.total.amount <= 0:
        return Standing("not_due", min((line.invoice.due_date for line in account.not_yet_due), default=None))
    if case.status is CaseStatus.AWAITING_DECISION:
        return Standing("awaiting_decision")
    if case.notice is not None:
        return Standing("notice", case.notice.deadline or case.notice.named_last_day)
    return Standing("pre_collection" if case.phase is Phase.PRE_COLLECTION else "amicable")


def coming_of(facts: PageFacts) -> Coming:
    """What comes next for the debtor; a day that has come already is told as today.

    What is agreed comes first: until it is looked at, no reminder goes out (R-124). A confirmation on its way, or what
    the creditor is told, is nothing that the debtor waits for.
    """
    case, step = facts.case, facts.case.next_step
    if case.is_closed or case.pause is not None:
        return Coming("nothing")
    agreed = _agreed_check(facts)
    if agreed is not None or step is None or step.due_at is None:
        return agreed or Coming("nothing")
    on = max(local_day(case, step.due_at), facts.today)
    if step.action in _CONTACTS:
        return Coming("nothing" if step.step_id is None or "/" in step.step_id else "message", on)
    return Coming(_OF_ACTION.get(step.action, "nothing"), on)


def _agreed_check(facts: PageFacts) -> Coming | None:
    """A day that is over is not announced: what was found then is told where the case stands."""
    talk = facts.case.negotiation
    if talk.active_plan is not None:
        unpaid = next_unpaid(facts.case, talk.active_plan)
        return _check("check_instalment", unpaid.instalment.on, facts.today) if unpaid else None
    return _check("check_promise", talk.open_promise.pay_on, facts.today) if talk.open_promise else None


def _check(what: str, due_on: date, today: date) -> Coming:
    on = due_on + CHECKED_AFTER
    return Coming(what, on) if on >= today else Coming("nothing")
