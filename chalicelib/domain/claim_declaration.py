"""The claim as it is declared in an insolvency: what was owed on the eve of the judgment (C. com. L622-24, L622-25).

Due sums with their interest and indemnity, and apart from them the sums to fall due with their dates. What was paid or
credited later is not in it; a payment of before that is recorded late makes another edition.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, timedelta

from .address import Address
from .case import Case
from .case_payments import whole_statement_of
from .debtor_fact import DebtorFact
from .declared_insolvency import DeclaredInsolvency
from .ledger import InvoiceStatement
from .money import ZERO, Money
from .parties import CaseManager, Creditor, Debtor
from .rates import RateTable

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Claim:
    """Amounts as of ``as_of``, the eve of the judgment. ``due`` and ``to_come`` are the invoices that are not paid."""

    as_of: date
    due: tuple[InvoiceStatement, ...]
    to_come: tuple[InvoiceStatement, ...]
    principal: Money
    interest: Money
    fixed_indemnity: Money
    to_come_total: Money
    complementary_indemnity: Money = ZERO

    @property
    def due_total(self) -> Money:
        return self.principal + self.interest + self.fixed_indemnity + self.complementary_indemnity

    @property
    def total(self) -> Money:
        return self.due_total + self.to_come_total


@dataclass(frozen=True)
class DeclarationFacts:
    """All that the paper says. ``enclosures`` are what proves the claim, as the reader will see it named.

    ``replaces`` is the day of the edition before.
    """

    creditor: Creditor
    debtor: Debtor
    case_manager: CaseManager
    case_reference: str
    fact: DebtorFact
    insolvency: DeclaredInsolvency
    claim: Claim
    today: date
    edition: int
    enclosures: tuple[str, ...] = ()
    replaces: date | None = None


def insolvency_fact(case: Case, debtor: Debtor) -> DebtorFact | None:
    """The fact behind the case's insolvency."""
    wanted = case.insolvency.fact_id if case.insolvency else None
    return next((fact for fact in debtor.facts if fact.id == wanted and fact.stands), None)


def claim_of(case: Case, rates: RateTable) -> Claim | None:
    """The claim in the insolvency of an open case; ``None`` without one, or when nothing was owed.

    ``RateUnknown`` names a missing half-year (INT_15).
    """
    if case.insolvency is None or case.is_closed:
        return None
    eve = case.insolvency.judgment_on - ONE_DAY
    account = whole_statement_of(case, rates, eve)
    to_come = tuple(line for line in account.not_yet_due if line.principal_left.amount > 0)
    claim = Claim(
        as_of=eve,
        due=tuple(line for line in account.lines if line.total_left.amount > 0),
        to_come=to_come,
        principal=account.principal,
        interest=account.interest,
        fixed_indemnity=account.fixed_indemnity,
        complementary_indemnity=account.complementary_indemnity,
        to_come_total=sum((line.principal_left for line in to_come), ZERO),
    )
    return claim if claim.total.amount > 0 else None


def wanted_declaration(case: Case, debtor: Debtor, rates: RateTable) -> str | None:
    """What the declaration would say today, as a SHA-256; another one than ``insolvency.declared`` is to be written."""
    fact, claim = insolvency_fact(case, debtor), claim_of(case, rates)
    if fact is None or claim is None:
        return None
    return content_of(fact, claim)


def content_of(fact: DebtorFact, claim: Claim) -> str:
    """The content of a declaration: its amounts, and to whom and in what procedure it is made."""
    told = fact.insolvency
    someone = told.representative if told else None
    said = {
        "judgment_on": fact.on.isoformat(),
        "procedure": told.procedure.value if told else None,
        "published_on": told.published_on.isoformat() if told and told.published_on else None,
        "court": told.court if told else None,
        "representative": [someone.name, _lines(someone.address), someone.email] if someone else None,
        "lines": [_line(line) for line in (*claim.due, *claim.to_come)],
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _line(line: InvoiceStatement) -> list[object]:
    amounts = (
        line.principal_left,
        line.interest_left,
        line.fixed_indemnity_left,
        line.complementary_indemnity_left,
    )
    return [line.invoice.number, line.invoice.due_date.isoformat(), *(amount.amount for amount in amounts)]


def _lines(address: Address | None) -> list[str | None] | None:
    return [address.line1, address.line2, address.postal_code, address.city, address.country] if address else None
