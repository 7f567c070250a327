"""Plans of one fictitious creditor, agreed and signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from chalicelib.domain.amount_in_words import in_english, in_french
from chalicelib.domain.french import format_money
from chalicelib.domain.mediator import Mediator
from chalicelib.domain.money import ZERO, Money
from chalicelib.domain.negotiation.acknowledgement import AcknowledgementFacts, SignerFacts
from chalicelib.domain.negotiation.instalments import instalments_for
from chalicelib.domain.negotiation.payment_plan import (
    PaymentPlan,
    PlanInterest,
    PlanState,
    Side,
    Signature,
    SignedBy,
)
from chalicelib.domain.negotiation.terms import PlanTerms
from chalicelib.domain.parties import DebtorKind

from .facts import CREDITOR, MANAGER, debtor
from .mandate_facts import COLLECTOR

AGREED = datetime(2026, 3, 24, 9, tzinfo=UTC)
SIGNED = datetime(2026, 3, 26, 13, 42, tzinfo=UTC)
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
MEDIATOR = Mediator("CM2C", "49 rue de Ponthieu, 75008 Paris", "www.cm2c.net")


def plan(kind: DebtorKind, count: int = 4) -> PaymentPlan:
    """A consumer owes no indemnity and no interest beyond what is owed already (IND_02)."""
    private = kind is DebtorKind.CONSUMER
    parts = (Money(184_050), Money(1_234), ZERO if private else Money(4_000), ZERO)
    total = sum(parts, ZERO)
    return PaymentPlan(
        "plan_1",
        PlanState.AGREED,
        Side.DEBTOR,
        AGREED,
        instalments_for(total, PlanTerms(count, date(2026, 3, 31)), None),
        total,
        parts[0],
        30 if private else 8,
        interest=parts[1],
        fixed_indemnity=parts[2],
        interest_during=PlanInterest.WAIVED if private else PlanInterest.DUE_IF_ACCELERATED,
        agreed_at=AGREED,
        reckoned_on=date(2026, 3, 20),
    )


def to_sign(kind: DebtorKind = DebtorKind.COMPANY, count: int = 4, language: str = "fr") -> AcknowledgementFacts:
    """Before anybody signed."""
    creditor = replace(CREDITOR, mediator=MEDIATOR) if kind is DebtorKind.CONSUMER else CREDITOR
    owes = debtor(kind)
    return AcknowledgementFacts(
        creditor, owes, MANAGER, "AM-7Q2K9XBT", plan(kind, count), ("FA-2025-0188",), language=language
    )


def signed(facts: AcknowledgementFacts, *, on_paper: bool = False) -> AcknowledgementFacts:
    """By the debtor first, then by the creditor."""
    total = facts.plan.total
    words = in_english(total) if facts.language == "en" else in_french(total)
    own = Signature(Side.DEBTOR, SIGNED, SignedBy.PAGE, "cod_1", figures=format_money(total), words=words)
    own = replace(own, text_sha256=DIGEST, language=facts.language, code_sent_at=SIGNED, code_confirmed_at=SIGNED)
    if on_paper:
        own = Signature(
            Side.DEBTOR, SIGNED, SignedBy.PAPER, figures="1892,84", words=words, signed_on=date(2026, 3, 25)
        )
    other = Signature(Side.CREDITOR, SIGNED, SignedBy.API, signatory="Paul Durand, directeur financier")
    plan_ = replace(facts.plan, signatures=(own, other))
    told = SignerFacts(own) if on_paper else SignerFacts(own, "l…@e….fr", "Léa Martin")
    return replace(facts, plan=plan_, signers=(told, SignerFacts(other)), signed_at=SIGNED)


def under_mandate(facts: AcknowledgementFacts) -> AcknowledgementFacts:
    return replace(facts, collector=COLLECTOR)
