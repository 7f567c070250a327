"""The names that wording can use, computed from the facts. Texts see these and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chalicelib.domain.debtor_fact import FactKind
from chalicelib.domain.ledger import InvoiceStatement, Statement
from chalicelib.domain.messages import MessageFacts, PastMessage, ReceiptFacts
from chalicelib.domain.money import Money
from chalicelib.domain.parties import DebtorKind
from chalicelib.domain.written_form import WrittenForm

from .addresses import full_address
from .arrangement_blocks import arrangement_view
from .mandate_view import is_first_letter, mandate_view
from .sender import account_of, sender_of
from .upcoming import upcoming_view
from .wording import written

View = dict[str, object]
_NEVER_ARRIVED = frozenset({"intended", "unknown", "failed", "bounced", "returned"})
_WRITTEN = frozenset({"email", "letter", "registered_letter"})
_SPOKE_WITH_THE_DEBTOR = frozenset(
    {
        "reached_will_pay",
        "reached_promise",
        "reached_dispute",
        "reached_refuses",
        "reached_already_paid",
        "reached_call_back",
    }
)
_QUALITY = {FactKind.LAWYER: "lawyer", FactKind.GUARDIANSHIP: "guardian", FactKind.DEATH: "estate"}


def view_of(facts: MessageFacts, labels: dict[str, Any], *, email: bool, formal: bool) -> View:
    """``email`` tells the e-mail from the letter; ``formal`` says « Madame, Monsieur » whatever the recipient."""
    form = written(labels)
    return {
        "email": email,
        "formal": formal,
        "sender_name": facts.public_name,
        "place": sender_of(facts).address.city,
        "reference": facts.case_reference,
        "today": form.format_date(facts.today),
        "in_eight_days": form.format_date(facts.today + timedelta(days=8)),
        "last_day": form.format_date(facts.notice_last_day) if facts.notice_last_day else None,
        "last_day_or_none": form.format_date(facts.notice_last_day) if facts.notice_last_day else "",
        **_parties(facts, form),
        **mandate_view(facts, labels),
        **upcoming_view(facts, labels),
        **arrangement_view(facts, labels),
        **_amounts(facts, labels),
        **_history(facts, form),
        "attachments": [document.name for document in facts.attachments],
        "receipt": _receipt(facts.receipt, labels, form),
        "allocations": bool(facts.receipt and facts.receipt.allocations),
        "payments": bool(facts.payments),
        "page": bool(facts.page_link),
        "stop_link": facts.stop_link or "",
        "stop_instruction": facts.stop_instruction or "",
        "head_hash": facts.head_hash or "",
    }


def kind_key(kind: DebtorKind) -> str:
    """Which legal vocabulary applies: ``business``, ``public`` or ``other``."""
    if kind.is_business:
        return "business"
    return "public" if kind is DebtorKind.PUBLIC_BODY else "other"


def vocabulary(facts: MessageFacts) -> str:
    """The words for this claim: a private individual is owed legal interest by whomever (INT_06)."""
    return "other" if facts.creditor.is_private_individual else kind_key(facts.debtor.kind)


def open_lines(facts: MessageFacts) -> tuple[InvoiceStatement, ...]:
    """The due invoices that still owe something; all of them once everything is paid."""
    lines = facts.statement.lines
    return tuple(line for line in lines if line.total_left.amount > 0) or lines


def is_named(facts: MessageFacts) -> bool:
    """Whether the case manager is a person, not the creditor or the collector itself."""
    return facts.case_manager.name not in (facts.creditor.name, facts.creditor.sender_name, facts.sender_name)


def _parties(facts: MessageFacts, form: WrittenForm) -> View:
    creditor, debtor, manager, kind = facts.creditor, facts.debtor, facts.case_manager, facts.debtor.kind
    mediator, sender = facts.mediator, sender_of(facts)
    return {
        "creditor": {
            "name": creditor.name,
            "city": creditor.address.city,
            "professional": not creditor.is_private_individual,
        },
        "debtor": {"name": debtor.name, "natural": kind.is_natural_person},
        "recipient": facts.recipient_name or "",
        "reader": _QUALITY[debtor.represented_because] if debtor.represented_because else "",
        "manager": {
            "name": manager.name,
            "named": is_named(facts),
            "phone": form.format_phone(manager.phone) if manager.phone else "",
            "email": manager.email or "",
        },
        "business": kind.is_business,
        "public": kind is DebtorKind.PUBLIC_BODY,
        "consumer": kind is DebtorKind.CONSUMER,
        "iban": account_of(facts).iban,
        "mediator": ", ".join(p for p in (mediator.name, mediator.address, mediator.website) if p) if mediator else "",
        "privacy_notice": kind.is_natural_person
        and (facts.first_message or is_first_letter(facts) or not any(m.template for m in _reached(facts))),
        "privacy_contact": sender.email or manager.email or full_address(sender.address),
    }


def _suspended(statement: Statement, words: dict[str, str], form: WrittenForm) -> str:
    """The days on which no interest runs because of a payment plan; not those that an acceleration brought back."""
    days = [each for each in statement.suspended if each.owed_on is None or each.owed_on > statement.as_of]
    return form.format_list(
        [
            words["ended"].format(first=form.format_date(each.first), last=form.format_date(each.last))
            if each.last is not None and each.last <= statement.as_of
            else words["running"].format(first=form.format_date(each.first))
            for each in days
        ]
    )


def _amounts(facts: MessageFacts, labels: dict[str, Any]) -> View:
    statement, lines, form = facts.statement, open_lines(facts), written(labels)
    contractual = {line.invoice.contract_rate is not None for line in lines}
    return {
        "total": form.format_money(statement.total),
        "principal": form.format_money(statement.principal),
        "interest": form.format_money(statement.interest),
        "indemnity": form.format_money(statement.fixed_indemnity),
        "has_interest": statement.interest.amount > 0,
        "has_indemnity": statement.fixed_indemnity.amount > 0,
        "complementary": form.format_money(statement.complementary_indemnity),
        "has_complementary": statement.complementary_indemnity.amount > 0,
        "has_accessories": (statement.interest + statement.fixed_indemnity + statement.complementary_indemnity).amount
        > 0,
        "basis": vocabulary(facts),
        "provisional": statement.provisional,
        "frozen_on": form.format_date(statement.frozen_on) if statement.frozen_on else "",
        "suspended": _suspended(statement, labels["suspended"], form),
        "credit_notes": bool(statement.credit_notes),
        "complements": bool(statement.complementary_indemnities),
        "imputations": bool(statement.allocations),
        "order": statement.order.value,
        "of_interest": labels["of_interest"][vocabulary(facts)],
        "settled": statement.total.amount <= 0 and statement.contested.amount <= 0,
        "contested": _money_or_blank(statement.contested, form),
        "waived": _money_or_blank(statement.waived, form),
        "overpaid": _money_or_blank(statement.overpaid, form),
        "credited": any(line.credited.amount > 0 for line in (*statement.lines, *statement.not_yet_due)),
        "one": len(lines) == 1,
        "part_paid": any(
            line.principal_left != line.invoice.amount_incl_tax and not line.contested.amount for line in lines
        ),
        "invoices": [_invoice(line, form) for line in lines],
        "invoice_numbers": form.format_list([line.invoice.number for line in lines]),
        "oldest_due": form.format_date(min(line.invoice.due_date for line in lines)) if lines else "",
        "not_yet_due": bool(statement.not_yet_due),
        "has_periods": any(line.periods for line in statement.lines),
        "rates": {frozenset({True}): "contract", frozenset({False}): "default"}.get(frozenset(contractual), "mixed"),
    }


def _invoice(line: InvoiceStatement, form: WrittenForm) -> View:
    invoice = line.invoice
    return {
        "number": invoice.number,
        "issued": form.format_date(invoice.issue_date),
        "due": form.format_date(invoice.due_date),
    }


def _history(facts: MessageFacts, form: WrittenForm) -> View:
    days = sorted({message.on for message in _reached(facts) if _could_remind(message, facts)})
    return {
        "past": bool(facts.past_messages),
        "spoken_on": _spoken_on(facts, form),
        "reminders": [form.format_date(day) for day in days],
        "reminders_on": form.format_dates(days),
        "reminded_on": form.format_date(days[-1]) if days else "",
    }


def _spoken_on(facts: MessageFacts, form: WrittenForm) -> str:
    """The day of the last call that reached the debtor; empty without one."""
    calls = (message for message in facts.past_messages if message.channel == "call")
    days = [call.on for call in calls if call.outcome in _SPOKE_WITH_THE_DEBTOR]
    return form.format_date(max(days)) if days else ""


def _reached(facts: MessageFacts) -> tuple[PastMessage, ...]:
    """The earlier writings that went out and did not come back; never the one being written."""
    return tuple(
        message
        for message in facts.past_messages
        if message.channel in _WRITTEN and message.outcome not in _NEVER_ARRIVED and message.on < facts.today
    )


def _could_remind(message: PastMessage, facts: MessageFacts) -> bool:
    """Whether something was overdue by then: a word before the due date claims nothing (R-046)."""
    due_dates = [line.invoice.due_date for line in open_lines(facts)]
    return not due_dates or message.on > min(due_dates)


def _receipt(receipt: ReceiptFacts | None, labels: dict[str, Any], form: WrittenForm) -> View | None:
    if receipt is None:
        return None
    payment = receipt.payment
    spread = sum(a.total.amount for a in receipt.allocations)
    return {
        "number": receipt.number,
        "amount": form.format_money(payment.amount),
        "received_on": form.format_date(payment.received_on),
        "method": labels["methods"].get(payment.method, ""),
        "payment_reference": payment.reference or "",
        "reversed_on": form.format_date(payment.reversed_on) if payment.reversed_on else "",
        "can_bounce": receipt.can_bounce,
        "corrects": receipt.corrects or "",
        "unallocated": _money_or_blank(Money(payment.amount.amount - spread, payment.amount.currency), form),
    }


def _money_or_blank(value: Money, form: WrittenForm) -> str:
    return form.format_money(value) if value.amount > 0 else ""
