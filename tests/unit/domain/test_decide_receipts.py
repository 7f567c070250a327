"""Receipts, and what withdraws them, come before all else (PAY_03, R-092)."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.case import Case, CaseStatus
from chalicelib.domain.contact import Channel, ContactRef, ContactState
from chalicelib.domain.contact_log import ContactLog, Solicitation
from chalicelib.domain.holds import Pause, PauseKind
from chalicelib.domain.next_step import Action
from chalicelib.domain.receipt import Receipt, ReceiptState

from .cases import CALLED, SCOPE, at, case, facts, ref
from .test_decide import next_of


class TestReceipts:
    def with_receipt(self, state: ReceiptState, *refs: ContactRef, **changes: Any) -> Case:
        return case(receipts=(Receipt("pay_1", state, "doc_1", contacts=refs),), **changes)

    def test_a_receipt_is_issued_at_once_even_on_a_closed_or_paused_case(self) -> None:
        """PAY_03, R-092."""
        for changes in ({"status": CaseStatus.CLOSED}, {"pause": Pause(PauseKind.MANUAL, at(3))}):
            step = next_of(self.with_receipt(ReceiptState.DUE, **changes), at(9))
            assert (step.action, step.due_at) == (Action.ISSUE_RECEIPT, at(9))

    def test_it_goes_by_e_mail_inside_the_hours_without_counting(self) -> None:
        entries = tuple(Solicitation(at(n), "email", "case_1", f"s{n}") for n in (7, 8, 9))
        log = ContactLog(SCOPE, "deb_1", "cred_1", entries, 3)
        step = next_of(facts(self.with_receipt(ReceiptState.ISSUED), log=log), at(9, 21))
        assert (step.action, step.due_at) == (Action.SEND_EMAIL, at(10))

    def test_a_withdrawal_comes_before_any_reminder(self) -> None:
        step = next_of(self.with_receipt(ReceiptState.WITHDRAWAL_DUE, steps=(CALLED,)), at(16))
        assert (step.action, step.template) == (Action.SEND_LETTER, "receipt_withdrawal")

    def test_a_letter_in_doubt_is_not_written_twice(self) -> None:
        doubt = ref("receipt_withdrawal", 10, ContactState.UNKNOWN, Channel.LETTER)
        assert next_of(self.with_receipt(ReceiptState.WITHDRAWAL_DUE, doubt), at(16)).template != "receipt_withdrawal"

    def test_an_unavailable_provider_is_tried_again_later_never_at_once(self) -> None:
        failed = ref("receipt", 9, ContactState.FAILED)
        step = next_of(self.with_receipt(ReceiptState.ISSUED, failed), at(9))
        assert step.due_at == at(9, 8, 15)

    def test_a_receipt_that_came_back_is_not_sent_to_the_same_address_again(self) -> None:
        back = ref("receipt", 9, ContactState.RETURNED, Channel.LETTER)
        assert next_of(self.with_receipt(ReceiptState.ISSUED, back), at(16)).template != "receipt"
