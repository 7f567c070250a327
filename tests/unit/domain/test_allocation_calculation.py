"""Which debt a payment pays, without a case (PAY_01, PAY_02)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from chalicelib.adapters.rates_file import load_rates
from chalicelib.domain.allocation_calculation import AllocationInvoice, AllocationPayment, AllocationResult, allocate
from chalicelib.domain.errors import InvalidInput
from chalicelib.domain.interest import ContractRate
from chalicelib.domain.money import Money
from chalicelib.domain.parties import DebtorKind

NOVEMBER, JANUARY, JUNE = date(2025, 11, 30), date(2026, 1, 15), date(2026, 6, 30)


def bill(name: str, cents: int, due: date, rate: ContractRate = None) -> AllocationInvoice:
    return AllocationInvoice(name, Money(cents), due, rate)


def pay(cents: int, on: date = date(2026, 3, 31), designated: str | None = None) -> AllocationPayment:
    return AllocationPayment(Money(cents), on, designated)


def run(
    invoices: list[AllocationInvoice],
    *payments: AllocationPayment,
    kind: DebtorKind = DebtorKind.COMPANY,
    as_of: date = date(2026, 3, 31),
) -> AllocationResult:
    return allocate(invoices, payments, debtor_kind=kind, rates=load_rates(), as_of=as_of)


def order(result: AllocationResult) -> list[str]:
    return [share.reference for share in result.allocations]


def test_the_most_onerous_due_debt_comes_before_the_oldest() -> None:
    """PAY_02, with interest and indemnity inside it first (PAY_01)."""
    invoices = [
        bill("one", 100_000, NOVEMBER),
        bill("two", 200_000, JANUARY, Decimal("15.00")),
        bill("three", 50_000, JUNE),
    ]
    result = run(invoices, pay(180_000))
    (share,) = result.allocations
    assert (share.payment, share.reference) == (0, "two")
    assert (share.interest, share.fixed_indemnity) == (Money(6_164), Money(4_000))
    assert (share.principal, share.principal_left) == (Money(169_836), Money(30_164))
    assert [left.reference for left in result.outstanding] == ["one", "two", "three"]
    assert result.outstanding[2].total == Money(50_000)


def test_the_designated_debt_comes_first_even_when_it_is_not_due() -> None:
    """PAY_02; the rest follows the legal order."""
    invoices = [bill("old", 100_000, NOVEMBER), bill("later", 50_000, JUNE)]
    assert order(run(invoices, pay(60_000, designated="later"))) == ["later", "old"]


def test_due_debts_come_before_those_that_are_not() -> None:
    """PAY_02: whatever rate the later one will bear."""
    invoices = [bill("later", 50_000, JUNE, Decimal("20.00")), bill("old", 100_000, NOVEMBER)]
    assert order(run(invoices, pay(60_000))) == ["old"]


def test_at_the_same_rate_the_oldest_due_date_comes_first() -> None:
    """PAY_02."""
    invoices = [bill("young", 100_000, JANUARY), bill("old", 100_000, NOVEMBER)]
    assert order(run(invoices, pay(150_000))) == ["old", "young"]


def test_equal_debts_share_in_proportion_to_the_cent() -> None:
    """PAY_02: consumers owe no interest here, so the parts are plain thirds of what is paid."""
    invoices = [bill(name, 10_000, NOVEMBER) for name in ("a", "b", "c")]
    result = run(invoices, pay(10_000), kind=DebtorKind.CONSUMER)
    assert [share.principal.amount for share in result.allocations] == [3_334, 3_333, 3_333]
    uneven = run([bill("a", 10_000, NOVEMBER), bill("b", 30_000, NOVEMBER)], pay(1_001), kind=DebtorKind.CONSUMER)
    assert [share.principal.amount for share in uneven.allocations] == [250, 751]


def test_the_current_rate_is_what_the_debt_costs_on_the_day_of_payment() -> None:
    """PAY_02: in the second half of 2025 the contract's 12.50 costs more than 12.15, in the first less than 13.15."""
    invoices = [
        bill("default", 100_000, date(2025, 3, 31)),
        bill("contract", 100_000, date(2025, 4, 1), Decimal("12.50")),
    ]
    assert order(run(invoices, pay(1_000, date(2025, 6, 30)))) == ["default"]
    assert order(run(invoices, pay(1_000, date(2025, 7, 1)))) == ["contract"]


def test_payments_come_in_order_of_their_day_and_keep_their_index() -> None:
    invoices = [bill("only", 100_000, NOVEMBER)]
    result = run(invoices, pay(1_000, date(2026, 3, 1)), pay(2_000, date(2026, 2, 1)))
    assert [share.payment for share in result.allocations] == [1, 0]


def test_what_finds_no_debt_is_unallocated() -> None:
    result = run([bill("only", 100_000, JUNE)], pay(130_000))
    assert (result.unallocated, result.outstanding[0].total) == (Money(30_000), Money(0))


def test_a_request_that_does_not_fit_together_is_refused_field_by_field() -> None:
    with pytest.raises(InvalidInput) as error:
        run(
            [bill("a", 100, NOVEMBER), bill("a", 100, NOVEMBER)],
            pay(100, designated="z"),
            pay(100, date(2026, 4, 1)),
        )
    assert [(p.pointer, p.code) for p in error.value.errors] == [
        ("#/invoices/1/reference", "duplicate_reference"),
        ("#/payments/0/designated_invoice", "unknown_invoice"),
        ("#/payments/1/received_on", "payment_after_as_of"),
    ]
