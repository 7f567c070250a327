"""What commands on a case answer: the case itself, or the thing they were about with the case beside it."""

from __future__ import annotations

from typing import Any, TypeVar

from chalicelib.domain.call_task import CallTask
from chalicelib.domain.case_payments import Paid
from chalicelib.domain.contact import Contact
from chalicelib.domain.document import Document
from chalicelib.domain.ledger_facts import ComplementaryIndemnity
from chalicelib.entrypoints.http.framework.answers import Answer
from chalicelib.entrypoints.http.framework.call import Call
from chalicelib.usecases.change_case import Outcome
from chalicelib.usecases.view_case import CaseView

from . import cases, contacts, statements

Result = TypeVar("Result")


def changed_case_answer(outcome: Outcome, call: Call[Any, Any]) -> Answer:
    """The case as the command left it."""
    return cases.case_answer(outcome.view, call)


def payment_answer(outcome: Outcome, call: Call[Any, Any]) -> Answer:
    """The new payment, how it was spread, and what is left."""
    del call
    paid = _result(outcome, Paid)
    new = paid.case.payments[-1]
    return Answer(_payment(outcome, paid, new.id))


def reversal_answer(outcome: Outcome, call: Call[Any, Any]) -> Answer:
    """The reversed payment and what is owed again."""
    return Answer(_payment(outcome, _result(outcome, Paid), call.id("payment_id")))


def remittance_answer(outcome: Outcome, call: Call[Any, Any]) -> Answer:
    """The payment that was passed on."""
    view = outcome.view
    return Answer(_payment(outcome, Paid(view.case, (), view.statement), call.id("payment_id")))


def credit_note_answer(outcome: Outcome, call: Call[Any, Any]) -> Answer:
    """The credit note and what is left."""
    del call
    paid = _result(outcome, Paid)
    return Answer({**cases.credit_note(paid.case.credit_notes[-1]), **beside(outcome.view)})


def complementary_indemnity_answer(outcome: Outcome, call: Call[Any, Any]) -> Answer:
    """The indemnity and what is left."""
    del call
    indemnity = _result(outcome, ComplementaryIndemnity)
    return Answer({**statements.complementary_indemnity(indemnity), **beside(outcome.view)})


def contact_outcome_answer(outcome: Outcome, call: Call[Any, Any]) -> Answer:
    """The contact after a report."""
    return contacts.contact_answer(_result(outcome, Contact), call)


def call_outcome_answer(outcome: Outcome, call: Call[Any, Any]) -> Answer:
    """The call task, done, and what its outcome changed."""
    answer = contacts.call_task_answer(_result(outcome, CallTask), call)
    return Answer({**answer.body, **beside(outcome.view)}, headers=answer.headers)


def interaction_answer(outcome: Outcome, call: Call[Any, Any]) -> Answer:
    """The case, and the document that was kept."""
    answer = cases.case_answer(outcome.view, call)
    kept = outcome.result if isinstance(outcome.result, Document) else None
    return Answer({**answer.body, "document": contacts.document(kept) if kept else None}, headers=answer.headers)


def _payment(outcome: Outcome, paid: Paid, payment_id: str) -> dict[str, Any]:
    case = outcome.view.case
    payment = next(each for each in case.payments if each.id == payment_id)
    allocations = paid.statement.allocations if paid.statement else ()
    spread = [statements.allocation(entry) for entry in allocations if entry.payment_id == payment_id]
    return {
        **cases.payment(payment, case.receipt_of(payment_id), outcome.view.as_of),
        "allocations": spread,
        "not_reopened": paid.not_reopened,
        **beside(outcome.view),
    }


def beside(view: CaseView) -> dict[str, Any]:
    """The case as the command left it, beside the thing it was about."""
    case = view.case
    return {
        "case": {
            "id": case.id,
            "version": case.version,
            "status": case.status.value,
            "phase": case.phase.value,
            "outcome": case.outcome.value if case.outcome else None,
            "sequence": case.chain.sequence,
            "head_hash": case.chain.hash,
            "next_step": cases.next_step(case.next_step),
            "balance": statements.balance(view.statement) if view.statement else None,
            "missing_rate": view.missing_rate,
        }
    }


def _result(outcome: Outcome, kind: type[Result]) -> Result:
    if not isinstance(outcome.result, kind):
        raise TypeError(f"the command gives a {kind.__name__}")
    return outcome.result
