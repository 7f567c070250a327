"""Recovery costs beyond the 40 EUR, which a creditor may claim from a professional debtor on proof (IND_05).

Never made by itself: a person records it, with the document that proves it, and may withdraw it. A consumer, a
non-professional and whoever owes a private individual never owe it (IND_02, COST_02).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from .case import Case
from .case_payments import Paid, followed, known_statement, overpaid_events
from .document import Document
from .errors import Conflict, FieldProblem, InvalidInput, NotFound, Refused
from .events import EventType, event
from .interest import interest_terms
from .invoice import Invoice, normalised_number
from .ledger_facts import ComplementaryIndemnity
from .ledger_lines import Statement
from .plan import local_day
from .rates import RateTable
from .receipts import follow

MOST_INDEMNITIES = 60


def invoice_named(case: Case, name: str) -> Invoice:
    """The invoice of the case with this id or this number; ``unknown_invoice`` at its field."""
    number = normalised_number(name)
    for invoice in case.invoices:
        if invoice.id == name or normalised_number(invoice.number) == number:
            return invoice
    problem = FieldProblem("#/invoice", "unknown_invoice", "name an invoice of this case by its id or its number")
    raise InvalidInput("The indemnity cannot be recorded.", errors=(problem,))


def check_indemnity(case: Case, invoice: Invoice, rates: RateTable, today: date) -> None:
    """``complementary_indemnity_not_owed`` names the rule; ``InvalidInput`` an invoice that is not late yet."""
    terms = interest_terms(
        debtor_kind=case.debtor_kind,
        due_date=invoice.due_date,
        rates=rates,
        creditor_is_private_individual=case.creditor_is_private_individual,
        frozen_on=case.frozen_on,
    )
    if not terms.fixed_indemnity:
        frozen = case.frozen_on is not None and case.frozen_on <= invoice.due_date
        rule = "IND_04: the invoice fell due after the judgment" if frozen else "IND_02, COST_02: professionals only"
        detail = f"No recovery cost may be claimed here ({rule})."
        raise Refused(
            detail,
            code="complementary_indemnity_not_owed",
            errors=(FieldProblem("#/invoice", "complementary_indemnity_not_owed", detail),),
        )
    problems = []
    if invoice.due_date >= today or invoice.principal.amount <= 0:
        problems.append(FieldProblem("#/invoice", "not_yet_due", "only a late invoice bears recovery costs"))
    if len(case.complementary_indemnities) >= MOST_INDEMNITIES:
        detail = f"a case holds {MOST_INDEMNITIES} at most"
        problems.append(FieldProblem("#", "too_many_complementary_indemnities", detail))
    if problems:
        raise InvalidInput("The indemnity cannot be recorded.", errors=tuple(problems))


def record_indemnity(
    case: Case,
    indemnity: ComplementaryIndemnity,
    reason: str,
    document: Document,
    rates: RateTable,
    now: datetime,
) -> Paid:
    """Adds it to what the invoice owes, after the fixed indemnity; receipts follow where the money moves.

    Only in a live case: nothing more is claimed in a closed one.
    """
    changed = replace(case, complementary_indemnities=(*case.complementary_indemnities, indemnity))
    after = known_statement(changed, rates, local_day(case, now))
    draft = event(
        EventType.COMPLEMENTARY_INDEMNITY_RECORDED,
        {"reason": reason},
        **_told(indemnity, after),
        claimed_on=indemnity.claimed_on.isoformat(),
        documents=[{"document_id": document.id, "sha256": document.sha256}],
    )
    return Paid(follow(changed, after) if after else changed, (draft,), after)


def withdraw_indemnity(case: Case, indemnity_id: str, rates: RateTable, now: datetime, *, reason: str) -> Paid:
    """It counts as if it had never been claimed, in any state of the case: what it took of the payments goes elsewhere.

    What then finds no debt is overpaid; the case closes when nothing else is left. Receipts follow.
    """
    known = next((each for each in case.complementary_indemnities if each.id == indemnity_id), None)
    if known is None:
        raise NotFound("No such complementary indemnity in this case.")
    if known.withdrawn_on is not None:
        raise Conflict("The indemnity was withdrawn already.", code="already_withdrawn")
    today = local_day(case, now)
    gone = replace(known, withdrawn_on=today)
    kept = tuple(gone if each.id == indemnity_id else each for each in case.complementary_indemnities)
    before = known_statement(case, rates, today)
    changed = replace(case, complementary_indemnities=kept)
    after = known_statement(changed, rates, today)
    draft = event(EventType.COMPLEMENTARY_INDEMNITY_WITHDRAWN, {"reason": reason}, **_told(gone, after))
    excess = overpaid_events(before, after, complementary_indemnity_id=indemnity_id)
    return followed(changed, (draft, *excess), after, now)


def _told(indemnity: ComplementaryIndemnity, after: Statement | None) -> dict[str, Any]:
    return {
        "complementary_indemnity_id": indemnity.id,
        "invoice_id": indemnity.invoice_id,
        "amount": indemnity.amount.as_json(),
        "outstanding": after.total.as_json() if after else None,
    }
