"""Cases in requests: what opens one, and the decisions people take about it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.domain.case_commands import AttentionAction, Choice
from chalicelib.domain.limitation import ClaimKind
from chalicelib.domain.parties import CollectorMode, DebtorKind
from chalicelib.usecases.record_interaction import Effect

from .contract_rate import ContractRateIn
from .files import DocumentIn, FileIn
from .limitation import PriorAct
from .mandates import MandateId
from .parties import DebtorFields
from .values import (
    CaseManagerIn,
    ClockId,
    CreditorId,
    Day,
    DebtorId,
    EndpointId,
    Euro,
    Identifier,
    Instant,
    InvoiceId,
    InvoiceNumber,
    Line,
    ListQuery,
    LongText,
    Metadata,
    QueryString,
    Request,
)
from .webhooks import EventTypes

Channel = Literal["email", "sms", "call", "letter", "registered_letter"]
ExternalReference = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[ -~\u00a1-\uffff]+$")]


class InvoiceIn(Request):
    """An unpaid invoice (R-006); amounts include VAT."""

    number: InvoiceNumber
    issue_date: Day
    due_date: Day
    amount_incl_tax: Euro
    already_paid: Euro | None = None
    completed_on: Day | None = None
    claim_kind: ClaimKind = ClaimKind.GOODS_OR_SERVICES
    contract_rate: ContractRateIn | None = None
    payment_terms: Annotated[str, Field(max_length=300, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$")] | None = None
    contested: bool = False
    documents: Annotated[list[DocumentIn], Field(max_length=5)] = Field(default_factory=list)


class InvoiceFileIn(FileIn):
    """An e-invoice (Factur-X, CII or UBL), and what it does not say (R-120)."""

    due_date: Day | None = None
    completed_on: Day | None = None
    already_paid: Euro | None = None
    claim_kind: ClaimKind = ClaimKind.GOODS_OR_SERVICES
    contract_rate: ContractRateIn | None = None


class CaseDebtorIn(DebtorFields):
    """A new debtor; with an invoice file, what the file says may be left out."""

    kind: DebtorKind | None = None
    name: Line | None = None


class CoDebtorIn(Request):
    """Named so that the case can be refused with a reason: one debtor per case."""

    name: Line


class PriorReminderIn(Request):
    """A reminder the creditor sent before (R-016).

    ``formal_notice_presented_on``: it was a formal notice, and the ``document`` proves that it was presented that day.
    """

    channel: Channel
    on: Day
    document: FileIn | None = None
    formal_notice_presented_on: Day | None = None


class PriorActIn(Request):
    """An act of before the opening that counts for limitation (PRE_07, PRE_09); ``invoice_number``: that one alone."""

    kind: PriorAct
    on: Day
    invoice_number: InvoiceNumber | None = None


class CaseRequest(Request):
    """``POST /cases`` and ``POST /cases/preview``."""

    creditor_id: CreditorId
    debtor_id: DebtorId | None = None
    debtor: CaseDebtorIn | None = None
    co_debtors: Annotated[list[CoDebtorIn], Field(max_length=10)] = Field(default_factory=list)
    invoices: Annotated[list[InvoiceIn], Field(max_length=60)] = Field(default_factory=list)
    invoice_files: Annotated[list[InvoiceFileIn], Field(max_length=10)] = Field(default_factory=list)
    prior_reminders: Annotated[list[PriorReminderIn], Field(max_length=20)] = Field(default_factory=list)
    limitation_acts: Annotated[list[PriorActIn], Field(max_length=10)] = Field(default_factory=list)
    scenario: Identifier | None = None
    collector_mode: CollectorMode | None = None
    mandate_id: MandateId | None = None
    case_manager: CaseManagerIn | None = None
    external_reference: ExternalReference | None = None
    test_clock_id: ClockId | None = None
    metadata: Metadata = Field(default_factory=dict)


class PreviewQuery(QueryString):
    """Whether to write the words too: a plain preview stays light."""

    texts: bool = False


class CaseList(ListQuery):
    """``GET /cases``: one anchor at most, with status and one date range; or ``external_reference`` alone."""

    creditor_id: CreditorId | None = None
    debtor_id: DebtorId | None = None
    external_reference: ExternalReference | None = None
    status: Literal["open", "paused", "needs_attention", "awaiting_decision", "closed"] | None = None
    created_from: Instant | None = Field(default=None, alias="created_at[gte]")
    created_to: Instant | None = Field(default=None, alias="created_at[lte]")


class StatementQuery(QueryString):
    """``GET /cases/{id}/statement``."""

    as_of: Day | None = None


class StatementDocumentRequest(Request):
    """``POST /cases/{id}/statement-documents``; without a day, the case's present one."""

    as_of: Day | None = None


class ReasonRequest(Request):
    """A decision of a person, with its reason."""

    reason: LongText


class PauseRequest(ReasonRequest):
    """``until``: the day on which the case goes on by itself."""

    until: Day | None = None


class DecisionRequest(ReasonRequest):
    """The creditor's choice at the end of the amicable phase."""

    choice: Choice


class AttentionRequest(ReasonRequest):
    """How to go on where the case could not by itself."""

    action: AttentionAction


class InteractionRequest(Request):
    """A call, message or letter outside the scenario, and what it changes."""

    direction: Literal["incoming", "outgoing"]
    channel: Channel
    at: Instant
    summary: LongText
    effect: Effect = Effect.NONE
    document: DocumentIn | None = None


class PaymentRequest(Request):
    """Money received from the debtor."""

    amount: Euro
    received_on: Day
    method: Literal["bank_transfer", "cheque", "direct_debit", "card", "cash", "bill_of_exchange", "other"] = (
        "bank_transfer"
    )
    reference: Line | None = None
    designated_invoice: InvoiceId | None = None


class ReversalRequest(ReasonRequest):
    """A payment that bounced."""

    on: Day


class CreditNoteRequest(Request):
    """A reduction of one invoice: typed field by field, or read from its e-invoice ``file``."""

    invoice_id: InvoiceId | None = None
    number: InvoiceNumber | None = None
    issued_on: Day | None = None
    amount: Euro | None = None
    file: FileIn | None = None
    effective: Literal["invoice_due_date", "issue_date"] = "invoice_due_date"


class DeliveryEventRequest(Request):
    """What the carrier reports of a letter, or a provider of a message."""

    kind: Literal[
        "posted", "presented", "received", "unclaimed", "refused", "returned", "delivered", "bounced", "complained"
    ]
    on: Day
    detail: Line | None = None


class ClockRequest(Request):
    """``POST /test-clocks``."""

    now: Instant


class ClockAdvance(Request):
    """``POST /test-clocks/{id}/advance``."""

    to: Instant


class WebhookRequest(Request):
    """``POST /webhook-endpoints``; without ``events``, every type."""

    url: Annotated[str, Field(min_length=8, max_length=2000)]
    events: EventTypes = Field(default_factory=list)
    description: Line | None = None


class RedeliveryRequest(Request):
    """``POST /events/{id}/redeliver``; without an endpoint, to every enabled one that takes the type."""

    webhook_endpoint_id: EndpointId | None = None
