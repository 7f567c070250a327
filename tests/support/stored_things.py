"""Objects to store in tests: small, valid, each with what its test is about as arguments."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from chalicelib.domain.call_task import CallTask, CallTaskStatus
from chalicelib.domain.case import Case, CaseStatus
from chalicelib.domain.contact import Channel, Contact, ContactState, Purpose
from chalicelib.domain.document import Document, DocumentKind
from chalicelib.domain.evidence import EventHeader, genesis
from chalicelib.domain.invoice import Invoice
from chalicelib.domain.ledger import CreditNote, Payment
from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.one_time_code import DebtorCodes, OneTimeCode
from chalicelib.domain.negotiation.one_time_code import Purpose as CodePurpose
from chalicelib.domain.next_step import Action, NextStep
from chalicelib.domain.parties import Address, CollectorMode, ContactPerson, Creditor, Debtor, DebtorKind, Scope
from chalicelib.domain.receipt import Receipt, ReceiptState
from chalicelib.domain.scenarios.model import Phase
from chalicelib.domain.sealed_event import WrappedKey
from chalicelib.domain.tenant import ApiKey, KeyScope, Tenant
from chalicelib.domain.test_clock import TestClock
from chalicelib.domain.writes import Create, KeepDebtorKey, StoreAnswer, StoredEvent, Write

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
TEST = Scope("ten_A", livemode=False)
LIVE = Scope("ten_A", livemode=True)
OTHER_TENANT = Scope("ten_B", livemode=False)
WRAPPED = WrappedKey(bytes(range(32)), {"debtor_id": "deb_1"})
SECRET_NAME = "Boulangerie Zéphyrine"
SECRET_EMAIL = "zephyrine@example.org"
SECRET_PHONE = "+33611223344"
SECRETS = (SECRET_NAME, "Zephyrine", SECRET_EMAIL, SECRET_PHONE, "12 rue des Lilas")


def tenant(tenant_id: str = "ten_A", created_at: datetime = datetime(2026, 1, 5, tzinfo=UTC)) -> Tenant:
    return Tenant(tenant_id, "Éditeur SAS", created_at)


def api_key(scope: Scope = TEST, key_id: str = "key_1", secret_hash: str = "ab" * 32) -> ApiKey:
    scopes = frozenset({KeyScope.CASES_READ, KeyScope.CASES_WRITE})
    return ApiKey(key_id, scope, "CI", secret_hash, "…9f2", scopes, NOW)


def creditor(scope: Scope = TEST, creditor_id: str = "cred_1", **changes: Any) -> Creditor:
    address = Address("1 place de la Bourse", "33000", "Bordeaux")
    return replace(Creditor(creditor_id, scope, 1, NOW, "Fournil SARL", address, iban="FR7612345"), **changes)


def debtor(scope: Scope = TEST, debtor_id: str = "deb_1", **changes: Any) -> Debtor:
    person = ContactPerson(SECRET_NAME, email=SECRET_EMAIL, phone=SECRET_PHONE)
    address = Address("12 rue des Lilas", "75011", "Paris")
    made = Debtor(debtor_id, scope, 1, NOW, DebtorKind.COMPANY, SECRET_NAME, address, contacts=(person,))
    return replace(made, **changes)


def new_debtor(scope: Scope = TEST, debtor_id: str = "deb_1", **changes: Any) -> list[Write]:
    return [KeepDebtorKey(scope, debtor_id, WRAPPED), Create(debtor(scope, debtor_id, **changes), WRAPPED)]


def invoice(number: int) -> Invoice:
    return Invoice(
        id=f"inv_{number:03d}",
        number=f"FA-2026-{number:03d}",
        issue_date=date(2026, 8, 1),
        due_date=date(2026, 9, 1),
        amount_incl_tax=Money(120_000 + number),
    )


def case(scope: Scope = TEST, case_id: str = "case_1", *, due_at: datetime | None = NOW, **changes: Any) -> Case:
    step = NextStep(Action.SEND_EMAIL, due_at, "D+15 after the due date", "first_reminder", "reminder_1")
    made = Case(
        id=case_id,
        scope=scope,
        version=1,
        run=1,
        creditor_id="cred_1",
        debtor_id="deb_1",
        debtor_kind=DebtorKind.COMPANY,
        postal_code="75011",
        status=CaseStatus.OPEN,
        phase=Phase.AMICABLE,
        opened_at=NOW,
        created_at=NOW,
        day_zero=date(2026, 9, 1),
        scenario_id="progressif",
        scenario_version=1,
        collector_mode=CollectorMode.CREDITOR_OWN,
        case_manager=None,
        reference="AM-0001",
        invoices=(invoice(1), invoice(2)),
        chain=genesis(case_id),
        last_instant=NOW,
        next_step=step,
    )
    return replace(made, **changes)


def payment(sequence: int, **changes: Any) -> Payment:
    return replace(
        Payment(f"pay_{9 - sequence}", Money(5_000 * sequence), date(2026, 10, sequence), sequence), **changes
    )


def receipt(paid: Payment, state: ReceiptState = ReceiptState.DUE) -> Receipt:
    return Receipt(paid.id, state)


def credit_note(number: int) -> CreditNote:
    return CreditNote(f"cn_{number}", "inv_001", f"AV-{number}", date(2026, 10, 1), Money(100), date(2026, 9, 1))


def contact(scope: Scope = TEST, contact_id: str = "ctc_1", **changes: Any) -> Contact:
    made = Contact(
        id=contact_id,
        scope=scope,
        case_id="case_1",
        debtor_id="deb_1",
        step_id="first_reminder",
        channel=Channel.EMAIL,
        template="reminder_1",
        purpose=Purpose.SOLICITATION,
        state=ContactState.INTENDED,
        recipient=SECRET_EMAIL,
        recipient_name=SECRET_NAME,
        intended_at=NOW,
        recorded_at=NOW,
    )
    return replace(made, **changes)


def call_task(scope: Scope = TEST, task_id: str = "tsk_1", **changes: Any) -> CallTask:
    made = CallTask(
        id=task_id,
        scope=scope,
        case_id="case_1",
        debtor_id="deb_1",
        contact_id="ctc_2",
        step_id="verification_call",
        status=CallTaskStatus.OPEN,
        phone=SECRET_PHONE,
        recipient_name=SECRET_NAME,
        script=(("Ouverture", ("Bonjour", "Avez-vous reçu la facture ?")),),
        created_at=NOW,
        due_on=date(2026, 11, 24),
    )
    return replace(made, **changes)


def debtor_codes(scope: Scope = TEST, **changes: Any) -> DebtorCodes:
    code = OneTimeCode("cod_1", CodePurpose.VIEW, "ab" * 32, NOW, Channel.EMAIL, "m…@e….fr", "ctc_1")
    return replace(DebtorCodes("deb_1", scope, 0).with_code(code), **changes)


def document(scope: Scope = TEST, document_id: str = "doc_1", **changes: Any) -> Document:
    made = Document(
        id=document_id,
        scope=scope,
        case_id="case_1",
        debtor_id="deb_1",
        kind=DocumentKind.LETTER,
        name=f"{SECRET_NAME}.pdf",
        media_type="application/pdf",
        size=1234,
        sha256="0" * 64,
        archive_key="test/ten_A/case_1/documents/doc_1",
        created_at=NOW,
    )
    return replace(made, **changes)


def clock(scope: Scope = TEST, clock_id: str = "clk_1", **changes: Any) -> TestClock:
    return replace(TestClock(clock_id, scope, 1, NOW, NOW), **changes)


def event(sequence: int, case_id: str = "case_1") -> StoredEvent:
    header = EventHeader(
        sequence=sequence,
        type="case.opened",
        occurred_at=NOW + timedelta(microseconds=sequence),
        recorded_at=NOW,
        actor_id="key_1",
        previous_hash=genesis(case_id).hash,
        payload_commitment="1" * 64,
    )
    return StoredEvent(f"evt_{sequence}", header, "2" * 64, b"\x00sealed", '{"case_id":"case_1"}')


def answer(scope: Scope = TEST, name: str = "k1", body: str = '{"id":"case_1"}', **changes: Any) -> StoreAnswer:
    expires_at = NOW + timedelta(days=31)
    kept = StoreAnswer(scope, name, "f" * 64, 201, (("Location", "/v1/cases/case_1"),), body, expires_at)
    return replace(kept, **changes)
