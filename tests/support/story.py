"""The verbs of a story about cases: open, pay, pause, answer the phone, report; and what can be read afterwards."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.adapters.identity_checks import IdentityChecks
from chalicelib.domain.archive_layout import event_context
from chalicelib.domain.call_task import CallOutcome, CallTask, CallTaskStatus
from chalicelib.domain.case import Case, CaseStatus, PriorReminder
from chalicelib.domain.case_commands import AttentionAction, Choice
from chalicelib.domain.contact import Channel, Contact, DeliveryKind
from chalicelib.domain.money import Money
from chalicelib.domain.parties import Address, CaseManager, ContactPerson, Creditor, Debtor, DebtorKind, Scope
from chalicelib.domain.sealed_event import parse_payload
from chalicelib.domain.test_clock import TestClock
from chalicelib.usecases.case_request import Intake, NewInvoice, OpenCase
from chalicelib.usecases.change_case import Changing
from chalicelib.usecases.create_debtor import key_context
from chalicelib.usecases.create_test_clock import CreateTestClock, create_test_clock
from chalicelib.usecases.decide_case import DecideCase, decide_case
from chalicelib.usecases.open_case import open_case
from chalicelib.usecases.pause_case import PauseCase, pause_case
from chalicelib.usecases.record_call_outcome import RecordCallOutcome, record_call_outcome
from chalicelib.usecases.record_delivery_event import RecordDeliveryEvent, record_delivery_event
from chalicelib.usecases.record_payment import (
    RecordCreditNote,
    RecordPayment,
    ReversePayment,
    record_credit_note,
    record_payment,
    reverse_payment,
)
from chalicelib.usecases.resolve_attention import ResolveAttention, resolve_attention
from chalicelib.usecases.resume_case import ResumeCase, resume_case
from chalicelib.usecases.writes import Create, KeepDebtorKey

from .world import LIVE, TEST, World

PARIS = ZoneInfo("Europe/Paris")
DUE = date(2026, 1, 5)
PRINCIPAL = 120_000
ACTOR = "key_1"
PAUL = CaseManager("Paul Durand", "+33199002410")
"""A contact person of a case's own: it never speaks for another, nor another for it (R-091, R-123)."""


def paris(day: date, hour: int = 6) -> datetime:
    """An hour of a day in Paris, as an instant."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=PARIS).astimezone(UTC)


def d(days: int, hour: int = 6, due: date = DUE) -> datetime:
    """D+``days``: that many days after the due date, early in the morning."""
    return paris(due + timedelta(days=days), hour)


@dataclass(frozen=True)
class Told:
    """An event with its opened payload."""

    type: str
    at: datetime
    payload: dict[str, Any]


class Story(World):
    """A world with one creditor; debtors and cases come by the verbs. ``scope`` is test mode with a clock."""

    def __init__(self, start: datetime, *, scope: Scope = LIVE, **options: Any) -> None:
        super().__init__(start, **options)
        self.scope = scope
        address = Address("1 place de la Bourse", "33000", "Bordeaux")
        self.creditor_id = "cred_1"
        creditor = Creditor(
            self.creditor_id,
            scope,
            1,
            start,
            "Fournil SARL",
            address,
            siren="732829320",
            email="compta@fournil.example",
            phone="+33556000000",
            iban="FR7630006000011234567890189",
            bic="AGRIFRPP",
        )
        self.memory.commit([Create(creditor)])
        self.intake = Intake(self.recording, reader=None, files=None, checks=IdentityChecks())  # type: ignore[arg-type]  # no file is read here

    # --- verbs ------------------------------------------------------------------------------------------------------

    def debtor(
        self,
        debtor_id: str = "deb_1",
        *,
        kind: DebtorKind = DebtorKind.COMPANY,
        postal_code: str | None = "75011",
        email: str | None = "dettes@debiteur.example",
        phone: str | None = "+33611223344",
    ) -> str:
        contacts = (ContactPerson("Léa Martin", email=email, phone=phone),)
        address = Address("12 rue des Lilas", postal_code, "Paris") if postal_code else None
        new = Debtor(debtor_id, self.scope, 1, self.now(), kind, "Boulangerie Zéphyrine", address, contacts=contacts)
        key = self.vault.new_key(key_context(self.scope, debtor_id))
        self.memory.commit([KeepDebtorKey(self.scope, debtor_id, key), Create(new, key)])
        return debtor_id

    def clock(self, at: datetime) -> str:
        self.command(
            lambda reply: create_test_clock(
                CreateTestClock(TEST, at), store=self.store, ids=self.ids, wall=self.wall, reply=reply
            ),
            scope=TEST,
        )
        return self.memory._all(TestClock)[-1].id

    def open(
        self,
        debtor_id: str = "deb_1",
        *,
        number: str = "FA-1",
        due: date = DUE,
        cents: int = PRINCIPAL,
        prior: Sequence[PriorReminder] = (),
        clock_id: str | None = None,
        **more: Any,
    ) -> str:
        """Opens a case for one invoice and gives its id."""
        invoice = NewInvoice(number, due - timedelta(days=30), due, Money(cents), completed_on=due - timedelta(days=31))
        invoices = more.pop("invoices", (invoice,))
        request = OpenCase(
            self.scope,
            self.creditor_id,
            debtor_id,
            None,
            invoices,
            (),
            prior_reminders=tuple(prior),
            test_clock_id=clock_id,
            **more,
        )
        opened = self.command(
            lambda reply: open_case(request, actor=ACTOR, intake=self.intake, archive=self.archive, reply=reply),
            scope=self.scope,
        )
        return opened.view.case.id if opened else self.memory._all(Case)[-1].id

    def _changing(self, case_id: str) -> Changing:
        return Changing(self.scope, case_id, ACTOR)

    def _change(self, use_case: Any, command: Any) -> Any:
        return self.command(lambda reply: use_case(command, recording=self.recording, reply=reply), scope=self.scope)

    def pay(
        self, case_id: str, cents: int | None = None, *, on: date | None = None, method: str = "bank_transfer"
    ) -> str:
        """Pays a part, or all that is owed today; gives the payment's id."""
        amount = self.owed(case_id) if cents is None else cents
        day = on or self.today(case_id)
        self._change(record_payment, RecordPayment(self._changing(case_id), Money(amount), day, method))
        return self.case(case_id).payments[-1].id

    def reverse(self, case_id: str, payment_id: str) -> None:
        command = ReversePayment(self._changing(case_id), payment_id, self.today(case_id), "the cheque bounced")
        self._change(reverse_payment, command)

    def credit(self, case_id: str, cents: int, number: str = "AV-1") -> None:
        invoice = self.case(case_id).invoices[0]
        command = RecordCreditNote(self._changing(case_id), invoice.id, number, self.today(case_id), Money(cents))
        self._change(record_credit_note, command)

    def pause(self, case_id: str, until: date | None = None) -> None:
        self._change(pause_case, PauseCase(self._changing(case_id), "holidays", until))

    def resume_case(self, case_id: str, *, dispute: bool = False) -> None:
        self._change(resume_case, ResumeCase(self._changing(case_id), "go on", dispute))

    def decide(self, case_id: str, choice: Choice) -> None:
        self._change(decide_case, DecideCase(self._changing(case_id), choice, "the creditor's choice"))

    def resolve(self, case_id: str, action: AttentionAction) -> None:
        self._change(resolve_attention, ResolveAttention(self._changing(case_id), action, "looked into it"))

    def report(self, contact_id: str, kind: DeliveryKind, on: date | None = None) -> None:
        self._change(record_delivery_event, RecordDeliveryEvent(self.scope, contact_id, "carrier", kind, on))

    def answer_call(self, outcome: CallOutcome, on: date | None = None, case_id: str | None = None) -> CallTask:
        """What came of the oldest open call task."""
        task = next(t for t in self.open_calls() if case_id in (None, t.case_id))
        self.answer_task(task.id, outcome, on)
        return task

    def answer_task(
        self,
        task_id: str,
        outcome: CallOutcome,
        on: date | None = None,
        about: tuple[str, ...] = (),
        amount: int | None = None,
    ) -> None:
        promised = None if amount is None else Money(amount)
        command = RecordCallOutcome(self.scope, task_id, ACTOR, outcome, on, about=about, amount=promised)
        self._change(record_call_outcome, command)

    # --- what is there afterwards -----------------------------------------------------------------------------------

    def case_ids(self) -> list[str]:
        return sorted(case.id for case in self.memory._all(Case))

    def case(self, case_id: str) -> Case:
        case: Case = self.memory._get(Case, self.scope, case_id)
        return case

    def time_of(self, case_id: str) -> datetime:
        """Case time: the wall clock's, or that of the case's test clock."""
        case = self.case(case_id)
        if case.test_clock_id is None:
            return self.now()
        return max(self.memory.test_clock(self.scope, case.test_clock_id).now, case.last_instant)

    def today(self, case_id: str) -> date:
        return self.time_of(case_id).astimezone(PARIS).date()

    def owed(self, case_id: str) -> int:
        from chalicelib.domain.case_payments import whole_statement_of

        rates, today = self.rates_as_read.current(), self.today(case_id)
        return whole_statement_of(self.case(case_id), rates, today).total.amount

    def clocks(self) -> list[TestClock]:
        return self.memory._all(TestClock)

    def open_calls(self) -> list[CallTask]:
        tasks = [t for t in self.memory._all(CallTask) if t.status is CallTaskStatus.OPEN]
        return sorted(tasks, key=lambda task: task.id)

    def contacts(self, case_id: str) -> list[Contact]:
        found = [c for c in self.memory._all(Contact) if c.case_id == case_id]
        return sorted(found, key=lambda contact: contact.id)

    def contact(self, case_id: str, template: str) -> Contact:
        return [c for c in self.contacts(case_id) if c.template == template][-1]

    def told(self, case_id: str) -> list[Told]:
        """The timeline, opened."""
        stored = self.memory._events[self.scope, case_id]
        key = self.memory._key(self.scope, self.case(case_id).debtor_id)
        told = []
        for sequence in sorted(stored):
            plain = self.vault.open(key, stored[sequence].sealed, event_context(case_id, sequence))
            payload = dict(parse_payload(plain).payload)
            header = stored[sequence].header
            told.append(Told(header.type, header.occurred_at, json.loads(json.dumps(payload))))
        return told

    def types(self, case_id: str) -> list[str]:
        return [event.type for event in self.told(case_id)]

    def happened(self, case_id: str) -> list[str]:
        """The story of what was sent and asked, day by day: ``D+15 email reminder_1``."""
        case = self.case(case_id)
        lines = []
        for event in self.told(case_id):
            if event.type in ("contact.sent", "call_task.created"):
                contact = self.memory._get(Contact, self.scope, str(event.payload["contact_id"]))
                day = (contact.intended_at.astimezone(PARIS).date() - case.day_zero).days
                lines.append(f"D+{day} {contact.channel.value} {contact.template}")
        return lines

    def sent_by(self, channel: Channel) -> int:
        return sum(1 for each in self.sent if each.channel is channel)

    def recorded_before(self, contact: Contact, case_id: str) -> bool:
        """Whether the contact's intent found the case awake: what falls silent later does not call it back."""
        silent = False
        for writes in self.memory.commits:
            entities = [getattr(write, "entity", None) for write in writes]
            if any(isinstance(entity, Contact) and entity.id == contact.id for entity in entities):
                return not silent
            cases = [entity for entity in entities if isinstance(entity, Case) and entity.id == case_id]
            silent = _is_silent(cases[-1]) if cases else silent
        return False


def _is_silent(case: Case) -> bool:
    return case.status in (CaseStatus.CLOSED, CaseStatus.PAUSED, CaseStatus.AWAITING_DECISION)
