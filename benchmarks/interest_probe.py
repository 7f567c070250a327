"""The process whose instructions are counted: bare Decimal multiplications, then the interest of one invoice.

Marks as in ``benchmarks.probe``. Parts: everything before | multiplications, one for each half-year of the table | what
a case counts | what the calculation answers, with its lines; each ``ROUNDS`` times.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from chalicelib.adapters.rates_file import load_rates
from chalicelib.domain.interest import interest_terms, rounded_to_cent
from chalicelib.domain.late_payment import late_payment
from chalicelib.domain.money import Money
from chalicelib.domain.parties import DebtorKind

ROUNDS = 50
PRINCIPAL = Money(123_456_789)


def main() -> None:
    """`python -m benchmarks.interest_probe`."""
    rates = load_rates()
    principal, values = PRINCIPAL.to_decimal(), [rate.value for rate in rates.ecb.values()]
    due_date, as_of = min(rates.ecb).first_day - timedelta(days=1), max(rates.ecb).last_day
    kind = DebtorKind.COMPANY

    def multiplications() -> Decimal:
        product = principal
        for value in values:
            product = principal * value
        return product

    def counted() -> int:
        terms = interest_terms(debtor_kind=kind, due_date=due_date, rates=rates)
        return rounded_to_cent(terms.accrued(PRINCIPAL.amount, due_date, as_of))

    def answered() -> int:
        found = late_payment(debtor_kind=kind, principal=PRINCIPAL, due_date=due_date, as_of=as_of, rates=rates)
        return found.interest.amount

    if counted() != answered():
        raise RuntimeError("two ways of counting the same interest differ")
    multiplications()
    _parts(multiplications, counted, answered)


def _parts(*parts: Callable[[], object]) -> None:
    os.getloadavg()
    for part in parts:
        for _ in range(ROUNDS):
            part()
        os.getloadavg()


if __name__ == "__main__":
    main()
