"""The claim of one fictitious creditor in an insolvency."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from chalicelib.adapters.rates_file import load_rates
from chalicelib.domain.claim_declaration import Claim, DeclarationFacts
from chalicelib.domain.debtor_fact import DebtorFact, FactKind, Insolvency, Procedure, Representative
from chalicelib.domain.declared_insolvency import declared_insolvency
from chalicelib.domain.invoice import Invoice
from chalicelib.domain.ledger import statement
from chalicelib.domain.money import ZERO, Money
from chalicelib.domain.parties import Address, DebtorKind

from .facts import CREDITOR, MANAGER, debtor

JUDGED = date(2026, 3, 10)
EVE = date(2026, 3, 9)
AGENT = Representative("Maître Solène Aubrac", Address("27 rue de la Pépinière", "75008", "Paris"))
INVOICES = (
    Invoice("inv_1", "FA-2025-0188", date(2025, 11, 4), date(2025, 12, 4), Money(184_050)),
    Invoice("inv_2", "FA-2026-0017", date(2026, 2, 20), date(2026, 3, 22), Money(96_400)),
)


def declaration(procedure: Procedure = Procedure.RECEIVERSHIP, *, known: bool = True) -> DeclarationFacts:
    """As of the eve of the judgment; ``known`` is whether publication, court and agent are."""
    told = Insolvency(procedure, date(2026, 3, 19), "le tribunal de commerce de Dijon", AGENT)
    told = told if known else Insolvency(procedure)
    fact = DebtorFact("fact_1", FactKind.INSOLVENCY, JUDGED, datetime(2026, 3, 12, tzinfo=UTC), 1, 1, insolvency=told)
    owes = debtor()
    insolvency = declared_insolvency(fact, CREDITOR.address, owes.address)
    assert insolvency is not None
    account = statement(
        INVOICES, (), (), debtor_kind=DebtorKind.COMPANY, rates=load_rates(), as_of=EVE, frozen_on=JUDGED
    )
    to_come = sum((line.principal_left for line in account.not_yet_due), ZERO)
    claim = Claim(
        EVE,
        account.lines,
        account.not_yet_due,
        account.principal,
        account.interest,
        account.fixed_indemnity,
        to_come,
    )
    enclosures = ("Facture n° FA-2025-0188 du 4 novembre 2025", "bon-de-livraison.pdf")
    return DeclarationFacts(
        CREDITOR, owes, MANAGER, "AM-7Q2K9XBT", fact, insolvency, claim, date(2026, 3, 24), 1, enclosures
    )


def second_edition() -> DeclarationFacts:
    return replace(declaration(), edition=2, replaces=date(2026, 3, 14))
