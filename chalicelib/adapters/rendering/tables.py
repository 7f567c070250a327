"""The blocks behind the directives of wording (``@invoices``, ``@payment_details``, …), built from the facts."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.domain.ledger import InvoiceStatement
from chalicelib.domain.messages import MessageFacts
from chalicelib.domain.written_form import WrittenForm

from .arrangement_blocks import (
    instalment_payment_fields,
    instalments_table,
    plan_payment_fields,
    plan_signing_columns,
    promise_payment_fields,
    regularisation_fields,
    settlement_payment_fields,
)
from .blocks import Block, Column, Table
from .call_blocks import call_brief_fields
from .history_tables import call_contact_fields, chronology_table, past_table
from .mandate_blocks import (
    amounts_table,
    claim_fields,
    mandate_columns,
    proposal_fields,
    signing_columns,
)
from .party_blocks import own_signature, parties_columns, payment_fields, signature
from .statement_tables import (
    complements_table,
    credit_notes_table,
    imputations_table,
    not_yet_due_table,
    payments_table,
    periods_table,
)
from .upcoming import upcoming_payment_fields, upcoming_table
from .view import open_lines, vocabulary
from .wording import Labels, written


def invoices_table(facts: MessageFacts, labels: Labels) -> Table:
    """The invoices that still owe something, then what is added to them, then the total."""
    titles, statement, form = labels["columns"], facts.statement, written(labels)
    columns = (
        Column(titles["invoice"], 2.4, breakable=True),
        Column(titles["issued"], 1.5),
        Column(titles["due"], 1.5),
        Column(titles["days"], 1.3, right=True),
        Column(titles["left"], 1.9, right=True),
    )
    rows = tuple(
        (
            line.invoice.number,
            form.format_short_date(line.invoice.issue_date),
            form.format_short_date(line.invoice.due_date),
            form.format_days(line.days_overdue),
            form.format_money(line.principal_left),
        )
        for line in open_lines(facts)
    )
    added = (
        (labels["interest"][vocabulary(facts)], statement.interest),
        (titles["indemnity"], statement.fixed_indemnity),
        (titles["complementary"], statement.complementary_indemnity),
    )
    totals = [(name, "", "", "", form.format_money(amount)) for name, amount in added if amount.amount > 0]
    if totals or len(rows) > 1:
        totals.append((labels["total"], "", "", "", form.format_money(statement.total)))
    return Table(columns, rows, tuple(totals))


def detailed_table(facts: MessageFacts, labels: Labels) -> Table:
    """Each due invoice with what was paid, the interest, the indemnity and what is left (R-049)."""
    titles, lines, statement = labels["columns"], open_lines(facts), facts.statement
    form = written(labels)
    money = form.format_money
    columns = [
        Column(titles["invoice"], 2.3, breakable=True),
        Column(titles["issued"], 1.6),
        Column(titles["due"], 1.6),
        Column(titles["days_overdue"], 1.8, right=True),
        Column(titles["amount"], 1.75, right=True),
        Column(titles["settled"], 1.75, right=True),
        Column(titles["principal_left"], 1.75, right=True),
    ]
    rows = [_detail(line, form) for line in lines]
    total = [labels["total"], "", "", "", "", "", money(statement.principal)]
    optional = (
        (labels["interest"][vocabulary(facts)], [x.interest_left for x in lines], statement.interest),
        (titles["indemnity"], [x.fixed_indemnity_left for x in lines], statement.fixed_indemnity),
        (
            titles["complementary"],
            [x.complementary_indemnity_left for x in lines],
            statement.complementary_indemnity,
        ),
    )
    for title, values, summed in optional:
        if summed.amount > 0:
            columns.append(Column(title, 1.75, right=True))
            rows = [[*row, money(value)] for row, value in zip(rows, values, strict=True)]
            total.append(money(summed))
    columns.append(Column(labels["fields"]["total"], 1.75, right=True))
    rows = [[*row, money(line.total_left)] for row, line in zip(rows, lines, strict=True)]
    total.append(money(statement.total))
    totals = (tuple(total),) if len(rows) > 1 else ()
    return Table(tuple(columns), tuple(tuple(row) for row in rows), totals, small=True)


def _detail(line: InvoiceStatement, form: WrittenForm) -> list[str]:
    invoice = line.invoice
    return [
        invoice.number,
        form.format_short_date(invoice.issue_date),
        form.format_short_date(invoice.due_date),
        form.group_thousands(line.days_overdue),
        form.format_money(invoice.amount_incl_tax),
        form.format_money(invoice.amount_incl_tax - line.principal_left),
        form.format_money(line.principal_left),
    ]


def allocations_table(facts: MessageFacts, labels: Labels) -> Table | None:
    """How a payment was spread: interest, indemnity, principal, invoice by invoice (PAY_01)."""
    if facts.receipt is None or not facts.receipt.allocations:
        return None
    titles, statement, kind, form = labels["columns"], facts.statement, vocabulary(facts), written(labels)
    numbers = {x.invoice.id: x.invoice.number for x in (*statement.lines, *statement.not_yet_due)}
    parts = [
        (labels["interest"][kind], "interest"),
        (titles["base"], "principal"),
        (titles["still_due"], "principal_left"),
    ]
    if kind != "other":  # a consumer owes no indemnity and reads of none (IND_02)
        parts.insert(1, (titles["indemnity"], "fixed_indemnity"))
    if any(a.complementary_indemnity for a in facts.receipt.allocations):
        parts.insert(2, (titles["complementary"], "complementary_indemnity"))
    columns = (
        Column(titles["invoice"], 2.4, breakable=True),
        *(Column(title, 1.6, right=True) for title, _ in parts),
    )
    rows = tuple(
        (numbers.get(a.invoice_id, a.invoice_id), *(form.format_money(getattr(a, part)) for _, part in parts))
        for a in facts.receipt.allocations
    )
    return Table(columns, rows)


BLOCKS: dict[str, Callable[[MessageFacts, Labels], Block | None]] = {
    "invoices": invoices_table,
    "invoices_detailed": detailed_table,
    "payment_details": payment_fields,
    "signature": signature,
    "own_signature": own_signature,
    "mandate_parties": mandate_columns,
    "mandate_signatures": signing_columns,
    "claim": claim_fields,
    "amounts": amounts_table,
    "proposal": proposal_fields,
    "parties": parties_columns,
    "allocations": allocations_table,
    "periods": periods_table,
    "payments": payments_table,
    "imputations": imputations_table,
    "credit_notes": credit_notes_table,
    "complements": complements_table,
    "not_yet_due": not_yet_due_table,
    "call_contact": call_contact_fields,
    "call_brief": call_brief_fields,
    "past": past_table,
    "chronology": chronology_table,
    "upcoming": upcoming_table,
    "upcoming_payment_details": upcoming_payment_fields,
    "promise_payment_details": promise_payment_fields,
    "plan_payment_details": plan_payment_fields,
    "instalment_payment_details": instalment_payment_fields,
    "regularisation_details": regularisation_fields,
    "settlement_payment_details": settlement_payment_fields,
    "instalments": instalments_table,
    "plan_signatures": plan_signing_columns,
}
