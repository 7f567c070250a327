"""An independent ledger for tests: one day at a time, exact fractions, no shortcut. Companies only."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from chalicelib.adapters.rates_file import RATES_FILE
from chalicelib.domain.invoice import Invoice
from chalicelib.domain.ledger import CreditNote, Payment

ECB = {row["half_year"]: Fraction(row["value"]) for row in json.loads(RATES_FILE.read_text(encoding="utf-8"))["ecb"]}
Debt = dict[str, Any]
Days = tuple[date, date | None, date | None]


def simulate(
    invoices: Sequence[Invoice],
    payments: Sequence[Payment],
    notes: Sequence[CreditNote],
    as_of: date,
    order: str = "ifp",
    suspended: Sequence[Days] = (),
) -> dict[str, tuple[int, int, int]]:
    """What is left of each invoice in cents: interest, indemnity, principal. Credit notes count from the due date.

    ``order``: what a payment pays first, by the initials of interest, fixed indemnity and principal. ``suspended``: the
    first and last day without interest, and the day from which it is owed after all.
    """
    debts: list[Debt] = []
    for invoice in invoices:
        off = sum(note.amount.amount for note in notes if note.invoice_id == invoice.id)
        principal = max(invoice.principal.amount - off, 0)
        debts.append(
            {
                "of": invoice,
                "principal": principal,
                "accrued": Fraction(0),
                "paid": 0,
                "flat": 0,
                "order": order,
                "suspended": suspended,
                "put_off": dict.fromkeys(suspended, Fraction(0)),
            }
        )
    good = sorted((p for p in payments if not p.reversed_on), key=lambda p: (p.received_on, p.sequence))
    day = min([i.due_date for i in invoices] + [p.received_on for p in good])
    while day <= as_of:
        for debt in debts:
            _one_day(debt, day)
        for payment in good:
            if payment.received_on == day:
                _receive(payment, debts, day)
        day += timedelta(days=1)
    return {debt["of"].id: (_interest(debt), debt["flat"], debt["principal"]) for debt in debts}


def _put_off(debt: Debt, day: date) -> Days | None:
    """The days without interest that this one is of."""
    return next((each for each in debt["suspended"] if each[0] <= day <= (each[1] or date.max)), None)


def _rate(debt: Debt, day: date) -> Fraction:
    return Fraction(0) if _put_off(debt, day) else _rate_as_if(debt, day)


def _rate_as_if(debt: Debt, day: date) -> Fraction:
    if day <= debt["of"].due_date:
        return Fraction(0)
    if debt["of"].contract_rate is not None:
        return Fraction(str(debt["of"].contract_rate))
    return ECB[f"{day.year}H{1 if day.month < 7 else 2}"] + 10


def _one_day(debt: Debt, day: date) -> None:
    for days in debt["suspended"]:
        if days[2] == day:
            debt["accrued"] += debt["put_off"][days]
    debt["accrued"] += debt["principal"] * _rate(debt, day) / 36500
    if put_off := _put_off(debt, day):
        debt["put_off"][put_off] += debt["principal"] * _rate_as_if(debt, day) / 36500
    if day == debt["of"].due_date + timedelta(days=1) and debt["principal"]:
        debt["flat"] = 4000


def _interest(debt: Debt) -> int:
    whole, rest = divmod(debt["accrued"], 1)
    return int(whole) + (1 if rest * 2 >= 1 else 0) - int(debt["paid"])


def _left(debt: Debt) -> int:
    return _interest(debt) + int(debt["flat"]) + int(debt["principal"])


def _receive(payment: Payment, debts: list[Debt], day: date) -> None:
    cents = payment.amount.amount
    for debt in debts:
        if debt["of"].id == payment.designated_invoice:
            cents = _take(debt, cents)
    while cents and any(_left(debt) for debt in debts):
        owing = [debt for debt in debts if _left(debt)]
        best = min(_rank(debt, day) for debt in owing)
        equal = [debt for debt in owing if _rank(debt, day) == best]
        cents = _share(equal, cents)


def _rank(debt: Debt, day: date) -> tuple[bool, Fraction, date]:
    return day <= debt["of"].due_date, -_rate(debt, day), debt["of"].due_date


def _share(equal: list[Debt], cents: int) -> int:
    owed = sum(map(_left, equal))
    if cents >= owed:
        for debt in equal:
            cents = _take(debt, cents)
        return cents
    exact = [Fraction(cents * _left(debt), owed) for debt in equal]
    parts = [int(part) for part in exact]
    while sum(parts) < cents:
        lag = [part - given for part, given in zip(exact, parts, strict=True)]
        parts[lag.index(max(lag))] += 1
    for debt, part in zip(equal, parts, strict=True):
        _take(debt, part)
    return 0


def _take(debt: Debt, cents: int) -> int:
    for part in debt["order"]:
        if part == "i":
            taken = min(cents, _interest(debt))
            debt["paid"] += taken
        else:
            name = {"f": "flat", "p": "principal"}[part]
            taken = min(cents, int(debt[name]))
            debt[name] -= taken
        cents -= taken
    return cents
