"""A case, its debtor and its facts for tables of decisions: day 0 is Monday 5 January 2026, in Paris."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.adapters.rates_file import load_rates
from chalicelib.domain.call_task import CallTask, CallTaskStatus
from chalicelib.domain.case import Case, CaseStatus
from chalicelib.domain.contact import Channel, Contact, ContactRef, ContactState, Purpose
from chalicelib.domain.contact_log import ContactLog
from chalicelib.domain.decision_facts import Facts
from chalicelib.domain.evidence import genesis
from chalicelib.domain.invoice import Invoice
from chalicelib.domain.money import Money
from chalicelib.domain.parties import Address, CollectorMode, ContactPerson, Debtor, DebtorKind, Scope
from chalicelib.domain.scenarios.model import Phase
from chalicelib.domain.step_record import StepRecord, StepState

DUE = date(2026, 1, 5)
SCOPE = Scope("ten_a", livemode=False)
PARIS = ZoneInfo("Europe/Paris")
OWED = Money(120_000)
RATES = load_rates()


def day(number: int) -> date:
    """The calendar day D+``number``."""
    return DUE + timedelta(days=number)


def at(number: int, hour: int = 8, minute: int = 0) -> datetime:
    """An hour in Paris on D+``number``, as an instant."""
    on = day(number)
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=PARIS).astimezone(UTC)


def invoice(number: int = 1, *, due: date = DUE, cents: int = 120_000) -> Invoice:
    return Invoice(f"inv_{number}", f"FA-{number}", due - timedelta(days=30), due, Money(cents))


def case(opened: int = 2, **changes: Any) -> Case:
    """Opened on D+``opened`` on a test clock, so that no wake-up is spread."""
    made = Case(
        id="case_1",
        scope=SCOPE,
        version=1,
        run=1,
        creditor_id="cred_1",
        debtor_id="deb_1",
        debtor_kind=DebtorKind.COMPANY,
        postal_code="75011",
        status=CaseStatus.OPEN,
        phase=Phase.AMICABLE,
        opened_at=at(opened),
        created_at=at(opened),
        day_zero=DUE,
        scenario_id="progressif",
        scenario_version=1,
        collector_mode=CollectorMode.CREDITOR_OWN,
        case_manager=None,
        reference="AM-1",
        invoices=(invoice(),),
        chain=genesis("case_1"),
        last_instant=at(opened),
        test_clock_id="clk_1",
    )
    return replace(made, **changes)


def debtor(**changes: Any) -> Debtor:
    person = ContactPerson("Léa Martin", email="lea@debiteur.example", phone="+33611223344")
    address = Address("12 rue des Lilas", "75011", "Paris")
    made = Debtor("deb_1", SCOPE, 1, at(0), DebtorKind.COMPANY, "Zéphyrine SARL", address, contacts=(person,))
    return replace(made, **changes)


def facts(of: Case, *, owed: Money = OWED, debtor_: Debtor | None = None, log: ContactLog | None = None) -> Facts:
    return Facts(of, debtor_ or debtor(), log or ContactLog(SCOPE, "deb_1", "cred_1"), owed)


def ref(
    template: str,
    on: int,
    state: ContactState = ContactState.SENT,
    channel: Channel = Channel.EMAIL,
    **changes: Any,
) -> ContactRef:
    return replace(ContactRef(f"ctc_{template}_{on}", channel, template, state, at(on)), **changes)


def done(step_id: str, on: int, *refs: ContactRef) -> StepRecord:
    return StepRecord(step_id, StepState.DONE, at(on), contacts=refs)


CALLED = done("verification_call", 8, ref("call_verification", 8, channel=Channel.CALL))
REMINDED = done("first_reminder", 15, ref("reminder_1", 15))
REMINDED_AGAIN = done("second_reminder", 30, ref("reminder_2", 30), ref("reminder_2_sms", 30, channel=Channel.SMS))
NOTIFIED = done("formal_notice", 45, ref("formal_notice", 45, ContactState.POSTED, Channel.REGISTERED_LETTER))
LAST_CALLED = done("last_call", 65, ref("last_call", 65, channel=Channel.CALL))
EVERYTHING = (CALLED, REMINDED, REMINDED_AGAIN, NOTIFIED, LAST_CALLED)


def contact(template: str = "reminder_1", channel: Channel = Channel.EMAIL, **changes: Any) -> Contact:
    step_of = {"reminder_1": "first_reminder", "reminder_2": "second_reminder", "reminder_2_sms": "second_reminder"}
    made = Contact(
        id=f"ctc_{template}_15",
        scope=SCOPE,
        case_id="case_1",
        debtor_id="deb_1",
        step_id=step_of.get(template, template),
        channel=channel,
        template=template,
        purpose=Purpose.LEGAL if template == "formal_notice" else Purpose.SOLICITATION,
        state=ContactState.SENT,
        recipient="lea@debiteur.example",
        recipient_name="Léa Martin",
        intended_at=at(15),
        recorded_at=at(15),
        document_ids=("doc_1",),
        content_sha256="0" * 64,
    )
    return replace(made, **changes)


def task(step_id: str = "verification_call", template: str = "call_verification", on: int = 8) -> CallTask:
    return CallTask(
        id="tsk_1",
        scope=SCOPE,
        case_id="case_1",
        debtor_id="deb_1",
        contact_id=f"ctc_{template}_{on}",
        step_id=step_id,
        status=CallTaskStatus.OPEN,
        phone="+33611223344",
        recipient_name="Léa Martin",
        script=(),
        created_at=at(on),
        due_on=day(on),
    )
