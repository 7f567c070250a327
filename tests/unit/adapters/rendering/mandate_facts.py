"""The same fictitious case in a collector's hands: before its first letter, and after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from chalicelib.domain.collector import (
    Collector,
    FirstLetter,
    LiabilityInsurance,
    Mandate,
    Payee,
    ProsecutorDeclaration,
)
from chalicelib.domain.messages import MessageFacts, Proposal
from chalicelib.domain.money import Money
from chalicelib.domain.parties import Address, CaseManager, DebtorKind

from .facts import facts

COLLECTOR = Collector(
    name="Cabinet Aubrac SAS",
    address=Address("7 cours Gambetta", "34000", "Montpellier"),
    insurance=LiabilityInsurance("Mutuelle des Arts et Lettres", "RC-778812", date(2026, 12, 31)),
    declaration=ProsecutorDeclaration("Montpellier", date(2025, 11, 3)),
    dedicated_iban="FR1420041010050500013M02606",
    dedicated_bic="PSSTFRPPMAR",
    siren="404833048",
    email="dossiers@cabinet-aubrac.example",
    phone="+33467120000",
)
AGENT = CaseManager("Nadia Ferrand", "+33467120012", "n.ferrand@cabinet-aubrac.example")
LETTER = FirstLetter("ctc_1", "BEL-2026-0042-L1", date(2026, 2, 18), date(2026, 2, 19))


def before_the_letter(kind: DebtorKind = DebtorKind.COMPANY, **changes: object) -> MessageFacts:
    """The facts of the first letter itself."""
    known: dict[str, object] = {
        "collector": COLLECTOR,
        "case_manager": AGENT,
        "letter_reference": LETTER.reference,
        "mandate": Mandate("mdt_1", "M-2026-7", date(2026, 1, 5), "8 % des sommes encaissées, hors taxes"),
        "receipt": None,
        "mediator": None,
    }
    return replace(facts(kind), **{**known, **changes})  # type: ignore[arg-type]  # field names are the caller's


def after_the_letter(kind: DebtorKind = DebtorKind.COMPANY, **changes: object) -> MessageFacts:
    """The facts of every later step."""
    some = facts(kind)
    known: dict[str, object] = {"first_letter": LETTER, "letter_reference": None, "receipt": some.receipt}
    return before_the_letter(kind, **{**known, **changes})


def told_to_the_creditor(payee: Payee = Payee.COLLECTOR) -> MessageFacts:
    """A payment that the collector holds, and a proposal."""
    proposal = Proposal(date(2026, 2, 27), "Deux versements égaux, en mars et en avril.", "call", Money(75_000))
    some = after_the_letter(payee=payee, remit_by=date(2026, 3, 20), proposal=proposal)
    assert some.mandate is not None
    return replace(some, mandate=replace(some.mandate, payee=payee))
