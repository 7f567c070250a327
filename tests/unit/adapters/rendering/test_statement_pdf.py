"""The décompte on paper: to the cent, with what was claimed, credited, paid and spread (R-007, IND_05, PAY_01)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.adapters.rates_file import load_rates
from chalicelib.adapters.rendering import Renderer
from chalicelib.domain.allocation_order import AllocationOrder
from chalicelib.domain.cost_lint import cost_problems
from chalicelib.domain.invoice import Invoice
from chalicelib.domain.ledger import ComplementaryIndemnity, CreditNote, Payment, Statement, statement
from chalicelib.domain.messages import MessageFacts
from chalicelib.domain.money import Money
from chalicelib.domain.notice import ProvenNotice
from chalicelib.domain.parties import DebtorKind
from chalicelib.domain.suspension import Suspension

from .facts import facts
from .test_pdf import words

AS_OF = date(2026, 6, 30)
NOTICE = ProvenNotice(date(2026, 1, 15), date(2026, 1, 20))
INVOICES = (
    Invoice("i1", "F-2025-0412", date(2025, 3, 1), date(2025, 4, 15), Money(1_245_600)),
    Invoice("i2", "F-2025-0430", date(2025, 9, 1), date(2025, 10, 30), Money(382_050)),
)
PAID = (Payment("p1", Money(200_000), date(2025, 8, 20), 1, "bank_transfer", "VIR 4471"),)
CREDITED = (CreditNote("c1", "i1", "AV-7", date(2025, 12, 1), Money(20_000), date(2025, 12, 1)),)
COSTS = (ComplementaryIndemnity("k1", "i1", Money(12_000), date(2026, 1, 5), "doc_1"),)


def account(
    kind: DebtorKind = DebtorKind.COMPANY, costs: tuple[ComplementaryIndemnity, ...] = COSTS, **changes: object
) -> Statement:
    return statement(
        INVOICES,
        PAID,
        CREDITED,
        debtor_kind=kind,
        rates=load_rates(),
        as_of=AS_OF,
        complementary_indemnities=costs,
        **changes,  # type: ignore[arg-type]
    )


def told(drawn: Statement, kind: DebtorKind = DebtorKind.COMPANY) -> MessageFacts:
    return replace(facts(kind), statement=drawn, today=AS_OF, payments=drawn.payments)


def plain(of: MessageFacts) -> str:
    return " ".join(words(Renderer().statement(of).pdf).replace("\u202f", "").replace("\u00a0", " ").split())


def test_everything_that_counts_is_there() -> None:
    drawn = account()
    shown = plain(told(drawn))
    assert "Indemnités complémentaires, sur justification" in shown
    assert "Imputation des paiements" in shown
    assert "AV-7" in shown
    assert "sur les intérêts, puis sur les indemnités et le principal" in shown
    accrued = sum(line.interest.amount for line in drawn.lines)
    assert f"{accrued // 100},{accrued % 100:02d}€" in shown.replace(" ", "")


@pytest.mark.parametrize(
    ("order", "words_of_it"),
    [
        (AllocationOrder.INTEREST_PRINCIPAL_INDEMNITY, "sur les intérêts, puis sur le principal et les indemnités"),
        (AllocationOrder.PRINCIPAL_INTEREST_INDEMNITY, "le créancier y ayant consenti"),
    ],
)
def test_the_order_of_allocation_is_told(order: AllocationOrder, words_of_it: str) -> None:
    """PAY_01."""
    assert words_of_it in plain(told(account(order=order)))


def test_a_judgment_that_stopped_interest_is_told() -> None:
    """INT_16."""
    assert "ont cessé de courir au 2 mars 2026" in plain(told(account(frozen_on=date(2026, 3, 2))))
    assert "ont cessé de courir" not in plain(told(account(frozen_on=date(2026, 7, 1))))


def test_the_days_of_a_payment_plan_without_interest_are_told() -> None:
    """R-075: those that an acceleration made due after all are in the calculation instead."""
    first, last = date(2026, 2, 1), date(2026, 3, 2)
    waived = plain(told(account(suspended=(Suspension(first, last),))))
    assert "échéancier convenu (du 1er février 2026 au 2 mars 2026)" in waived
    assert "convenu (depuis le 1er février 2026)" in plain(told(account(suspended=(Suspension(first),))))
    assert "échéancier convenu" not in plain(told(account(suspended=(Suspension(first, last, date(2026, 3, 3)),))))


def test_a_private_individual_claims_in_the_words_of_the_civil_code() -> None:
    """INT_06, IND_02: no penalty, no 40 EUR, whoever owes."""
    drawn = account(costs=(), creditor_is_private_individual=True, formal_notices=(NOTICE,))
    of = told(drawn)
    shown = plain(replace(of, creditor=replace(of.creditor, is_private_individual=True)))
    assert "intérêts au taux légal" in shown
    assert "L441-10" not in shown
    assert "ndemnité" not in shown


@pytest.mark.parametrize("kind", [DebtorKind.COMPANY, DebtorKind.PUBLIC_BODY])
def test_costs_on_proof_are_split_in_letters_and_pass_the_lint_of_costs(kind: DebtorKind) -> None:
    """IND_05, COST_01: an indemnity that the law grants is no collection fee."""
    of = replace(told(account(kind), kind), notice_last_day=date(2026, 7, 15))
    shown = " ".join(words(Renderer().letter("formal_notice", of)).replace("\u00a0", " ").split())
    assert "120,00 € au titre de l’indemnité complémentaire, sur justification" in shown
    assert cost_problems(shown, consumer=False) == ()


def test_a_second_notice_does_not_say_that_it_starts_what_runs_already() -> None:
    """INT_05: where a proven notice of before made interest run, this one adds what did not bear any yet."""
    for drawn, again in ((account(DebtorKind.CONSUMER, ()), False), (with_earlier_notice(), True)):
        of = replace(facts(DebtorKind.CONSUMER), statement=drawn)
        text = " ".join(Renderer().letter("formal_notice", of).words.split())
        assert "La présente mise en demeure fait courir" in text
        assert ("en vertu d'une précédente mise en demeure" in text.replace("’", "'")) is again


def with_earlier_notice() -> Statement:
    return account(DebtorKind.CONSUMER, (), formal_notices=(NOTICE,))
