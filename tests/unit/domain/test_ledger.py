"""The statement of account: accrual, payments, credit notes and reversals, by table and by conservation of money."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.adapters.rates_file import load_rates
from chalicelib.domain.allocation_order import AllocationOrder
from chalicelib.domain.errors import InvalidInput, RateUnknown
from chalicelib.domain.invoice import Invoice
from chalicelib.domain.ledger import ComplementaryIndemnity, CreditNote, Payment, Statement, statement
from chalicelib.domain.money import Money
from chalicelib.domain.notice import ProvenNotice
from chalicelib.domain.parties import DebtorKind
from tests.unit.domain.ledger_oracle import simulate

DUE = date(2026, 1, 31)
LEGAL = AllocationOrder.INTEREST_INDEMNITY_PRINCIPAL
PRINCIPAL_SECOND = AllocationOrder.INTEREST_PRINCIPAL_INDEMNITY
PRINCIPAL_FIRST = AllocationOrder.PRINCIPAL_INTEREST_INDEMNITY


def invoice(name: str, cents: int, due: date = DUE, *, rate: Decimal | None = None, already_paid: int = 0) -> Invoice:
    return Invoice(
        id=name,
        number=name,
        issue_date=due - timedelta(days=30),
        due_date=due,
        amount_incl_tax=Money(cents),
        already_paid=Money(already_paid),
        contract_rate=rate,
    )


def paid(
    cents: int, on: str, sequence: int = 1, *, designated: str | None = None, reversed_on: date | None = None
) -> Payment:
    return Payment(
        id=f"p{sequence}",
        amount=Money(cents),
        received_on=date.fromisoformat(on),
        sequence=sequence,
        designated_invoice=designated,
        reversed_on=reversed_on,
    )


def credit(cents: int, effective: date = DUE, *, of: str = "A", name: str = "c1") -> CreditNote:
    return CreditNote(name, of, name.upper(), date(2026, 3, 1), Money(cents), effective)


def draw_up(
    invoices: Sequence[Invoice],
    as_of: str,
    payments: Sequence[Payment] = (),
    notes: Sequence[CreditNote] = (),
    *,
    kind: DebtorKind = DebtorKind.COMPANY,
    notice: date | None = None,
    frozen_on: date | None = None,
    order: AllocationOrder = AllocationOrder.INTEREST_INDEMNITY_PRINCIPAL,
    costs: Sequence[ComplementaryIndemnity] = (),
) -> Statement:
    return statement(
        invoices,
        payments,
        notes,
        debtor_kind=kind,
        rates=load_rates(),
        as_of=date.fromisoformat(as_of),
        formal_notices=(ProvenNotice(date.max, notice),) if notice else (),
        frozen_on=frozen_on,
        order=order,
        complementary_indemnities=costs,
    )


def totals(result: Statement) -> tuple[int, int, int, int, int]:
    amounts = (result.principal, result.interest, result.fixed_indemnity, result.total, result.overpaid)
    first, second, third, fourth, fifth = (money.amount for money in amounts)
    return first, second, third, fourth, fifth


def test_an_unpaid_invoice_grows_by_interest_and_one_indemnity() -> None:
    """INT_01, IND_01: as the calculation without a case says."""
    result = draw_up([invoice("A", 1_200_000)], "2026-03-31")
    assert totals(result) == (1_200_000, 23_568, 4_000, 1_227_568, 0)
    assert (result.lines[0].days_overdue, result.lines[0].is_due) == (59, True)


def test_an_invoice_on_its_due_date_is_not_yet_due() -> None:
    """The debtor has the whole day; it is listed apart and not claimed."""
    result = draw_up([invoice("A", 100_000), invoice("B", 50_000, date(2026, 1, 10))], "2026-01-31")
    assert [line.invoice.id for line in result.lines] == ["B"]
    assert [line.invoice.id for line in result.not_yet_due] == ["A"]
    assert result.principal == Money(50_000)


def test_what_was_paid_before_opening_is_not_principal() -> None:
    assert draw_up([invoice("A", 100_000, already_paid=40_000)], "2026-01-31").not_yet_due[0].principal == Money(60_000)


def test_a_part_payment_pays_interest_then_the_indemnity_then_principal() -> None:
    """PAY_01, INT_11, INT_13: the second interest runs on what is left, and is rounded on the cumulated sum."""
    payments = [paid(200_000, "2026-03-31"), paid(300_000, "2026-05-31", 2)]
    result = draw_up([invoice("A", 500_000)], "2026-06-15", payments)
    shares = [
        (a.interest.amount, a.fixed_indemnity.amount, a.principal.amount, a.principal_left.amount)
        for a in result.allocations
    ]
    assert shares == [(9_820, 4_000, 186_180, 313_820), (6_372, 0, 293_628, 20_192)]
    assert totals(result) == (20_192, 101, 0, 20_293, 0)
    line = result.lines[0]
    assert (line.interest, line.interest_paid, line.interest_left) == (Money(16_293), Money(16_192), Money(101))
    assert [(period.days, period.principal.amount) for period in line.periods] == [
        (59, 500_000),
        (61, 313_820),
        (15, 20_192),
    ]


def test_a_payment_too_small_for_the_interest_leaves_the_principal_alone() -> None:
    """PAY_01; the days around it stay one line of the statement."""
    result = draw_up([invoice("A", 500_000)], "2026-04-30", [paid(5_000, "2026-03-31")])
    assert [(a.interest, a.principal) for a in result.allocations] == [(Money(5_000), Money(0))]
    assert [period.days for period in result.lines[0].periods] == [89]


def test_the_order_of_recording_decides_within_a_day_and_the_day_decides_first() -> None:
    result = draw_up(
        [invoice("A", 500_000)],
        "2026-06-15",
        [paid(10_000, "2026-04-01", 1), paid(20_000, "2026-03-01", 3), paid(30_000, "2026-03-01", 2)],
    )
    assert [a.payment_id for a in result.allocations] == ["p2", "p3", "p1"]


def test_full_payment_before_or_on_the_due_date_leaves_nothing_to_claim() -> None:
    """IND_01, INT_07."""
    for day in ("2026-01-10", "2026-01-31"):
        result = draw_up([invoice("A", 100_000)], "2026-06-15", [paid(100_000, day)])
        assert totals(result) == (0, 0, 0, 0, 0)
        assert result.lines[0].days_overdue == 0


def test_the_indemnity_is_not_prorated_on_a_part_payment_before_the_due_date() -> None:
    """IND_03."""
    result = draw_up([invoice("A", 100_000)], "2026-02-01", [paid(99_000, "2026-01-20")])
    assert (result.principal, result.fixed_indemnity) == (Money(1_000), Money(4_000))


def test_every_late_invoice_has_its_own_indemnity() -> None:
    """IND_01, IND_03."""
    result = draw_up([invoice("A", 100_000), invoice("B", 100_000)], "2026-03-31")
    assert result.fixed_indemnity == Money(8_000)


def test_what_exceeds_everything_is_overpaid() -> None:
    result = draw_up([invoice("A", 100_000)], "2026-03-31", [paid(120_000, "2026-02-01")])
    assert totals(result) == (0, 0, 0, 0, 120_000 - 100_000 - 33 - 4_000)


def test_an_excess_goes_to_an_invoice_not_yet_due_before_it_is_overpaid() -> None:
    """PAY_02."""
    later = invoice("B", 50_000, date(2026, 6, 30))
    result = draw_up([later, invoice("A", 100_000)], "2026-03-31", [paid(110_000, "2026-02-01")])
    assert [a.invoice_id for a in result.allocations] == ["A", "B"]
    assert result.not_yet_due[0].principal_left == Money(50_000 - 5_967)
    assert (result.total, result.overpaid) == (Money(0), Money(0))


def test_a_reversed_payment_never_counted() -> None:
    reversed_one = paid(500_000, "2026-03-31", reversed_on=date(2026, 4, 8))
    result = draw_up([invoice("A", 500_000)], "2026-06-15", [reversed_one])
    assert result == draw_up([invoice("A", 500_000)], "2026-06-15")


def test_a_payment_after_the_day_of_the_statement_is_not_known_yet() -> None:
    """INT_09: one of that very day is."""
    assert draw_up([invoice("A", 100_000)], "2026-03-30", [paid(1_000, "2026-03-31")]).allocations == ()
    assert len(draw_up([invoice("A", 100_000)], "2026-03-31", [paid(1_000, "2026-03-31")]).allocations) == 1


def test_a_credit_note_on_the_due_date_never_bore_interest() -> None:
    result = draw_up([invoice("A", 500_000)], "2026-03-31", notes=[credit(200_000)])
    bare = draw_up([invoice("A", 300_000)], "2026-03-31")
    assert totals(result) == totals(bare)
    assert (result.lines[0].principal, result.lines[0].credited) == (Money(500_000), Money(200_000))


def test_a_credit_note_on_its_issue_date_bears_interest_until_then() -> None:
    result = draw_up([invoice("A", 500_000)], "2026-03-31", notes=[credit(200_000, date(2026, 3, 1))])
    assert [(p.days, p.principal.amount) for p in result.lines[0].periods] == [(29, 500_000), (30, 300_000)]


def test_a_credit_note_for_the_whole_invoice_leaves_no_indemnity() -> None:
    assert totals(draw_up([invoice("A", 500_000)], "2026-03-31", notes=[credit(500_000)])) == (0, 0, 0, 0, 0)


def test_a_credit_note_of_an_invoice_not_yet_due_reduces_it_at_once() -> None:
    result = draw_up([invoice("A", 500_000)], "2026-01-10", notes=[credit(200_000)])
    assert result.not_yet_due[0].principal_left == Money(300_000)


def test_a_late_credit_note_releases_what_had_been_paid_on_it() -> None:
    """The released money pays what else is owed, here the other invoice, under the same payment."""
    invoices = [invoice("A", 100_000), invoice("B", 100_000, date(2026, 2, 20))]
    payments = [paid(100_000, "2026-01-20", designated="A")]
    result = draw_up(invoices, "2026-03-31", payments, [credit(30_000, date(2026, 3, 1))])
    assert [(a.invoice_id, a.principal.amount) for a in result.allocations] == [
        ("A", 100_000),
        ("A", -30_000),
        ("B", 30_000 - 4_000 - 300),
    ]
    assert result.overpaid == Money(0)
    assert result.lines[0].credited == Money(30_000)


def test_on_one_day_a_credit_note_comes_before_a_payment() -> None:
    day = date(2026, 3, 1)
    result = draw_up([invoice("A", 100_000)], "2026-03-31", [paid(100_000, day.isoformat())], [credit(30_000, day)])
    assert [a.principal.amount for a in result.allocations] == [70_000]
    assert result.overpaid == Money(100_000 - 70_000 - 4_000 - 965)


def test_a_credit_note_beyond_the_invoice_is_told_apart() -> None:
    result = draw_up([invoice("A", 100_000)], "2026-03-31", notes=[credit(130_000)])
    assert (result.credit_left, result.overpaid, result.total) == (Money(30_000), Money(0), Money(0))


def test_a_public_body_keeps_its_rate_after_a_part_payment_in_another_half_year() -> None:
    """INT_04: one rate for the whole delay; a line ends only where the principal changes."""
    payments = [paid(10, "2025-08-01"), paid(400_000, "2025-09-01", 2)]
    result = draw_up([invoice("A", 845_050, date(2025, 4, 15))], "2026-02-10", payments, kind=DebtorKind.PUBLIC_BODY)
    periods = result.lines[0].periods
    assert [(str(p.annual_rate), p.days) for p in periods] == [("11.15", 139), ("11.15", 162)]


def test_a_consumer_owes_interest_from_the_formal_notice_and_no_indemnity() -> None:
    """INT_05, INT_08, IND_02."""
    kind, due = DebtorKind.CONSUMER, date(2025, 9, 1)
    without = draw_up([invoice("A", 85_000, due)], "2026-04-20", kind=kind)
    assert totals(without) == (85_000, 0, 0, 85_000, 0)
    noticed = draw_up([invoice("A", 85_000, due)], "2026-04-20", kind=kind, notice=date(2026, 2, 10))
    assert totals(noticed) == (85_000, 421, 0, 85_421, 0)


def test_a_consumers_payment_before_the_notice_pays_principal_alone() -> None:
    result = draw_up(
        [invoice("A", 85_000, date(2025, 9, 1))],
        "2026-04-20",
        [paid(40_000, "2026-01-10")],
        kind=DebtorKind.CONSUMER,
        notice=date(2026, 2, 10),
    )
    assert result.allocations[0].principal == Money(40_000)
    assert result.lines[0].periods[0].principal == Money(45_000)


def test_interest_stops_on_the_day_of_a_judgment() -> None:
    """INT_16, INT_17, IND_04: and an invoice that falls due from then on bears no indemnity."""
    invoices = [invoice("A", 100_000), invoice("B", 100_000, date(2026, 3, 10))]
    frozen = draw_up(invoices, "2026-06-15", frozen_on=date(2026, 3, 1))
    before = draw_up(invoices, "2026-02-28")
    assert (frozen.interest, frozen.fixed_indemnity) == (before.interest, Money(4_000))


def test_once_interest_has_stopped_the_oldest_debt_is_paid_first() -> None:
    """PAY_02, INT_16: a higher contract rate costs nothing any more."""
    invoices = [invoice("A", 100_000), invoice("B", 100_000, date(2026, 2, 10), rate=Decimal("20.00"))]
    payment = [paid(1_000, "2026-04-01")]
    assert draw_up(invoices, "2026-04-01", payment).allocations[0].invoice_id == "B"
    frozen = draw_up(invoices, "2026-04-01", payment, frozen_on=date(2026, 3, 1))
    assert frozen.allocations[0].invoice_id == "A"


def test_a_statement_says_when_it_rests_on_a_provisional_rate() -> None:
    assert not draw_up([invoice("A", 100_000)], "2026-06-30").provisional
    assert draw_up([invoice("A", 100_000)], "2026-07-01").provisional


def test_a_missing_rate_stops_the_statement() -> None:
    """INT_15."""
    with pytest.raises(RateUnknown, match="2027H1"):
        draw_up([invoice("A", 100_000)], "2027-01-15")


def test_a_fact_about_an_invoice_of_no_case_is_refused() -> None:
    with pytest.raises(InvalidInput):
        draw_up([invoice("A", 100_000)], "2026-03-31", [paid(1_000, "2026-03-01", designated="Z")])
    with pytest.raises(InvalidInput):
        draw_up([invoice("A", 100_000)], "2026-03-31", notes=[credit(1_000, of="Z")])


NAMES = ("A", "B", "C")
FIRST = date(2024, 11, 1)
SOON = st.integers(0, 500).map(lambda days: FIRST + timedelta(days=days))
RATES = st.one_of(st.none(), st.sampled_from([Decimal("12.15"), Decimal("15.00"), Decimal("9.5")]))


@st.composite
def books(draw: st.DrawFn, late_credits: bool) -> tuple[list[Invoice], list[Payment], list[CreditNote], date]:
    days = draw(st.lists(SOON, min_size=1, max_size=3))
    invoices = [
        invoice(name, draw(st.integers(1, 300_000)), due, rate=draw(RATES))
        for name, due in zip(NAMES, days, strict=False)
    ]
    some = st.sampled_from([each.id for each in invoices])
    payments = [
        paid(
            draw(st.integers(1, 200_000)),
            draw(SOON).isoformat(),
            number,
            designated=draw(st.one_of(st.none(), some)),
            reversed_on=draw(st.sampled_from([None, None, None, date(2026, 5, 1)])),
        )
        for number in range(draw(st.integers(0, 5)))
    ]
    by_name = {each.id: each for each in invoices}
    notes = []
    for number in range(draw(st.integers(0, 2))):
        of = draw(some)
        effective = draw(SOON) if late_credits else by_name[of].due_date
        notes.append(credit(draw(st.integers(1, 100_000)), effective, of=of, name=f"c{number}"))
    return invoices, payments, notes, draw(SOON)


@settings(deadline=None)
@given(books(late_credits=True), st.sampled_from(list(DebtorKind)), st.one_of(st.none(), SOON))
def test_money_is_conserved_to_the_cent(
    book: tuple[list[Invoice], list[Payment], list[CreditNote], date], kind: DebtorKind, notice: date | None
) -> None:
    """Allocations and what is overpaid are the payments; each invoice is what was credited, paid and left."""
    invoices, payments, notes, as_of = book
    result = draw_up(invoices, as_of.isoformat(), payments, notes, kind=kind, notice=notice)
    allocated = sum(a.interest.amount + a.fixed_indemnity.amount + a.principal.amount for a in result.allocations)
    counted = [p for p in payments if p.received_on <= as_of and p.reversed_on is None]
    assert allocated + result.overpaid.amount == sum(p.amount.amount for p in counted)
    lines = [*result.lines, *result.not_yet_due]
    for line in lines:
        assert line.principal == line.credited + line.principal_paid + line.principal_left
        assert line.interest == line.interest_paid + line.interest_left
        assert line.fixed_indemnity == line.fixed_indemnity_paid + line.fixed_indemnity_left
        assert min(line.principal_left, line.interest_left, line.fixed_indemnity_left) >= Money(0)
        assert line.total_left == line.principal_left + line.interest_left + line.fixed_indemnity_left
    dues = {each.id: each.due_date for each in invoices}
    effective = [c for c in notes if c.effective_on <= max(as_of, dues[c.invoice_id])]
    credited = sum(line.credited.amount for line in lines) + result.credit_left.amount
    assert credited == sum(c.amount.amount for c in effective)
    assert result.total == result.principal + result.interest + result.fixed_indemnity
    assert not result.overpaid or all(not line.total_left for line in lines)


@settings(deadline=None)
@given(
    books(late_credits=False), st.sampled_from([("ifp", LEGAL), ("ipf", PRINCIPAL_SECOND), ("pif", PRINCIPAL_FIRST)])
)
def test_the_ledger_equals_a_day_by_day_simulation_in_exact_fractions(
    book: tuple[list[Invoice], list[Payment], list[CreditNote], date], orders: tuple[str, AllocationOrder]
) -> None:
    """INT_10 to INT_13, PAY_01, PAY_02, IND_01, against an oracle that shares no code."""
    invoices, payments, notes, as_of = book
    result = draw_up(invoices, as_of.isoformat(), payments, notes, order=orders[1])
    expected = simulate(invoices, payments, notes, as_of, orders[0])
    for line in [*result.lines, *result.not_yet_due]:
        left = (line.interest_left.amount, line.fixed_indemnity_left.amount, line.principal_left.amount)
        assert left == expected[line.invoice.id], line.invoice.id
