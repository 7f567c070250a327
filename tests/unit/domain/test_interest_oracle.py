"""Interest against exact fractions, day by day, from the text of the rules; nothing is shared with the code."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from chalicelib.adapters.rates_file import RATES_FILE, load_rates
from chalicelib.domain.interest import THREE_TIMES_LEGAL, ContractRate
from chalicelib.domain.invoice import Invoice
from chalicelib.domain.late_payment import late_payment
from chalicelib.domain.ledger import InvoiceStatement, statement
from chalicelib.domain.money import Money
from chalicelib.domain.notice import ProvenNotice
from chalicelib.domain.parties import DebtorKind

PUBLISHED = {
    series: {row["half_year"]: Fraction(row["value"]) for row in rows}
    for series, rows in json.loads(RATES_FILE.read_text(encoding="utf-8")).items()
    if isinstance(rows, list)
}
FIRST, LAST = date(2020, 1, 1), date(2026, 6, 30)


@dataclass(frozen=True)
class Claim:
    """One unpaid invoice in a world of its own."""

    kind: str
    cents: int
    due: date
    as_of: date
    rate: str | None
    notice: date | None
    private_creditor: bool
    frozen_on: date | None

    @property
    def is_civil(self) -> bool:
        return self.private_creditor or self.kind in {"consumer", "non_professional"}


def claim(chance: random.Random) -> Claim:
    due = FIRST + timedelta(days=chance.randrange((LAST - FIRST).days))
    some = [due + timedelta(days=chance.randrange(-60, 900)) for _ in range(3)]
    return Claim(
        kind=chance.choice([kind.value for kind in DebtorKind]),
        cents=chance.choice([1, 99, 3_650, chance.randrange(1, 10**6), chance.randrange(1, 10**11)]),
        due=due,
        as_of=min(max(some[0], due), LAST),
        rate=chance.choice([None, None, "3x_legal", "0", "6.5", "15.00", "11.1299"]),
        notice=chance.choice([None, some[1]]),
        private_creditor=chance.random() < 0.2,
        frozen_on=chance.choice([None, None, some[2]]),
    )


def half_of(day: date) -> str:
    return f"{day.year}H{1 if day.month < 7 else 2}"


def annual_rate(of: Claim, day: date) -> Fraction:
    """What the debtor owes for that day, in percent a year; the rules in the order in which the law excludes."""
    if day <= of.due or (of.frozen_on is not None and day >= of.frozen_on):  # INT_07, INT_16, INT_17
        return Fraction(0)
    if of.is_civil:  # INT_05, INT_06, INT_08
        if of.notice is None or day <= of.notice:
            return Fraction(0)
        return PUBLISHED["legal_individual" if of.private_creditor else "legal_business"][half_of(day)]
    if of.kind == "public_body":  # INT_04
        return PUBLISHED["ecb"][half_of(of.due + timedelta(days=1))] + 8
    if of.rate == "3x_legal":  # INT_02
        return 3 * PUBLISHED["legal_business"][half_of(day)]
    return PUBLISHED["ecb"][half_of(day)] + 10 if of.rate is None else Fraction(of.rate)  # INT_01, INT_02


def expected_interest(of: Claim) -> int:
    """INT_09 to INT_13: each day's share over 365, summed exactly, rounded once, halves upward."""
    days: Counter[Fraction] = Counter()
    day = of.due
    while day < of.as_of:
        day += timedelta(days=1)
        days[annual_rate(of, day)] += 1
    exact = sum((of.cents * rate * count / 100 / 365 for rate, count in days.items()), Fraction(0))
    whole, rest = divmod(exact, 1)
    return int(whole) + (rest >= Fraction(1, 2))


def expected_indemnity(of: Claim) -> int:
    """IND_01, IND_02, IND_04."""
    fell_due_too_late = of.frozen_on is not None and of.due >= of.frozen_on
    return 4000 if of.as_of > of.due and not of.is_civil and not fell_due_too_late else 0


def contract_rate(of: Claim) -> ContractRate:
    if of.rate == "3x_legal":
        return THREE_TIMES_LEGAL
    return None if of.rate is None else Decimal(of.rate)


def line_of(of: Claim) -> InvoiceStatement:
    rate = None if of.rate is None else Decimal(of.rate)
    invoice = Invoice("inv_1", "F-1", of.due - timedelta(days=30), of.due, Money(of.cents), contract_rate=rate)
    account = statement(
        [invoice],
        [],
        [],
        debtor_kind=DebtorKind(of.kind),
        rates=load_rates(),
        as_of=of.as_of,
        formal_notices=(ProvenNotice(date.max, of.notice),) if of.notice else (),
        creditor_is_private_individual=of.private_creditor,
        frozen_on=of.frozen_on,
    )
    return (*account.lines, *account.not_yet_due)[0]


@pytest.mark.parametrize("seed", range(8))
def test_a_case_counts_interest_as_the_text_says(seed: int) -> None:
    """INT_01, INT_02, INT_04 to INT_13, INT_16, INT_17, IND_01, IND_02, IND_04: 250 claims by chance a seed."""
    chance = random.Random(seed)  # noqa: S311  # claims by chance, no secret
    for _ in range(250):
        of = claim(chance)
        if of.rate == "3x_legal":
            continue
        line = line_of(of)
        assert line.interest.amount == expected_interest(of), of
        assert line.fixed_indemnity.amount == expected_indemnity(of), of
        assert sum(cents.amount for cents in line.period_cents) == line.interest.amount, of


@pytest.mark.parametrize("seed", range(8))
def test_the_calculation_without_a_case_counts_the_same(seed: int) -> None:
    """The same rules, with three times the legal rate as a contract's rate (INT_02)."""
    chance = random.Random(1000 + seed)  # noqa: S311  # claims by chance, no secret
    for _ in range(250):
        of = claim(chance)
        if of.frozen_on is not None:
            continue
        found = late_payment(
            debtor_kind=DebtorKind(of.kind),
            principal=Money(of.cents),
            due_date=of.due,
            as_of=of.as_of,
            rates=load_rates(),
            formal_notice_date=of.notice,
            contract_rate=contract_rate(of),
            creditor_is_private_individual=of.private_creditor,
        )
        assert found.interest.amount == expected_interest(of), of
        assert found.fixed_indemnity.amount == expected_indemnity(of), of
        assert found.total_due.amount == of.cents + found.interest.amount + found.fixed_indemnity.amount
