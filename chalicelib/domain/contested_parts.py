"""What disputes set aside while a ledger is computed: parts of accounts, from the day they are contested (R-002).

A part keeps its terms: interest goes on to run on it, and once the dispute is over it is taken back as if it had never
been apart, less what the creditor gave up. Meanwhile payments go to what nobody contests first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from .account import Account
from .ledger_facts import Contested

OPENED, ENDED = "opened", "ended"


@dataclass(frozen=True)
class Turn:
    """A dispute begins or ends in the order of the ledger."""

    kind: str
    contested: Contested


def turns(contested: Iterable[Contested], as_of: date) -> Iterator[tuple[tuple[date, int, int, str], Turn]]:
    """When each begins and ends: after the credit notes of that day, before its payments; an end after its beginning.

    One that began and ended without anything given up has changed nothing on the day itself.
    """
    for each in contested:
        if each.since <= as_of:
            yield (each.since, 2, 0, each.id), Turn(OPENED, each)
        if each.until is not None and each.until <= as_of:
            yield (each.until, 2, 1, each.id), Turn(ENDED, each)


@dataclass
class SetAside:
    """The parts that are apart now, by dispute."""

    accounts: Mapping[str, Account]
    parts: dict[str, list[Account]] = field(default_factory=dict)

    def apply(self, turn: Turn) -> None:
        """Sets the parts of a dispute apart, or takes them back."""
        if turn.kind == OPENED:
            self._open(turn.contested)
        else:
            self._end(turn.contested)

    def of(self, account: Account) -> list[Account]:
        """The parts of one invoice."""
        return [part for parts in self.parts.values() for part in parts if part.reference == account.reference]

    def every(self) -> list[Account]:
        return [part for parts in self.parts.values() for part in parts]

    def whole(self, account: Account, on: date) -> Account:
        """The invoice with its parts, as the creditor claims it."""
        parts = self.of(account)
        if not parts:
            return account
        merged = replace(account)
        for part in parts:
            merged.absorb(part, on)
        return merged

    def _open(self, contested: Contested) -> None:
        left = contested.amount.amount if contested.amount is not None else None
        parts = []
        for invoice_id in contested.invoice_ids:
            if left is not None and left <= 0:
                break
            part = self.accounts[invoice_id].carve(left, contested.since)
            parts.append(part)
            left = None if left is None else left - part.principal
        self.parts[contested.id] = parts

    def _end(self, contested: Contested) -> None:
        on = contested.until or contested.since
        left = contested.given_up.amount
        for part in self.parts.pop(contested.id, []):
            part.accrue(on)
            waived = min(left, part.principal_left)
            if waived > 0:
                part.give_up(waived, on)
                left -= waived
            self.accounts[part.reference].absorb(part, on)
