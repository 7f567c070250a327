"""What a case holds in clear after its debtor was erased: every text of it, whatever field it stands in (R-142)."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, get_args, get_origin, get_type_hints

from chalicelib.adapters.dynamodb import codec
from chalicelib.domain.case import Case, CaseStatus, Outcome
from chalicelib.domain.money import Money
from chalicelib.domain.parties import Scope
from chalicelib.domain.sealed_event import WrappedKey
from chalicelib.usecases.erase_debtor import erase_debtor
from chalicelib.usecases.writes import Create
from tests.support import stored_things as things
from tests.support.memory.store import MemoryStore
from tests.support.stored_things import TEST

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


PLAIN: dict[Any, Any] = {
    int: 1,
    bool: True,
    Decimal: Decimal(1),
    date: AT.date(),
    datetime: AT,
    bytes: bytes(32),
    Money: Money(1),
}


def filled(kind: Any, path: str) -> Any:
    """A value of that type in which every text names its own place, and nothing is left out."""
    if kind is str:
        return f"<{path}>"
    if kind in PLAIN:
        return PLAIN[kind]
    parts = [each for each in get_args(kind) if each not in (Ellipsis, type(None))]
    if get_origin(kind) is tuple:
        return tuple(filled(part, path) for part in parts)
    return filled(parts[0], path) if parts else _built(kind, path)


def _built(kind: Any, path: str) -> Any:
    if issubclass(kind, Enum):
        return next(iter(kind))
    hints = get_type_hints(kind)
    return kind(**{f.name: filled(hints[f.name], f"{path}.{f.name}".lstrip(".")) for f in fields(kind) if f.init})


def texts(value: Any) -> set[str]:
    """The places that can still be read."""
    if isinstance(value, str):
        return {value} if value.startswith("<") else set()
    if is_dataclass(value):
        return {text for f in fields(value) for text in texts(getattr(value, f.name))}
    if isinstance(value, (tuple, list)):
        return {text for each in value for text in texts(each)}
    if isinstance(value, dict):
        return {text for each in value.values() for text in texts(each)}
    return set()


class Nothing:
    """No plain copies, no keys in memory."""

    def forget(self, wrapped_key: WrappedKey) -> None:
        """Nothing to forget."""

    def forget_debtor(self, scope: Scope, debtor_id: str) -> None:
        """Nothing to forget."""

    def forget_contact(self, scope: Scope, contact_id: str) -> None:
        """Nothing to forget."""


IDS_AND_DIGESTS = """
    chain.hash complementary_indemnities.document_id complementary_indemnities.id complementary_indemnities.invoice_id
    credit_notes.id credit_notes.invoice_id invoice_documents invoices.id limitation.acts.document_id limitation.acts.id
    limitation.acts.invoice_id limitation.suspensions.id mandate.annex_document_id mandate.first_letter.contact_id
    mandate.mandate_id notice.contact_id payments.designated_invoice payments.id prior_reminders.document_id
    proposals.advice.contacts.id proposals.id receipts.advice.contacts.id receipts.contacts.id receipts.document_id
    receipts.payment_id receipts.spread steps.contacts.id test_clock_id
    negotiation.disputes.answer_document_id negotiation.disputes.credit_note_ids negotiation.disputes.document_ids
    negotiation.disputes.id negotiation.disputes.invoice_ids negotiation.disputes.resolution_document_id
    negotiation.disputes.settled_by negotiation.notes.contacts.id negotiation.notes.subject_id
    negotiation.plans.document_id negotiation.plans.id negotiation.plans.notice.contact_id negotiation.plans.replaces
    negotiation.plans.signatures.code_id negotiation.plans.signatures.contact_id
    negotiation.plans.signatures.document_id negotiation.plans.signatures.text_sha256 negotiation.promises.id
    negotiation.settlements.document_id negotiation.settlements.id
"""
CODES = """
    payments.method prior_reminders.channel proposals.advice.contacts.template proposals.channel
    receipts.advice.contacts.template receipts.contacts.template scenario_id stated_rates.half_year
    steps.contacts.template steps.reason steps.skipped_channels steps.step_id negotiation.disputes.channel
    negotiation.notes.contacts.template negotiation.notes.template negotiation.plans.end_reason
    negotiation.plans.signatures.language negotiation.promises.channel negotiation.promises.end_reason
"""
THE_CREDITORS_OWN = """
    credit_notes.number external_reference invoices.number mandate.first_letter.reference mandate.reference reference
    scenario_choice.rule
"""
STAYS = {f"<{place}>" for place in (IDS_AND_DIGESTS + CODES + THE_CREDITORS_OWN).split()}


def test_no_text_of_an_erased_case_is_left_but_ids_codes_and_the_creditors_own_numbers() -> None:
    """A text field that is added later is erased, or is named above."""
    base = things.case()
    known = replace(base, status=CaseStatus.CLOSED, outcome=Outcome.WRITTEN_OFF)
    kept = ("id", "scope", "creditor_id", "debtor_id", "version", "status", "outcome")
    case = replace(filled(Case, ""), **{name: getattr(known, name) for name in kept})
    case = replace(case, receipts=(replace(case.receipts[0], payment_id=case.payments[0].id),))
    assert {"<insolvency.fact_id>", "<attention.detail>", "<other_pauses.fact_id>", "<case_manager.name>"} <= texts(
        case
    )
    assert "<receipts.remittance.reference>" in texts(case)
    store = MemoryStore()
    store.commit([*things.new_debtor(), Create(case)])
    erase_debtor(TEST, "deb_1", store=store, vault=Nothing(), files=Nothing())
    left = store.case(TEST, case.id)
    assert texts(left) - STAYS == set()
    assert texts(codec.summary_of(left)) == {"<external_reference>"}
    assert left.insolvency is None
    assert left.next_step is None
    assert (left.deviations, left.former, left.look) == ((), None, None)
