"""Receipts follow the ledger: final, corrected, restored, withdrawn (R-092, PAY_03)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.case import Case
from chalicelib.domain.case_payments import known_statement, look_again, owed_on, record_payment, statement_of
from chalicelib.domain.ledger import Payment, Statement
from chalicelib.domain.money import Money
from chalicelib.domain.rates import HalfYear, RateTable
from chalicelib.domain.receipt import Receipt, ReceiptState
from chalicelib.domain.receipts import follow, nothing_left, number_of, spread_of, withdraw

from .cases import RATES, at, case, day, ref

NOW = at(20)
ALL = owed_on(case(), RATES, day(20)).amount
ONGOING = (ReceiptState.ISSUED, ReceiptState.SENT, ReceiptState.NOT_DELIVERABLE)


def paid(*cents: int, on: int = 20) -> Case:
    made = case()
    for number, each in enumerate(cents, start=1):
        made = record_payment(made, Payment(f"pay_{number}", Money(each), day(on), number), RATES, NOW).case
    return made


def account(of: Case) -> Statement:
    return statement_of(of, RATES, day(20))


def with_issued(of: Case, payment_id: str = "pay_1", state: ReceiptState = ReceiptState.SENT) -> Case:
    found = of.receipt_of(payment_id)
    assert found is not None
    says = spread_of(account(of), payment_id, is_final=found.is_final)
    sent = (ref("receipt", 20),)
    return of.with_receipt(
        replace(found, state=state, document_id="doc_1", issued_at=at(19), spread=says, contacts=sent)
    )


def earlier_payment(of: Case, cents: int = 20_000) -> Case:
    return replace(of, payments=(*of.payments, Payment("pay_9", Money(cents), day(10), 9)))


@pytest.mark.parametrize("state", ONGOING)
def test_an_issued_receipt_that_is_still_true_stays(state: ReceiptState) -> None:
    made = with_issued(paid(10_000), state=state)
    assert follow(made, account(made)) == made


@pytest.mark.parametrize("state", ONGOING)
def test_one_that_is_no_longer_true_is_due_again_as_the_next_edition(state: ReceiptState) -> None:
    made = earlier_payment(with_issued(paid(10_000), state=state))
    after = follow(made, account(made)).receipt_of("pay_1")
    assert after is not None
    assert (after.state, after.edition, after.document_id) == (ReceiptState.DUE, 2, "doc_1")
    assert number_of(made, made.payments[0], after.edition) == "AM-1-Q1-R1"
    assert number_of(made, made.payments[0]) == "AM-1-Q1"


def test_a_correction_that_is_not_needed_after_all_gives_the_receipt_back() -> None:
    made = with_issued(paid(10_000))
    corrected = follow(earlier_payment(made), account(earlier_payment(made)))
    restored = follow(replace(corrected, payments=made.payments), account(made))
    assert restored.receipt_of("pay_1") == made.receipt_of("pay_1")


@pytest.mark.parametrize("state", [ReceiptState.NONE, ReceiptState.WITHDRAWN, ReceiptState.WITHDRAWAL_DUE])
def test_what_is_over_is_not_corrected(state: ReceiptState) -> None:
    made = earlier_payment(with_issued(paid(10_000), state=state))
    assert follow(made, account(made)) == made


def test_there_is_one_final_receipt_and_it_stays_where_it_is() -> None:
    made = paid(10_000, ALL - 10_000, 500)
    assert [receipt.is_final for receipt in made.receipts] == [False, True, False]
    assert nothing_left(account(made))


def test_a_withdrawal_names_the_edition_the_debtor_holds() -> None:
    made = earlier_payment(with_issued(paid(10_000)))
    withdrawn = withdraw(follow(made, account(made)), "pay_1").receipt_of("pay_1")
    assert withdrawn is not None
    assert (withdrawn.state, withdrawn.edition) == (ReceiptState.WITHDRAWAL_DUE, 1)


def test_nothing_is_looked_at_again_without_money_nor_without_the_rate() -> None:
    empty = RateTable({}, {}, {})
    assert look_again(case(), RATES, NOW) is None
    assert known_statement(case(), empty, day(20)) is None
    assert look_again(paid(10_000), empty, NOW) is None
    assert look_again(paid(10_000), RATES, NOW) is None


def test_a_payment_of_everything_waits_for_the_rate_and_then_closes() -> None:
    """INT_15."""
    without = RateTable(
        {half: rate for half, rate in RATES.ecb.items() if half != HalfYear(2026, 1)},
        RATES.legal_business,
        RATES.legal_individual,
    )
    waiting = record_payment(case(), Payment("pay_1", Money(ALL + 5), day(20), 1), without, NOW)
    assert waiting.statement is None
    assert waiting.case.receipts == (Receipt("pay_1", ReceiptState.DUE),)
    found = look_again(waiting.case, RATES, NOW)
    assert found is not None
    assert [draft.type.value for draft in found.events] == ["payment.overpaid", "case.closed"]
    assert found.case.receipts == (Receipt("pay_1", ReceiptState.DUE, is_final=True),)
