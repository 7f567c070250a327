"""Limitation in a decision: warnings before the safe last day, and nothing more to the debtor after the last one.

Warnings go on in every state but closed, also for what is left when one invoice ran out (PRE_14). Past every last day a
consumer's case closes; where it is that of some invoices alone, and for any other debtor, a person is asked (PRE_15).
No contact is decided on meanwhile, whatever else is due.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from .case import Case
from .case_limitation import CaseLimitation, deadline_of
from .decision_facts import Facts, start_of
from .limitation import ALERT_DAYS
from .next_step import Action, NextStep
from .parties import DebtorKind
from .plan import local_day

MORNING = time(9)


def with_limitation(facts: Facts, step: NextStep, now: datetime) -> NextStep:
    """The earlier of what comes next anyway and what limitation asks for; past the last day the latter alone."""
    case = facts.case
    if case.is_closed:
        return step
    found = deadline_of(case, facts.account)
    if all(each.settled for each in found.invoices):
        return step
    today = local_day(case, now)
    if is_barred(case, found, today):
        return _barred(case, found)
    running = found.still_running(today)
    if running is None:
        return step
    own = _warning(case, running, today) or _last_day(case, running)
    if step.due_at is not None and (own.due_at is None or own.due_at > step.due_at):
        return step
    return replace(own, reason=f"{step.reason}; then {own.reason}") if step.action is Action.STAND_STILL else own


def is_barred(case: Case, found: CaseLimitation, today: date) -> bool:
    """Whether limitation has something to do about a last day that is over (PRE_15).

    A consumer's case ends once nothing is left to sue for. Otherwise a person is asked, for a consumer each time anew
    while something of a time-barred invoice is unpaid: nobody can accept that it is claimed. While a missing rate hides
    what is unpaid, the case is held anyway, and nothing is said yet (INT_15).
    """
    if today <= found.last_day or not found.is_known:
        return False
    if is_lost(case, found, today):
        return True
    accepted = None if case.debtor_kind is DebtorKind.CONSUMER else case.limitation.barred_accepted
    return case.attention is None and (accepted is None or found.last_day > accepted)


def is_lost(case: Case, found: CaseLimitation, today: date) -> bool:
    """Whether every unpaid invoice of a consumer is time-barred: nothing may be asked for any more."""
    return case.debtor_kind is DebtorKind.CONSUMER and found.still_running(today) is None


def target_of(found: CaseLimitation, today: date) -> date:
    """The day that warnings lead to: the earlier, uncertain one first, then the safe last day (PRE_05, PRE_14)."""
    return found.alert_day if today <= found.alert_day else found.safe_last_day


def threshold_on(target: date, today: date) -> int | None:
    """The nearest of 180, 90 and 30 days before the target that has come; ``None`` before the first."""
    return min((days for days in ALERT_DAYS if target - timedelta(days=days) <= today), default=None)


def is_warned(case: Case, target: date, threshold: int) -> bool:
    """Whether this warning, or a nearer one for the same day, was given."""
    return any(given.leading_to == target and given.days <= threshold for given in case.limitation.warnings)


def _warning(case: Case, found: CaseLimitation, today: date) -> NextStep | None:
    target = target_of(found, today)
    passed = threshold_on(target, today)
    if passed is not None and not is_warned(case, target, passed):
        return _step(case, target - timedelta(days=passed), f"{passed} days before the safe last day {target}")
    ahead = [days for days in ALERT_DAYS if target - timedelta(days=days) > today]
    if ahead:
        nearest = max(ahead)
        return _step(case, target - timedelta(days=nearest), f"{nearest} days before the safe last day {target}")
    if target < found.safe_last_day:
        first = max(found.safe_last_day - timedelta(days=ALERT_DAYS[0]), target + timedelta(days=1))
        return _step(case, first, f"before the safe last day {found.safe_last_day}")
    return None


def _step(case: Case, on: date, when: str) -> NextStep:
    due = max(start_of(case, on, MORNING), case.last_instant)
    return NextStep(Action.WARN_OF_LIMITATION, due, f"the warning of limitation {when}")


def _last_day(case: Case, found: CaseLimitation) -> NextStep:
    """The day after the last one, when the claim becomes time-barred."""
    due = start_of(case, found.last_day + timedelta(days=1))
    return NextStep(Action.WARN_OF_LIMITATION, due, f"the claim is time-barred after {found.last_day}")


def _barred(case: Case, found: CaseLimitation) -> NextStep:
    due = min(start_of(case, found.last_day + timedelta(days=1)), case.last_instant)
    return NextStep(Action.WARN_OF_LIMITATION, due, f"the claim is time-barred since the end of {found.last_day}")
