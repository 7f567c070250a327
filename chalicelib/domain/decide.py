"""What comes next for a case: a pure function of the facts, the scenario and the instant.

Every wake-up and every command asks again; a payment that came meanwhile simply changes the facts. Doing nothing
carries a reason too (R-124).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from .advice import advice_step
from .case import Case, CaseStatus
from .case_contacts import WITHDRAWAL
from .decide_correspondence import correspondence_step
from .decide_deadlines import deadline_step
from .decide_declaration import declaration_step
from .decide_first_letter import first_letter_step
from .decide_limitation import with_limitation
from .decide_messages import scenario_step
from .decide_negotiation import holding_step
from .decide_notice import follow_notice
from .decide_receipts import receipt_step
from .decision_facts import ANSWER_WAIT, Facts, is_with_a_person, start_of, still
from .first_letter import is_awaited
from .look_decision import with_last_look
from .next_step import Action, NextStep
from .plan import local_day, plan
from .preventive import waits_for_due_date
from .scenarios.model import Phase, Scenario

LOOKS = frozenset({Action.CHECK_PROMISE, Action.CHECK_INSTALMENT})


def decide(facts: Facts, scenario: Scenario, now: datetime) -> NextStep:
    """The next step, when it is due (UTC), and why. Limitation has the last word (PRE_14, PRE_15)."""
    told = (correspondence_step(facts, now), deadline_step(facts), _advice(facts.case, now))
    beside = (*told, _looked_at(facts, scenario, now))
    step = _resolve_doubt(facts.case) or _soonest(beside, _about_debtor(facts, scenario, now))
    return with_limitation(facts, step, now)


def _about_debtor(facts: Facts, scenario: Scenario, now: datetime) -> NextStep:
    return (
        _receipt(facts, scenario, now)
        or declaration_step(facts, now)
        or _standing_still(facts, scenario, now)
        or holding_step(facts)
        or _ask_again(facts.case, scenario)
        or with_last_look(facts, first_letter_step(facts, now), now)
        or follow_notice(facts.case)
        or with_last_look(facts, scenario_step(facts, scenario, now), now)
        or _ask_for_decision(facts, scenario)
    )


def _looked_at(facts: Facts, scenario: Scenario, now: datetime) -> NextStep | None:
    """What was promised is looked at on its day, also while a receipt waits for its hour (R-079, R-081)."""
    step = None if _standing_still(facts, scenario, now) else holding_step(facts)
    return step if step is not None and step.action in LOOKS else None


def _advice(case: Case, now: datetime) -> NextStep | None:
    """What the creditor is told waits for nothing that concerns the debtor, and holds nothing up (PAY_04)."""
    step = advice_step(case, now)
    return None if step is None or is_with_a_person(case, step.subject_id or "") else step


def _soonest(beside: Iterable[NextStep | None], step: NextStep) -> NextStep:
    """What waits for nothing else, or the step, whichever is due first; at one instant in the order given."""
    timed = [each for each in (*beside, step) if each is not None and each.due_at is not None]
    return min(timed, key=lambda each: each.due_at or datetime.max.replace(tzinfo=UTC), default=step)


def _receipt(facts: Facts, scenario: Scenario, now: datetime) -> NextStep | None:
    """A receipt goes out whatever holds the case; it only waits for a first letter that is on its way (LTR_01).

    What withdraws a receipt waits for nothing: no demand reaches a debtor who holds a receipt that is void (R-092).
    """
    step = receipt_step(facts, now)
    if step is None or step.template in (None, WITHDRAWAL) or not is_awaited(facts.case):
        return step
    if _standing_still(facts, scenario, now) or holding_step(facts) or _ask_again(facts.case, scenario):
        return step
    return with_last_look(facts, first_letter_step(facts, now), now) or step


def _resolve_doubt(case: Case) -> NextStep | None:
    """An intent without receipt: wait for the provider's event, then resolve it by rule, never send blindly."""
    for owner, ref in case.contacts_in_doubt():
        if is_with_a_person(case, owner):
            continue
        reason = "the provider has not confirmed the contact"
        return NextStep(Action.CHECK_DELIVERY, ref.at + ANSWER_WAIT, reason, step_id=owner, subject_id=ref.id)
    return None


def _standing_still(facts: Facts, scenario: Scenario, now: datetime) -> NextStep | None:
    case = facts.case
    if case.is_closed:
        return still(f"the case is closed: {case.outcome}")
    if case.attention is not None:
        return still(f"needs attention: {case.attention.code}")
    if case.pause is not None:
        until = start_of(case, case.pause.until) if case.pause.until else None
        if until is None or until > now:
            return still(f"paused: {case.pause.kind}", until)
    if facts.owed.amount <= 0 and not _speaks_early(facts, scenario, now):
        return still("nothing is due today", _next_due_date(case, now))
    return None


def _speaks_early(facts: Facts, scenario: Scenario, now: datetime) -> bool:
    """What comes next is a word before the due date, of something that nobody has paid yet (R-046)."""
    if not waits_for_due_date(facts.case, facts.account):
        return False
    coming = scenario_step(facts, scenario, now)
    return coming is not None and scenario.step(coming.step_id or "").phase is Phase.PRE_COLLECTION


def _next_due_date(case: Case, now: datetime) -> datetime | None:
    today = local_day(case, now)
    later = [invoice.due_date for invoice in case.invoices if invoice.due_date >= today]
    return start_of(case, min(later) + timedelta(days=1)) if later else None


def _ask_again(case: Case, scenario: Scenario) -> NextStep | None:
    """The creditor decides; asked again on the scenario's days, and the debtor hears nothing meanwhile (R-098)."""
    if case.status is not CaseStatus.AWAITING_DECISION or not case.decision_asked:
        return None
    asked = len(case.decision_asked)
    if asked > len(scenario.decision_reminder_days):
        return still("awaiting the creditor's decision")
    due = case.decision_asked[0] + timedelta(days=scenario.decision_reminder_days[asked - 1])
    return NextStep(Action.ASK_FOR_DECISION, due, "the creditor has not decided yet")


def _ask_for_decision(facts: Facts, scenario: Scenario) -> NextStep:
    case, decision_on = facts.case, plan(facts.case, scenario, facts.debtor).decision_on
    due = max(start_of(case, decision_on) + timedelta(hours=9), case.last_instant)
    return NextStep(Action.ASK_FOR_DECISION, due, "the amicable scenario is over: the creditor decides")
