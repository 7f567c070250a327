"""What falls due soon, for the words that precede any demand (R-046): never counted with what is owed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.domain.ledger_lines import InvoiceStatement
from chalicelib.domain.messages import MessageFacts
from chalicelib.domain.money import ZERO, Money

from .blocks import Column, Fields, Table
from .sender import account_of
from .wording import Labels, written


def upcoming_lines(facts: MessageFacts) -> tuple[InvoiceStatement, ...]:
    """The invoices not yet due, or due today, that are not paid already; the nearest first."""
    waiting = (line for line in facts.statement.not_yet_due if line.principal_left.amount > 0)
    return tuple(sorted(waiting, key=lambda line: (line.invoice.due_date, line.invoice.number)))


def upcoming_view(facts: MessageFacts, labels: Labels) -> dict[str, object]:
    """``upcoming`` is missing where nothing falls due: a text about it is then not written."""
    lines, form = upcoming_lines(facts), written(labels)
    days = {line.invoice.due_date for line in lines}
    return {
        "upcoming": [
            {
                "number": line.invoice.number,
                "issued": form.format_date(line.invoice.issue_date),
                "due": form.format_date(line.invoice.due_date),
            }
            for line in lines
        ],
        "upcoming_one": len(lines) == 1,
        "upcoming_numbers": form.format_list([line.invoice.number for line in lines]),
        "upcoming_total": form.format_money(_total(lines)) if lines else None,
        "upcoming_today": days == {facts.today},
        "upcoming_due": form.format_date(days.pop()) if len(days) == 1 else "",
    }


def upcoming_table(facts: MessageFacts, labels: Labels) -> Table | None:
    """Number, dates and amount of each invoice that falls due, and their total."""
    lines = upcoming_lines(facts)
    if not lines:
        return None
    total = (labels["total"], "", "", written(labels).format_money(_total(lines)))
    return replace(dated_invoices(lines, labels), totals=(total,) if len(lines) > 1 else ())


def dated_invoices(lines: Sequence[InvoiceStatement], labels: Labels) -> Table:
    """Number, dates and what is left of the principal of each."""
    titles, form = labels["columns"], written(labels)
    columns = (
        Column(titles["invoice"], 2.4, breakable=True),
        Column(titles["issued"], 1.5),
        Column(titles["due"], 1.5),
        Column(titles["amount"], 1.9, right=True),
    )
    rows = tuple(
        (
            line.invoice.number,
            form.format_short_date(line.invoice.issue_date),
            form.format_short_date(line.invoice.due_date),
            form.format_money(line.principal_left),
        )
        for line in lines
    )
    return Table(columns, rows)


def upcoming_payment_fields(facts: MessageFacts, labels: Labels) -> Fields:
    """The account to pay to (PAY_06) with the amount that falls due."""
    names, account, form = labels["fields"], account_of(facts), written(labels)
    rows = (
        (names["payee"], account.holder),
        (names["iban"], form.format_iban(account.iban)),
        (names["bic"], account.bic),
        (names["amount_due"], form.format_money(_total(upcoming_lines(facts)))),
        (names["quote"], facts.case_reference),
    )
    return Fields(tuple(row for row in rows if row[1]), framed=True)


def _total(lines: tuple[InvoiceStatement, ...]) -> Money:
    return sum((line.principal_left for line in lines), ZERO)
