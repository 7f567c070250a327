"""Cases as JSON: the whole one, its summary in lists, and its preview."""

from __future__ import annotations

from datetime import date
from typing import Any

from chalicelib.domain.advice_record import Remittance
from chalicelib.domain.case import Case
from chalicelib.domain.findings import Finding
from chalicelib.domain.invoice import Invoice
from chalicelib.domain.ledger_facts import CreditNote, Payment
from chalicelib.domain.next_step import NextStep
from chalicelib.domain.reads import CaseSummary
from chalicelib.domain.receipt import Receipt
from chalicelib.entrypoints.http.framework.answers import Answer
from chalicelib.entrypoints.http.framework.call import Call
from chalicelib.entrypoints.http.framework.etags import etag
from chalicelib.usecases.open_case import Opened
from chalicelib.usecases.view_case import CaseView

from .debtor_facts import insolvency
from .deviations import deviations
from .last_look import case_look
from .limitation import days
from .mandates import case_mandate, remittance
from .negotiations import negotiation
from .statements import balance
from .values import case_manager, cents, day, instant, money, percent


def case(view: CaseView) -> dict[str, Any]:
    """The case on a day, with what is owed then."""
    value = view.case
    return {
        **_standing(value),
        "balance": balance(view.statement) if view.statement else None,
        "missing_rate": view.missing_rate,
        "days_overdue": view.days_overdue,
        "limitation": days(view.limitation),
        **_origin(value),
        **_history(value, view.as_of),
        "last_look": case_look(value),
        "deviations": deviations(value, view.as_of),
        "negotiation": negotiation(value),
        "links": _links(value),
    }


def _standing(value: Case) -> dict[str, Any]:
    return {
        "id": value.id,
        "object": "case",
        "livemode": value.scope.livemode,
        "version": value.version,
        "created_at": instant(value.created_at),
        "opened_at": instant(value.opened_at),
        "closed_at": instant(value.closed_at),
        "status": value.status.value,
        "phase": value.phase.value,
        "outcome": value.outcome.value if value.outcome else None,
        "sequence": value.chain.sequence,
        "head_hash": value.chain.hash,
        "next_step": next_step(value.next_step),
        "pause": {
            "kind": value.pause.kind.value,
            "since": instant(value.pause.since),
            "until": day(value.pause.until),
        }
        if value.pause
        else None,
        "attention": {
            "code": value.attention.code,
            "detail": value.attention.detail,
            "since": instant(value.attention.since),
            "step_id": value.attention.step_id,
            "contact_id": value.attention.contact_id,
        }
        if value.attention
        else None,
    }


def _origin(value: Case) -> dict[str, Any]:
    return {
        "creditor_id": value.creditor_id,
        "debtor_id": value.debtor_id,
        "debtor_kind": value.debtor_kind.value,
        "day_zero": day(value.day_zero),
        "scenario": value.scenario_id,
        "scenario_version": value.scenario_version,
        "scenario_choice": {"by": value.scenario_choice.by.value, "rule": value.scenario_choice.rule},
        "collector_mode": value.collector_mode.value,
        "mandate": case_mandate(value.mandate),
        "case_manager": case_manager(value.case_manager),
        "reference": value.reference,
        "external_reference": value.external_reference,
        "test_clock_id": value.test_clock_id,
        "metadata": dict(value.metadata),
        "invoices": [_invoice(invoice) for invoice in value.invoices],
        "prior_reminders": [
            {
                "channel": r.channel,
                "on": day(r.on),
                "document_id": r.document_id,
                "formal_notice_presented_on": day(r.formal_notice_presented_on),
            }
            for r in value.prior_reminders
        ],
    }


def _history(value: Case, as_of: date) -> dict[str, Any]:
    notice = value.notice
    return {
        "steps": [
            {
                "step_id": step.step_id,
                "state": step.state.value,
                "at": instant(step.at),
                "reason": step.reason,
                "contact_ids": [ref.id for ref in step.contacts],
            }
            for step in value.steps
        ],
        "formal_notice": {
            "contact_id": notice.contact_id,
            "handed_over_on": day(notice.handed_over_on),
            "named_last_day": day(notice.named_last_day),
            "posted_on": day(notice.posted_on),
            "presented_on": day(notice.presented_on),
            "presentation": notice.presentation.value if notice.presentation else None,
            "deadline": day(notice.deadline),
        }
        if notice
        else None,
        "interest_frozen_on": day(value.frozen_on),
        "insolvency": insolvency(value.insolvency),
        "payments": [payment(paid, value.receipt_of(paid.id), as_of) for paid in value.payments],
        "credit_notes": [credit_note(note) for note in value.credit_notes],
    }


def next_step(value: NextStep | None) -> dict[str, Any] | None:
    """What happens next, when, and why (R-124)."""
    if value is None:
        return None
    return {
        "action": value.action.value,
        "due_at": instant(value.due_at),
        "reason": value.reason,
        "step_id": value.step_id,
        "moves": [{"rule": move.rule, "detail": move.detail} for move in value.moves],
    }


def _invoice(value: Invoice) -> dict[str, Any]:
    return {
        "id": value.id,
        "number": value.number,
        "issue_date": day(value.issue_date),
        "due_date": day(value.due_date),
        "amount_incl_tax": money(value.amount_incl_tax),
        "already_paid": money(value.already_paid),
        "completed_on": day(value.completed_on),
        "claim_kind": value.claim_kind.value,
        "contract_rate": percent(value.contract_rate),
        "payment_terms": value.payment_terms,
    }


def payment(value: Payment, receipt: Receipt | None, as_of: date) -> dict[str, Any]:
    """A payment with its receipt, whether the creditor was told, and what the collector passes on."""
    return {
        "id": value.id,
        "object": "payment",
        "amount": money(value.amount),
        "received_on": day(value.received_on),
        "method": value.method,
        "reference": value.reference,
        "designated_invoice": value.designated_invoice,
        "reversed_on": day(value.reversed_on),
        "receipt": {
            "state": receipt.state.value,
            "document_id": receipt.document_id,
            "is_final": receipt.is_final,
        }
        if receipt
        else None,
        "creditor_informed": receipt.advice.state.value if receipt else "none",
        "remittance": remittance(_owed_or_made(value, receipt), as_of),
    }


def _owed_or_made(value: Payment, receipt: Receipt | None) -> Remittance | None:
    """A payment that bounced is no more to be passed on; one that was, was (PAY_05)."""
    found = receipt.remittance if receipt else None
    return found if found is None or value.reversed_on is None or found.made_on else None


def credit_note(value: CreditNote) -> dict[str, Any]:
    """A reduction of an invoice."""
    return {
        "id": value.id,
        "object": "credit_note",
        "invoice_id": value.invoice_id,
        "number": value.number,
        "issued_on": day(value.issued_on),
        "amount": money(value.amount),
        "effective_on": day(value.effective_on),
    }


def _links(value: Case) -> dict[str, str]:
    own = f"/v1/cases/{value.id}"
    parts = ("timeline", "contacts", "documents", "statement", "limitation", "judicial-routes")
    agreed = ("promises", "payment-plans", "settlements", "disputes")
    return {"self": own, **{part.replace("-", "_"): f"{own}/{part}" for part in (*parts, *agreed)}}


def finding(value: Finding) -> dict[str, Any]:
    """A point of eligibility, with its field and its cure."""
    return {
        "code": value.code,
        "severity": value.severity.value,
        "pointer": value.pointer,
        "detail": value.detail,
        "cure": value.cure,
    }


def summary(value: CaseSummary) -> dict[str, Any]:
    """A case in a list."""
    return {
        "id": value.id,
        "object": "case_summary",
        "creditor_id": value.creditor_id,
        "debtor_id": value.debtor_id,
        "status": value.status,
        "phase": value.phase,
        "outcome": value.outcome,
        "external_reference": value.external_reference,
        "created_at": instant(value.created_at),
        "principal": cents(value.principal),
        "next_action": value.next_action,
        "next_due_at": instant(value.next_due_at),
        "links": {"self": f"/v1/cases/{value.id}"},
    }


def case_answer(view: CaseView, call: Call[Any, Any]) -> Answer:
    """A case; its tag changes with the version, and with the day while interest runs."""
    del call
    return Answer(case(view), headers={"ETag": etag(view.case.version, view.as_of)})


def opened_answer(opened: Opened, call: Call[Any, Any]) -> Answer:
    """A new case, with the findings it was opened in spite of."""
    del call
    view = opened.view
    headers = {"ETag": etag(view.case.version, view.as_of), "Location": f"/v1/cases/{view.case.id}"}
    return Answer({**case(view), "findings": [finding(found) for found in opened.findings]}, headers=headers)
