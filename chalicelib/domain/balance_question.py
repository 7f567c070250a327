"""The question of a last look and what its answer means: whether the invoicing system agrees with the case (R-133).

Compared is what an invoicing system knows: of each due invoice the unpaid amount, without interest and indemnities, and
with every payment that was booked on it, whatever it paid there (PAY_01).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .case import Case
from .instants import instant
from .invoice import normalised_number
from .ledger_lines import InvoiceStatement, Statement
from .money import Money
from .next_step import NextStep

LARGEST_ANSWER = 16_384
"""Bytes; what is longer is cut, and then no answer."""

LONGEST_EXCERPT = 500
QUESTION = "balance.look"
MALFORMED, TOLD_TO_WAIT, DIFFERS, MISSING = "answer_malformed", "told_to_wait", "balance_differs", "invoice_missing"


@dataclass(frozen=True)
class OpenInvoice:
    """What is unpaid of an invoice, as the invoicing system books it."""

    id: str
    number: str
    outstanding: Money


def open_invoices(account: Statement) -> tuple[OpenInvoice, ...]:
    """Every due invoice of the case, paid ones at zero."""
    return tuple(OpenInvoice(line.invoice.id, line.invoice.number, _in_the_books(line)) for line in account.lines)


def _in_the_books(line: InvoiceStatement) -> Money:
    paid = line.principal_paid + line.interest_paid + line.fixed_indemnity_paid + line.complementary_indemnity_paid
    return Money(max((line.principal - line.credited - paid).amount, 0))


def question(case: Case, step: NextStep, channel: str, invoices: tuple[OpenInvoice, ...], now: datetime) -> bytes:
    """The body, in the form of a webhook's: ``type``, ``timestamp`` (case time), ``data``."""
    data = {
        "case_id": case.id,
        "external_reference": case.external_reference,
        "creditor_id": case.creditor_id,
        "livemode": case.scope.livemode,
        "step": {"id": step.step_id, "channel": channel},
        "as_of": instant(now),
        "invoices": [shown(each) for each in invoices],
    }
    body = {"type": QUESTION, "timestamp": instant(now), "data": data}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def shown(invoice: OpenInvoice) -> dict[str, Any]:
    """An invoice as it is asked about."""
    outstanding = invoice.outstanding.as_json()
    return {"id": invoice.id, "number": invoice.number, "outstanding": outstanding}


def doubt_about(answer: str, invoices: tuple[OpenInvoice, ...]) -> str | None:
    """Why this answer is no agreement; ``None`` when it is one.

    Agreement is ``{"proceed": true}``, or each asked invoice with the same amount. What contradicts itself is none.
    """
    read = _read(answer)
    if read is None:
        return MALFORMED
    proceed, told = read
    if proceed is False:
        return TOLD_TO_WAIT
    return doubt_about_amounts(told, invoices, complete=proceed is None)


def doubt_about_amounts(told: dict[str, Money], invoices: tuple[OpenInvoice, ...], *, complete: bool) -> str | None:
    """Why these amounts, by normalised number, do not agree; ``complete``: each invoice has to be named."""
    for invoice in invoices:
        amount = told.get(normalised_number(invoice.number))
        if amount is None and complete:
            return MISSING
        if amount is not None and amount != invoice.outstanding:
            return DIFFERS
    return None


def _read(answer: str) -> tuple[bool | None, dict[str, Money]] | None:
    if len(answer.encode()) >= LARGEST_ANSWER:
        return None
    try:
        body = json.loads(answer)
    except (ValueError, RecursionError):
        return None
    if not isinstance(body, dict):
        return None
    proceed, listed = body.get("proceed"), body.get("invoices")
    if (proceed is None and listed is None) or not (proceed is None or isinstance(proceed, bool)):
        return None
    told = _amounts(listed if listed is not None else [])
    return None if told is None else (proceed, told)


def _amounts(listed: object) -> dict[str, Money] | None:
    """By normalised number; ``None`` where a line is not what was agreed, or an invoice is named twice."""
    if not isinstance(listed, list):
        return None
    told: dict[str, Money] = {}
    for line in listed:
        read = _line(line)
        if read is None or read[0] in told:
            return None
        told[read[0]] = read[1]
    return told


def _line(line: object) -> tuple[str, Money] | None:
    number, money = (line.get("number"), line.get("outstanding")) if isinstance(line, dict) else (None, None)
    amount, currency = (money.get("amount"), money.get("currency")) if isinstance(money, dict) else (None, None)
    whole = isinstance(amount, int) and not isinstance(amount, bool)
    if not isinstance(number, str) or not whole or not isinstance(currency, str):
        return None
    return normalised_number(number), Money(int(str(amount)), currency)
