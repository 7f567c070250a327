"""A credit note as an e-invoice file states it (R-120): what it says, and which invoice of the case it reduces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .errors import FieldProblem, InvalidInput
from .invoice import Invoice, ReadInvoice, normalised_number
from .money import Money

NAMED_IN_A_MESSAGE = 5


@dataclass(frozen=True)
class StatedCreditNote:
    """What the file says. ``amount`` includes VAT and is positive, whichever sign the file gives it."""

    number: str
    issued_on: date
    amount: Money
    preceding_invoices: tuple[str, ...]


def stated_credit_note(read: ReadInvoice, pointer: str) -> StatedCreditNote:
    """Refused at ``pointer`` with what is missing.

    Errors: ``not_a_credit_note``; ``credit_note_incomplete``, one entry for each field; ``currency_not_supported``.
    """
    if not read.is_credit_note:
        detail = f"The file is of type {read.type_code or 'unknown'}; a credit note is of type 381."
        raise InvalidInput(
            detail, code="not_a_credit_note", errors=(FieldProblem(pointer, "not_a_credit_note", detail),)
        )
    amount = read.amount_incl_tax or read.amount_due
    if not read.number or read.issue_date is None or amount is None:
        stated = {"number": read.number, "issue_date": read.issue_date, "amount_incl_tax": amount}
        problems = tuple(
            FieldProblem(pointer, f"missing_{field}", f"The file states no legible `{field}`.")
            for field, value in stated.items()
            if not value
        )
        raise InvalidInput("The file does not say enough.", code="credit_note_incomplete", errors=problems)
    if amount.currency != "EUR":
        problem = FieldProblem(
            pointer, "currency_not_supported", f"The file is in {amount.currency}; cases are in EUR."
        )
        raise InvalidInput(problem.detail, code="currency_not_supported", errors=(problem,))
    return StatedCreditNote(read.number, read.issue_date, Money(abs(amount.amount)), read.preceding_invoices)


def credited_invoice(stated: StatedCreditNote, invoices: Sequence[Invoice]) -> str:
    """The id of the one invoice of the case that the file refers to, by its number as invoices are told apart.

    Error: ``credit_note_without_invoice`` when it names none, none of this case, or several of it.
    """
    named = {normalised_number(number) for number in stated.preceding_invoices}
    found = [invoice.id for invoice in invoices if normalised_number(invoice.number) in named]
    if len(found) == 1:
        return found[0]
    numbers = ", ".join(stated.preceding_invoices[:NAMED_IN_A_MESSAGE])
    if not named:
        detail = "The file names no preceding invoice (BT-25). Give `invoice_id` beside it."
    elif found:
        detail = f"The file names several invoices of this case ({numbers}). Give `invoice_id` beside it."
    else:
        detail = f"The file names {numbers}, which is no invoice of this case. Give `invoice_id` beside it."
    problem = FieldProblem("#/invoice_id", "required", detail)
    raise InvalidInput(detail, code="credit_note_without_invoice", errors=(problem,))
