"""The creditor's first rule that holds for a case to be opened chooses its scenario (R-029, R-030)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date

from chalicelib.domain.invoice import Invoice
from chalicelib.domain.parties import CollectorMode, Debtor
from chalicelib.domain.scenario_rule import OpeningConditions, ScenarioRule

from .conditions import Conditions
from .situation import Situation, not_met


def rule_for(rules: Sequence[ScenarioRule], situation: Situation) -> ScenarioRule | None:
    """The first rule of which everything named holds."""
    return next((rule for rule in rules if not not_met(as_conditions(rule.when), situation)), None)


def as_conditions(asked: OpeningConditions) -> Conditions:
    """The same questions, in the form a step asks them."""
    return Conditions(**{field.name: getattr(asked, field.name) for field in fields(OpeningConditions)})


def day_zero_of(invoices: Sequence[Invoice], today: date) -> date:
    """The due date of the oldest invoice that is due, else of the first to fall due (R-046). There is one invoice."""
    due = [invoice.due_date for invoice in invoices if invoice.due_date < today and invoice.principal.amount > 0]
    return min(due or [invoice.due_date for invoice in invoices])


def opening_situation(
    invoices: Sequence[Invoice], debtor: Debtor, mode: CollectorMode, today: date, *, reminded_before: bool
) -> Situation:
    """As ``situation_of`` will see the case once it is open. There is at least one invoice."""
    return Situation(
        amount=sum(invoice.principal.amount for invoice in invoices),
        days_overdue=(today - day_zero_of(invoices, today)).days,
        solvency=debtor.solvency,
        debtor_kind=debtor.kind,
        new_customer=debtor.new_customer,
        collector_mode=mode,
        reminded_before=reminded_before,
        unanswered_contacts=0,
        steps=(),
    )
