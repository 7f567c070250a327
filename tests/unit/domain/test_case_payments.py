"""Payments, reversals and credit notes of a case (PAY_01..PAY_03, R-092): the case follows the balance."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.case import Case, CaseStatus, Outcome
from chalicelib.domain.case_payments import (
    Paid,
    owed_on,
    record_credit_note,
    record_payment,
    reverse_payment,
    statement_of,
)
from chalicelib.domain.errors import Conflict, InvalidInput, NotFound
from chalicelib.domain.ledger import CreditNote, Payment, Statement
from chalicelib.domain.money import Money
from chalicelib.domain.receipt import Receipt, ReceiptState

from .cases import RATES, at, case, day, invoice, ref

NOW = at(20)
ALL = owed_on(case(), RATES, day(20)).amount


def payment(cents: int, on: int = 20, number: int = 1, **changes: Any) -> Payment:
    return Payment(f"pay_{number}", Money(cents), day(on), number, **changes)


def pay(of: Case, *cents: int) -> Case:
    for number, each in enumerate(cents, start=1):
        of = record_payment(of, payment(each, number=number), RATES, NOW).case
    return of


def known(paid: Paid) -> Statement:
    """The statement of a case whose rates are all loaded."""
    assert paid.statement is not None
    return paid.statement


def types(paid: Paid) -> list[str]:
    return [draft.type.value for draft in paid.events]


@pytest.mark.parametrize(
    ("cents", "status", "events"),
    [
        (1, CaseStatus.OPEN, ["payment.recorded"]),
        (ALL - 1, CaseStatus.OPEN, ["payment.recorded"]),
        (ALL, CaseStatus.CLOSED, ["payment.recorded", "case.closed"]),
        (ALL + 1, CaseStatus.CLOSED, ["payment.recorded", "payment.overpaid", "case.closed"]),
    ],
)
def test_a_case_closes_with_its_last_cent(cents: int, status: CaseStatus, events: list[str]) -> None:
    paid = record_payment(case(), payment(cents), RATES, NOW)
    assert (paid.case.status, types(paid)) == (status, events)
    assert paid.case.receipts == (Receipt("pay_1", ReceiptState.DUE, is_final=status is CaseStatus.CLOSED),)
    assert known(paid).total.amount == max(ALL - cents, 0)


def test_every_payment_has_a_receipt_and_the_excess_is_told_once() -> None:
    paid = pay(case(), ALL + 5)
    again = record_payment(paid, payment(7, number=2), RATES, NOW)
    assert [receipt.payment_id for receipt in again.case.receipts] == ["pay_1", "pay_2"]
    (overpaid,) = [draft for draft in again.events if draft.type == "payment.overpaid"]
    assert overpaid.public["excess"]["amount"] == 7
    assert types(again).count("case.closed") == 0


def test_a_case_stays_open_while_an_invoice_not_yet_due_is_unpaid() -> None:
    """Design: invoices not yet due are never claimed, and never forgotten."""
    paid = record_payment(case(invoices=(invoice(), invoice(2, due=day(60)))), payment(ALL), RATES, NOW)
    assert paid.case.status is CaseStatus.OPEN
    assert known(paid).total.amount == 0


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (payment(0), "not_positive"),
        (payment(-5), "not_positive"),
        (payment(5, on=21), "in_the_future"),
        (payment(5, designated_invoice="inv_9"), "unknown_invoice"),
    ],
)
def test_a_payment_that_cannot_be_is_refused_with_its_field(given: Payment, code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        record_payment(case(), given, RATES, NOW)
    assert [problem.code for problem in refusal.value.errors] == [code]


class TestReversal:
    def reverse(self, of: Case, payment_id: str = "pay_1", on: int = 20) -> Paid:
        return reverse_payment(of, payment_id, day(on), RATES, NOW, reason="bounced")

    def test_it_revives_the_debt_and_reopens_a_paid_case(self) -> None:
        after = self.reverse(pay(case(), ALL))
        assert types(after) == ["payment.reversed", "case.reopened"]
        assert (after.case.status, known(after).total.amount) == (CaseStatus.OPEN, ALL)

    def test_a_case_that_stays_paid_stays_closed(self) -> None:
        assert self.reverse(pay(case(), ALL, 10), "pay_2").case.is_closed

    @pytest.mark.parametrize("outcome", [Outcome.WITHDRAWN, Outcome.HANDED_OVER])
    def test_a_case_closed_for_another_reason_stays_closed(self, outcome: Outcome) -> None:
        paid = pay(case(status=CaseStatus.CLOSED, outcome=outcome), 10)
        assert self.reverse(paid).case.outcome is outcome

    @pytest.mark.parametrize(
        ("receipt", "after"),
        [
            (Receipt("pay_1", ReceiptState.DUE), ReceiptState.NONE),
            (Receipt("pay_1", ReceiptState.ISSUED, "doc_1"), ReceiptState.NONE),
            (
                Receipt("pay_1", ReceiptState.ISSUED, "doc_1", contacts=(ref("receipt", 20),)),
                ReceiptState.WITHDRAWAL_DUE,
            ),
            (Receipt("pay_1", ReceiptState.SENT, "doc_1", contacts=(ref("receipt", 20),)), ReceiptState.WITHDRAWAL_DUE),
        ],
    )
    def test_a_receipt_the_debtor_may_hold_is_withdrawn(self, receipt: Receipt, after: ReceiptState) -> None:
        """R-092; an issued receipt never changes, it is withdrawn by letter."""
        found = self.reverse(pay(case(), 10).with_receipt(receipt)).case.receipt_of("pay_1")
        assert found is not None
        assert (found.state, found.document_id) == (after, receipt.document_id)

    def test_only_what_was_paid_is_reversed_and_once(self) -> None:
        with pytest.raises(NotFound):
            self.reverse(case())
        reversed_ = self.reverse(pay(case(), 10)).case
        with pytest.raises(Conflict) as refusal:
            self.reverse(reversed_)
        assert refusal.value.code == "payment_already_reversed"

    @pytest.mark.parametrize("on", [19, 21])
    def test_not_before_the_payment_nor_in_the_future(self, on: int) -> None:
        with pytest.raises(InvalidInput):
            self.reverse(pay(case(), 10), on=on)


class TestCreditNote:
    def note(self, cents: int, number: str = "AV-1", invoice_id: str = "inv_1") -> CreditNote:
        return CreditNote(f"crn_{number}", invoice_id, number, day(20), Money(cents), effective_on=day(0))

    def test_it_reduces_from_the_due_date_and_closes_a_case_it_covers(self) -> None:
        half = record_credit_note(case(), self.note(60_000), RATES, NOW)
        assert half.case.status is CaseStatus.OPEN
        assert known(half).principal.amount == 60_000
        whole = record_credit_note(half.case, self.note(60_000, "AV-2"), RATES, NOW)
        assert whole.case.outcome is Outcome.PAID
        assert known(whole).total.amount == 0

    @pytest.mark.parametrize(
        ("cents", "number", "invoice_id", "code"),
        [
            (0, "AV-2", "inv_1", "not_positive"),
            (10, "AV-1", "inv_1", "duplicate_credit_note"),
            (10, "av 1", "inv_1", "duplicate_credit_note"),
            (10, "AV-2", "inv_9", "unknown_invoice"),
            (119_991, "AV-2", "inv_1", "more_than_invoice"),
        ],
    )
    def test_a_note_that_cannot_be_is_refused(self, cents: int, number: str, invoice_id: str, code: str) -> None:
        once = record_credit_note(case(), self.note(10), RATES, NOW).case
        with pytest.raises(InvalidInput) as refusal:
            record_credit_note(once, self.note(cents, number, invoice_id), RATES, NOW)
        assert [problem.code for problem in refusal.value.errors] == [code]


def test_money_is_conserved() -> None:
    paid = pay(case(), 10_000, 3, 55_555)
    account = statement_of(paid, RATES, day(40))
    spread = sum(a.interest.amount + a.fixed_indemnity.amount + a.principal.amount for a in account.allocations)
    assert spread + account.overpaid.amount == 65_558
