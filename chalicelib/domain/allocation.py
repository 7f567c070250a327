"""Which debts a payment pays (PAY_02, C. civ. 1342-10) and in which order inside each (PAY_01)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from .account import Account, Parts


@dataclass(frozen=True)
class Share:
    """What one payment brought one account, in cents, and the principal that was left then."""

    account: Account
    parts: Parts
    principal_left: int

    @property
    def total(self) -> int:
        return sum(self.parts)


def spread(amount: int, accounts: Sequence[Account], on: date, designated: Sequence[Account] = ()) -> list[Share]:
    """Pays the accounts in legal order and returns the shares, in order; what no debt takes is left out.

    The designated debt, then what nobody contests, due debts before others, the one that costs most that day, the
    oldest; debts equal in all of this share in proportion to what each owes, to the cent. Interest has run to ``on``
    inclusive (INT_09).
    """
    for account in accounts:
        account.accrue(on)
    shares: list[Share] = []
    for account in designated:
        amount -= _give(account, amount, on, shares)
    for group in _groups([account for account in accounts if account.total_left > 0], on):
        if amount <= 0:
            break
        for account, part in _proportions(amount, group):
            amount -= _give(account, part, on, shares)
    return shares


def _groups(accounts: list[Account], on: date) -> list[list[Account]]:
    if len(accounts) < 2:
        return [accounts] if accounts else []

    def rank(account: Account) -> tuple[bool, bool, Decimal, date]:
        return account.is_contested, not account.is_due(on), -account.terms.current_rate(on), account.due_date

    return [list(group) for _, group in groupby(sorted(accounts, key=rank), key=rank)]


def _proportions(amount: int, group: list[Account]) -> list[tuple[Account, int]]:
    """Everything if it suffices, else pro rata; the cents that remain go to the largest fractions, first come first."""
    owed = sum(account.total_left for account in group)
    if amount >= owed:
        return [(account, account.total_left) for account in group]
    parts = [amount * account.total_left // owed for account in group]
    by_fraction = sorted(range(len(group)), key=lambda i: -(amount * group[i].total_left % owed))
    for position in by_fraction[: amount - sum(parts)]:
        parts[position] += 1
    return list(zip(group, parts, strict=True))


def _give(account: Account, amount: int, on: date, shares: list[Share]) -> int:
    share = Share(account, account.pay(amount, on), account.principal_left)
    if share.total:
        shares.append(share)
    return share.total
