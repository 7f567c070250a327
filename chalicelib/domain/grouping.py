"""Steps of several cases of one debtor and creditor that fall together leave in one message (R-123): which ones may.

A case joins another's message only with a step of its own that says the same: the same text, in the same tone, by the
same channel, to the same person. So nobody reads a firmer word about an invoice than its own step has, and no formal
notice speaks of an invoice whose own scenario has not come to it.
"""

from __future__ import annotations

from datetime import date, timedelta

from .case import Case, CaseStatus
from .first_letter import is_awaited
from .local_time import local_day
from .next_step import Action, NextStep
from .parties import Debtor
from .plan import notice_deadline, plan
from .scenarios.model import FIRST_LETTER, Anchor, Scenario, Step
from .step_record import StepState

GROUPING_DAYS = 7
"""A week: invoices of one week belong together, and no cap looks further than a week."""

MOST_CASES = 10
"""The writes of ten cases, with what their provider says of them, fit into one transaction of a hundred."""

WRITES_OF_A_CASE, WRITES_OF_THE_LEAD = 7, 14
"""At most, whatever is learnt of a shared contact; each step that is skipped on the way is one more."""

WRITES_OF_A_PROMISE = 9
"""What a promise on the phone writes in each case where it replaces another; one more under a mandate (PAY_04)."""

MOST_WRITES = 98

MOST_INVOICES = 60
"""As many as one case may have: a reader still finds theirs."""

GROUPED = frozenset(
    {Action.SEND_EMAIL, Action.SEND_SMS, Action.SEND_LETTER, Action.SEND_FORMAL_NOTICE, Action.ASK_FOR_CALL}
)


def may_lead(step: NextStep) -> bool:
    """Whether a contact of this step could speak for other cases too: never a receipt or what a creditor is told."""
    return step.action in GROUPED and step.step_id is not None and step.template is not None and not step.refused


def most_together(case: Case, scenario: Scenario, step: NextStep) -> int:
    """How many cases one contact may speak for: ten, or fewer where each may have many steps to skip."""
    ids = [each.id for each in scenario.steps]
    at = ids.index(step.step_id) if step.step_id in ids else 0
    unknown = [each for each in scenario.steps if case.record_of(each.id) is None]
    before = sum(ids.index(each.id) < at for each in unknown)
    refused = sum(ids.index(each.id) > at and not each.essential for each in unknown) - 1
    skipped = max(before, refused if step.action is Action.ASK_FOR_CALL else 0, 0)
    each_writes = WRITES_OF_A_CASE + skipped
    if step.action is Action.ASK_FOR_CALL:
        each_writes = max(each_writes, WRITES_OF_A_PROMISE + (case.mandate is not None))
    room = MOST_WRITES - WRITES_OF_THE_LEAD - skipped
    return max(1, min(MOST_CASES, 1 + room // each_writes))


def one_voice(lead: Case, other: Case) -> bool:
    """Whether both speak to the debtor as one: creditor, letterhead, contact person, clock, and what is recalled."""
    return _voice(lead) == _voice(other) and _recalled(lead) == _recalled(other)


def _voice(case: Case) -> tuple[object, ...]:
    mandate = (case.mandate.mandate_id, case.mandate.payee) if case.mandate else None
    return (
        case.scope,
        case.creditor_id,
        case.debtor_id,
        case.debtor_kind,
        case.collector_mode,
        mandate,
        case.case_manager,
        case.test_clock_id,
        case.creditor_is_private_individual,
        case.frozen_on,
    )


def _recalled(case: Case) -> tuple[object, ...] | None:
    """The first letter of a mandate: only those that went out as one are recalled by one message (LTR_04)."""
    if case.mandate is None or is_awaited(case):
        return None
    letter = case.mandate.first_letter
    return (letter.reference, letter.posted_on) if letter else None


def says_the_same(lead: tuple[Scenario, NextStep], other: tuple[Scenario, NextStep]) -> bool:
    """Whether two steps are one message: channel, text, tone, purpose, addressee, and the delay a notice gives."""
    return _said(*lead) == _said(*other)


def _said(scenario: Scenario, next_step: NextStep) -> tuple[object, ...]:
    step = scenario.step(next_step.step_id or "")
    versions = {message.template_version for message in step.messages if message.template == next_step.template}
    notice_days = scenario.notice_days if step.is_formal_notice else None
    return next_step.action, next_step.template, versions, step.tone, step.purpose, step.role, step.phase, notice_days


def may_join(case: Case, scenario: Scenario, debtor: Debtor, step: NextStep, today: date) -> bool:
    """Whether this case's own step may leave today: due by itself, or brought forward within the week.

    What the case waits for stays: a promise, the time to answer, the last day of a notice, the gap between two steps,
    the day that a person chose (R-028).
    """
    if case.status is not CaseStatus.OPEN or step.due_at is None or step.refused:
        return False
    due_on = local_day(case, step.due_at)
    if due_on <= today:
        return True
    if due_on > today + timedelta(days=GROUPING_DAYS) or (case.hold is not None and case.hold.until > today):
        return False
    if step.step_id == FIRST_LETTER:
        return True
    own = scenario.step(step.step_id or "")
    return own.fixed_on is None and _not_before(case, scenario, debtor, own) <= today


def _not_before(case: Case, scenario: Scenario, debtor: Debtor, step: Step) -> date:
    """The first day on which nothing that went before is cut short."""
    days = [case.day_zero + timedelta(days=1)] if step.offset > 0 else [case.day_zero + timedelta(days=step.offset)]
    gap = timedelta(days=scenario.minimum_gap_days)
    for record in case.steps:
        if record.state is StepState.DONE and record.step_id != step.id:
            answer = timedelta(days=scenario.step(record.step_id).answer_days)
            days.append(local_day(case, record.at) + max(gap, answer))
    if case.mandate is not None and case.mandate.first_letter is not None:
        letter = case.mandate.first_letter
        days.append((letter.posted_on or letter.handed_over_on) + gap)
    if step.anchor is Anchor.NOTICE_DEADLINE:
        planned = list(plan(case, scenario, debtor).steps)
        days.append(notice_deadline(case, scenario, planned) + timedelta(days=1))
    return max(days)
