"""Money under any sequence of invoices, payments, reversals, credit notes and indemnities, against a model."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from chalicelib.domain.allocation_order import AllocationOrder
from chalicelib.domain.case import Case
from chalicelib.domain.case_indemnities import record_indemnity, withdraw_indemnity
from chalicelib.domain.case_payments import record_credit_note, record_payment, reverse_payment, statement_of
from chalicelib.domain.document import Document, DocumentKind
from chalicelib.domain.invoice import Invoice
from chalicelib.domain.ledger_facts import ComplementaryIndemnity, CreditNote, Payment
from chalicelib.domain.ledger_lines import Statement
from chalicelib.domain.money import Money
from chalicelib.domain.notice import FormalNotice, Presentation
from chalicelib.domain.parties import DebtorKind

from . import cases

CENTS = st.integers(1, 150_000)
BEFORE = st.integers(0, 60)


def document(number: int, now: datetime) -> Document:
    kind = DocumentKind.CORRESPONDENCE
    return Document(f"doc_{number}", cases.SCOPE, "case_1", "deb_1", kind, "x.pdf", "application/pdf", 1, "0", "k", now)


class MoneyOfACase(RuleBasedStateMachine):
    """The model knows what came in, what was cancelled and what was claimed; the case must account for every cent."""

    def __init__(self) -> None:
        super().__init__()
        self.case: Case = cases.case()
        self.today = date(2026, 1, 7)
        self.recorded = 0
        self.standing: dict[str, int] = {}
        self.credited: dict[str, int] = defaultdict(int)
        self.claimed: dict[str, int] = defaultdict(int)

    @initialize(
        amounts=st.lists(st.tuples(CENTS, st.integers(-20, 60)), min_size=1, max_size=4),
        order=st.sampled_from(list(AllocationOrder)),
        kind=st.sampled_from(list(DebtorKind)),
        private=st.booleans(),
    )
    def opens(self, amounts: list[tuple[int, int]], order: AllocationOrder, kind: DebtorKind, private: bool) -> None:
        days = [cases.DUE + timedelta(days=later) for _, later in amounts]
        invoices = [
            Invoice(f"inv_{n}", f"F-{n}", day - timedelta(days=30), day, Money(cents))
            for n, ((cents, _), day) in enumerate(zip(amounts, days, strict=True))
        ]
        self.case = replace(
            self.case,
            invoices=tuple(invoices),
            allocation_order=order,
            debtor_kind=kind,
            creditor_is_private_individual=private,
        )

    @property
    def now(self) -> datetime:
        return cases.at((self.today - cases.DUE).days, 12)

    @rule(days=st.integers(1, 120))
    def time_passes(self, days: int) -> None:
        self.today = min(self.today + timedelta(days=days), date(2026, 6, 30))

    @rule(before=BEFORE, presumed=st.booleans())
    def the_notice_is_presented(self, before: int, presumed: bool) -> None:
        on = self.today - timedelta(days=before)
        how = Presentation.PRESUMED if presumed else Presentation.UNCLAIMED
        notice = FormalNotice("ctc_1", on, on, on, on, how, on)
        self.case = replace(self.case, notice=notice)

    @rule(before=BEFORE)
    @precondition(lambda self: self.case.frozen_on is None)
    def a_judgment_opens(self, before: int) -> None:
        self.case = replace(self.case, frozen_on=self.today - timedelta(days=before))

    @rule(cents=CENTS, before=BEFORE, designated=st.one_of(st.none(), st.integers(0, 3)))
    def money_comes(self, cents: int, before: int, designated: int | None) -> None:
        self.recorded += 1
        name = f"pay_{self.recorded}"
        index = None if designated is None else designated % len(self.case.invoices)
        payment = Payment(
            name,
            Money(cents),
            self.today - timedelta(days=before),
            self.recorded,
            designated_invoice=None if index is None else self.case.invoices[index].id,
        )
        self.case = record_payment(self.case, payment, cases.RATES, self.now).case
        self.standing[name] = cents

    @rule(which=st.integers(0, 20))
    @precondition(lambda self: self.standing)
    def a_payment_bounces(self, which: int) -> None:
        name = sorted(self.standing)[which % len(self.standing)]
        self.case = reverse_payment(self.case, name, self.today, cases.RATES, self.now, reason="unpaid").case
        del self.standing[name]

    @rule(which=st.integers(0, 3), share=st.integers(1, 100), late=st.booleans())
    def an_invoice_is_credited(self, which: int, share: int, late: bool) -> None:
        invoice = self.case.invoices[which % len(self.case.invoices)]
        room = invoice.amount_incl_tax.amount - self.credited[invoice.id]
        cents = room * share // 100
        if not cents:
            return
        self.recorded += 1
        effective = max(self.today, invoice.due_date) if late else invoice.due_date
        note = CreditNote(f"crn_{self.recorded}", invoice.id, f"A-{self.recorded}", self.today, Money(cents), effective)
        self.case = record_credit_note(self.case, note, cases.RATES, self.now).case
        self.credited[invoice.id] += cents

    @rule(which=st.integers(0, 3), cents=CENTS)
    def costs_are_claimed(self, which: int, cents: int) -> None:
        invoice = self.case.invoices[which % len(self.case.invoices)]
        self.recorded += 1
        proof = document(self.recorded, self.now)
        fact = ComplementaryIndemnity(f"cmp_{self.recorded}", invoice.id, Money(cents), self.today, proof.id)
        self.case = record_indemnity(self.case, fact, "costs", proof, cases.RATES, self.now).case
        self.claimed[invoice.id] += cents

    @rule(which=st.integers(0, 20))
    @precondition(lambda self: any(each.withdrawn_on is None for each in self.case.complementary_indemnities))
    def costs_are_taken_back(self, which: int) -> None:
        standing = [each for each in self.case.complementary_indemnities if each.withdrawn_on is None]
        gone = standing[which % len(standing)]
        self.case = withdraw_indemnity(self.case, gone.id, cases.RATES, self.now, reason="mistake").case
        self.claimed[gone.invoice_id] -= gone.amount.amount

    @invariant()
    def every_cent_received_is_somewhere(self) -> None:
        account = self.account
        spread = sum(
            a.interest.amount + a.fixed_indemnity.amount + a.complementary_indemnity.amount + a.principal.amount
            for a in account.allocations
        )
        assert spread + account.overpaid.amount == sum(self.standing.values())
        assert account.overpaid.amount >= 0
        assert not account.overpaid or not account.total or self.case.complementary_indemnities

    @invariant()
    def every_invoice_adds_up(self) -> None:
        account = self.account
        for line in (*account.lines, *account.not_yet_due):
            assert line.principal == line.credited + line.principal_paid + line.principal_left
            assert line.interest == line.interest_paid + line.interest_left
            assert line.fixed_indemnity == line.fixed_indemnity_paid + line.fixed_indemnity_left
            left, paid = line.complementary_indemnity_left, line.complementary_indemnity_paid
            assert line.complementary_indemnity == left + paid
            assert min(line.principal_left, line.interest_left, line.fixed_indemnity_left, left) >= Money(0)
            assert sum(cents.amount for cents in line.period_cents) == line.interest.amount
            assert line.complementary_indemnity.amount <= self.claimed[line.invoice.id]
            assert not line.complementary_indemnity or line.fixed_indemnity
            of_this = [a for a in account.allocations if a.invoice_id == line.invoice.id]
            assert sum(a.principal.amount for a in of_this) == line.principal_paid.amount
            assert sum(a.interest.amount for a in of_this) == line.interest_paid.amount
        assert account.total == (
            account.principal + account.interest + account.fixed_indemnity + account.complementary_indemnity
        )

    @invariant()
    def what_was_credited_cancelled_principal_or_is_left_over(self) -> None:
        account = self.account
        cancelled = sum(line.credited.amount for line in (*account.lines, *account.not_yet_due))
        dues = {invoice.id: invoice.due_date for invoice in self.case.invoices}
        effective = [
            n.amount.amount for n in self.case.credit_notes if n.effective_on <= max(self.today, dues[n.invoice_id])
        ]
        assert cancelled + account.credit_left.amount == sum(effective)

    @invariant()
    def nobody_but_a_professional_owes_costs(self) -> None:
        """IND_02, COST_02."""
        civil = {DebtorKind.CONSUMER, DebtorKind.NON_PROFESSIONAL}
        if self.case.debtor_kind in civil or self.case.creditor_is_private_individual:
            account = self.account
            assert not account.fixed_indemnity
            assert not account.complementary_indemnity

    @property
    def account(self) -> Statement:
        return statement_of(self.case, cases.RATES, self.today)


TestMoneyOfACase = MoneyOfACase.TestCase
TestMoneyOfACase.settings = settings(max_examples=120, stateful_step_count=25, deadline=None)
