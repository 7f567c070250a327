"""The acts of before the opening that count for limitation, as the request states them (PRE_07, PRE_09)."""

from __future__ import annotations

from datetime import date

from chalicelib.domain.errors import FieldProblem, InvalidInput
from chalicelib.domain.invoice import Invoice, normalised_number
from chalicelib.domain.limitation_record import RecordedAct

from .case_request import OpenCase


def stated_acts(command: OpenCase, invoices: tuple[Invoice, ...]) -> tuple[RecordedAct, ...]:
    """The acts of before the opening, each with the id of the invoice it named; their own ids follow their place."""
    ids = {normalised_number(invoice.number): invoice.id for invoice in invoices}
    return tuple(
        RecordedAct(f"#{place}", act.kind, act.on, ids.get(normalised_number(act.invoice_number or "")))
        for place, act in enumerate(command.limitation_acts)
    )


def check_stated_acts(command: OpenCase, invoices: tuple[Invoice, ...], today: date) -> None:
    """An act of before lies in the past, and names an invoice of the request or none."""
    known = {normalised_number(invoice.number) for invoice in invoices}
    problems = []
    for place, act in enumerate(command.limitation_acts):
        if act.on > today:
            pointer = f"#/limitation_acts/{place}/on"
            problems.append(FieldProblem(pointer, "in_the_future", f"the case stands at {today}"))
        if act.invoice_number is not None and normalised_number(act.invoice_number) not in known:
            pointer = f"#/limitation_acts/{place}/invoice_number"
            problems.append(FieldProblem(pointer, "unknown_invoice", "not an invoice of this request"))
    if problems:
        raise InvalidInput("An act cannot be taken over.", errors=tuple(problems))
