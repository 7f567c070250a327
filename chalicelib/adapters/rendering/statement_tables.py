"""The tables of the statement of account: interest period by period, what came in, and how it was spread (R-007)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.domain.ledger_lines import InvoiceStatement
from chalicelib.domain.messages import MessageFacts

from .blocks import Column, Table
from .upcoming import dated_invoices
from .view import vocabulary
from .wording import Labels, written


def periods_table(facts: MessageFacts, labels: Labels) -> Table:
    """The interest of the statement."""
    return interest_table(facts.statement.lines, labels)


def interest_table(lines: Sequence[InvoiceStatement], labels: Labels) -> Table:
    """Interest, period by period, one rate and one principal a line: the lines add up to the cent (INT_09, INT_13)."""
    titles, form = labels["columns"], written(labels)
    columns = (
        Column(titles["invoice"], 2.2, breakable=True),
        Column(titles["from"], 1.4),
        Column(titles["to"], 1.4),
        Column(titles["days_count"], 0.9, right=True),
        Column(titles["base"], 1.7, right=True),
        Column(titles["rate"], 1.2, right=True),
        Column(titles["interest"], 1.5, right=True),
    )
    rows = tuple(
        (
            line.invoice.number,
            form.format_short_date(period.start),
            form.format_short_date(period.end),
            form.group_thousands(period.days),
            form.format_money(period.principal),
            form.format_rate(period.annual_rate),
            form.format_money(cents),
        )
        for line in lines
        for period, cents in zip(line.periods, line.period_cents, strict=True)
    )
    accrued = form.format_money(sum((line.interest for line in lines[1:]), lines[0].interest)) if lines else ""
    totals = ((labels["total"], "", "", "", "", "", accrued),) if len(rows) > 1 else ()
    return Table(columns, rows, totals, small=True)


def payments_table(facts: MessageFacts, labels: Labels) -> Table:
    """The payments that stand; a reversed one is left out."""
    titles, form = labels["columns"], written(labels)
    columns = (
        Column(titles["date"], 1.4),
        Column(titles["method"], 1.6),
        Column(titles["payment_reference"], 3.0, breakable=True),
        Column(titles["paid_amount"], 1.6, right=True),
    )
    rows = tuple(
        (
            form.format_short_date(payment.received_on),
            labels["method_names"].get(payment.method, payment.method),
            payment.reference or labels["none"],
            form.format_money(payment.amount),
        )
        for payment in facts.payments
        if payment.reversed_on is None
    )
    return Table(columns, rows, small=True)


def credit_notes_table(facts: MessageFacts, labels: Labels) -> Table:
    """The credit notes that the statement counts."""
    titles, form = labels["columns"], written(labels)
    columns = (
        Column(titles["credit_note"], 2.4, breakable=True),
        Column(titles["invoice"], 2.4, breakable=True),
        Column(titles["effective"], 1.6),
        Column(titles["amount"], 1.6, right=True),
    )
    numbers = _numbers(facts)
    rows = tuple(
        (
            note.number,
            numbers.get(note.invoice_id, ""),
            form.format_short_date(note.effective_on),
            form.format_money(note.amount),
        )
        for note in facts.statement.credit_notes
    )
    return Table(columns, rows, small=True)


def complements_table(facts: MessageFacts, labels: Labels) -> Table:
    """The complementary indemnities, with the day from which each is owed (IND_05)."""
    titles, form = labels["columns"], written(labels)
    columns = (
        Column(titles["invoice"], 2.4, breakable=True),
        Column(titles["date"], 1.6),
        Column(titles["paid_amount"], 1.6, right=True),
    )
    numbers = _numbers(facts)
    rows = tuple(
        (numbers.get(c.invoice_id, ""), form.format_short_date(c.claimed_on), form.format_money(c.amount))
        for c in facts.statement.complementary_indemnities
    )
    return Table(columns, rows, small=True)


def imputations_table(facts: MessageFacts, labels: Labels) -> Table:
    """How each payment was spread over the invoices, in order (PAY_01, PAY_02); a credit note's release is negative."""
    titles, account, form = labels["columns"], facts.statement, written(labels)
    numbers, days = _numbers(facts), {payment.id: payment.received_on for payment in account.payments}
    parts = [(titles["interest"], [a.interest for a in account.allocations])]
    if vocabulary(facts) != "other":  # whoever owes no indemnity reads of none (IND_02)
        indemnities = [a.fixed_indemnity + a.complementary_indemnity for a in account.allocations]
        parts.append((titles["indemnities"], indemnities))
    parts.append((titles["base"], [a.principal for a in account.allocations]))
    parts.append((titles["spread_total"], [a.total for a in account.allocations]))
    columns = (
        Column(titles["date"], 1.4),
        Column(titles["invoice"], 2.2, breakable=True),
        *(Column(title, 1.5, right=True) for title, _ in parts),
    )
    rows = tuple(
        (
            form.format_short_date(days[a.payment_id]),
            numbers.get(a.invoice_id, ""),
            *(form.format_money(amounts[place]) for _, amounts in parts),
        )
        for place, a in enumerate(account.allocations)
    )
    return Table(columns, rows, small=True)


def not_yet_due_table(facts: MessageFacts, labels: Labels) -> Table:
    """Invoices that are listed apart and not claimed."""
    return replace(dated_invoices(facts.statement.not_yet_due, labels), small=True)


def _numbers(facts: MessageFacts) -> dict[str, str]:
    return {x.invoice.id: x.invoice.number for x in (*facts.statement.lines, *facts.statement.not_yet_due)}
