"""What a plan is about: what is due and undisputed that day, by its parts."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.case import Case
from chalicelib.domain.ledger_lines import InvoiceStatement, Statement
from chalicelib.domain.money import Money

from .dispute import Dispute


@dataclass(frozen=True)
class Basis:
    """The parts, in cents; they add up to ``total``."""

    principal: Money
    interest: Money
    fixed_indemnity: Money
    complementary_indemnity: Money

    @property
    def total(self) -> Money:
        return self.principal + self.interest + self.fixed_indemnity + self.complementary_indemnity


def basis_of(case: Case, account: Statement) -> Basis:
    """What is left on the invoices that are due, without what a standing dispute contests (STOP_01).

    A dispute of an amount takes it from its invoices in their order: the principal first, then what came with it; one
    without an amount takes those invoices whole.
    """
    left = {line.invoice.id: _parts(line) for line in account.lines}
    for dispute in case.negotiation.standing_disputes:
        _take(left, dispute)
    sums = [sum(parts[place] for parts in left.values()) for place in range(4)]
    return Basis(*(Money(cents) for cents in sums))


def _parts(line: InvoiceStatement) -> list[int]:
    return [
        line.principal_left.amount,
        line.interest_left.amount,
        line.fixed_indemnity_left.amount,
        line.complementary_indemnity_left.amount,
    ]


def _take(left: dict[str, list[int]], dispute: Dispute) -> None:
    """In place: what is contested is no part of any plan."""
    contested = [parts for name, parts in left.items() if not dispute.invoice_ids or name in dispute.invoice_ids]
    rest = dispute.amount.amount if dispute.amount is not None else sum(sum(parts) for parts in contested)
    for place in range(4):
        for parts in contested:
            taken = min(parts[place], rest)
            parts[place] -= taken
            rest -= taken
