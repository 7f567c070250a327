"""Receipts in a decision: each payment has one, and one that no longer holds is withdrawn (PAY_03, R-092)."""

from __future__ import annotations

from datetime import UTC, datetime

from .case_contacts import ATTEMPTS, WITHDRAWAL, failures, of_this_edition, reached
from .contact import Channel, ContactState
from .contact_guard import Decision
from .decide_messages import when_open
from .decision_facts import Facts, is_with_a_person, patience
from .fact_effects import may_be_written_to
from .next_step import Action, NextStep
from .receipt import Receipt, ReceiptState
from .returned_letters import is_back


def receipt_step(facts: Facts, now: datetime) -> NextStep | None:
    """Receipts come before anything else, and before any reminder a letter that withdraws one (PAY_03, R-092).

    They are written whatever the debtor's facts; they go out once somebody may be written to.
    """
    may_write = may_be_written_to(facts.debtor)
    for receipt in facts.case.receipts:
        subject = receipt.payment_id
        if is_with_a_person(facts.case, subject):
            continue
        if receipt.state is ReceiptState.DUE:
            reason = "a payment was recorded" if receipt.edition == 1 else "what the payment paid has changed"
            return NextStep(Action.ISSUE_RECEIPT, now, reason, subject_id=subject)
        if not may_write:
            continue
        template = "final_receipt" if receipt.is_final else "receipt"
        if receipt.state is ReceiptState.ISSUED and _may_go_out(receipt, template):
            action = Action.SEND_EMAIL if facts.debtor.usable_emails() else Action.SEND_LETTER
            return _service(facts, now, action, template, receipt, "the receipt goes to the debtor")
        if receipt.state is ReceiptState.WITHDRAWAL_DUE and _may_go_out(receipt, WITHDRAWAL):
            reason = "the payment was reversed: its receipt is withdrawn"
            return _service(facts, now, Action.SEND_LETTER, WITHDRAWAL, receipt, reason)
    return None


def holds_void_receipt(facts: Facts) -> bool:
    """Whether the letter that withdraws a receipt is still to leave: nothing is asked for before it (R-092)."""
    due = [each for each in facts.case.receipts if each.state is ReceiptState.WITHDRAWAL_DUE]
    return any(_may_go_out(each, WITHDRAWAL) and not is_with_a_person(facts.case, each.payment_id) for each in due)


def _may_go_out(receipt: Receipt, template: str) -> bool:
    """Not when it came back or may have gone out already, nor after too many failures: then a person decides."""
    refs = of_this_edition(receipt)
    in_doubt = any(ref.template == template and ref.state is ContactState.UNKNOWN and reached(ref) for ref in refs)
    return not in_doubt and not is_back(refs, template) and len(failures(refs, template)) < ATTEMPTS


def _service(facts: Facts, now: datetime, action: Action, template: str, receipt: Receipt, reason: str) -> NextStep:
    channel = Channel.EMAIL if action is Action.SEND_EMAIL else Channel.LETTER
    failed = failures(of_this_edition(receipt), template)
    wanted = max(now, failed[-1].at + patience(channel, len(failed))) if failed else now
    verdict = when_open(facts, channel, wanted, step_id=receipt.payment_id)
    due = now if verdict.allowed_at is None else verdict.allowed_at.astimezone(UTC)
    return NextStep(
        action,
        due,
        reason,
        template=template,
        subject_id=receipt.payment_id,
        moves=verdict.reasons,
        refused=verdict.decision is Decision.REFUSED,
        wanted_at=wanted if verdict.reasons else None,
    )
