"""What an integrator sends to open or preview a case, and what preparing it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from chalicelib.domain.case import Case, PriorReminder
from chalicelib.domain.errors import FieldProblem, InvalidInput
from chalicelib.domain.findings import Finding
from chalicelib.domain.intake import Supplied
from chalicelib.domain.interest import ContractRate
from chalicelib.domain.invoice import ReadInvoice
from chalicelib.domain.limitation import ActKind, ClaimKind
from chalicelib.domain.money import ZERO, Money
from chalicelib.domain.parties import CaseManager, CollectorMode, Creditor, Debtor, Scope
from chalicelib.domain.reads import Parties
from chalicelib.domain.scenarios.model import Scenario

from .create_debtor import NewDebtor
from .ports import Files, IdentityChecks, InvoiceReader
from .recording import Recording
from .sending import Content


@dataclass(frozen=True)
class NewInvoice:
    """An invoice typed in the request. ``documents`` are its supporting documents (R-008)."""

    number: str
    issue_date: date
    due_date: date
    amount_incl_tax: Money
    completed_on: date | None = None
    claim_kind: ClaimKind = ClaimKind.GOODS_OR_SERVICES
    already_paid: Money = ZERO
    contract_rate: ContractRate = None
    payment_terms: str | None = None
    documents: tuple[Content, ...] = ()


@dataclass(frozen=True)
class InvoiceFile:
    """An e-invoice file, in the request or uploaded before, and what the caller says beside it."""

    name: str
    content: bytes | None
    upload_id: str | None
    supplied: Supplied


@dataclass(frozen=True)
class StatedAct:
    """An act of before the opening that counts for limitation; without a number it concerns every invoice."""

    kind: ActKind
    on: date
    invoice_number: str | None = None


@dataclass(frozen=True)
class OpenCase:
    """The body of ``POST /cases``. Either ``debtor_id`` or ``debtor`` (fields of a new one).

    Without ``scenario_id`` the creditor's rules choose.
    ``reminder_documents`` are the texts of ``prior_reminders``, each with its reminder's place in the list.
    """

    scope: Scope
    creditor_id: str
    debtor_id: str | None
    debtor: Mapping[str, Any] | None
    invoices: tuple[NewInvoice, ...]
    invoice_files: tuple[InvoiceFile, ...]
    scenario_id: str | None = None
    prior_reminders: tuple[PriorReminder, ...] = ()
    reminder_documents: tuple[tuple[int, Content], ...] = ()
    collector_mode: CollectorMode | None = None
    mandate_id: str | None = None
    case_manager: CaseManager | None = None
    external_reference: str | None = None
    test_clock_id: str | None = None
    metadata: tuple[tuple[str, str], ...] = ()
    limitation_acts: tuple[StatedAct, ...] = ()
    co_debtors: int = 0
    contested_numbers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Prepared:
    """``case`` is ``None`` when a finding blocks. ``debtor`` is new when ``new_debtor`` is set.

    ``contents`` are the files of invoices, their supporting documents, and last the texts of the reminders at the
    places ``reminded``.
    """

    findings: tuple[Finding, ...]
    parties: Parties
    creditor: Creditor
    now: datetime
    case: Case | None
    debtor: Debtor | None
    new_debtor: NewDebtor | None
    contents: tuple[Content, ...]
    reminded: tuple[int, ...]
    scenario: Scenario


@dataclass(frozen=True)
class Intake:
    """The ports of preparing a case."""

    recording: Recording
    reader: InvoiceReader
    files: Files
    checks: IdentityChecks

    def read(self, body: bytes, name: str, pointer: str) -> ReadInvoice:
        """What an e-invoice file says; a refusal names the file's place in the request."""
        try:
            return self.reader.read(body, name)
        except InvalidInput as refusal:
            problems = refusal.errors or (FieldProblem(pointer, refusal.code, refusal.detail),)
            raise InvalidInput(refusal.detail, code=refusal.code, errors=problems) from refusal
