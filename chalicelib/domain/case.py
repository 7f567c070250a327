"""The case: one debtor's unpaid invoices, and where the procedure stands. The aggregate every decision is made on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from .advice_record import ProposalRecord
from .allocation_order import AllocationOrder
from .collector import CaseMandate
from .contact import ContactRef, ContactState
from .declared_insolvency import DeclaredInsolvency
from .evidence import ChainHead
from .holds import Attention, Hold, Pause
from .invoice import Invoice
from .last_look import BalanceLook
from .ledger_facts import ComplementaryIndemnity, CreditNote, Payment
from .limitation_record import NOTHING_RECORDED, LimitationRecord
from .negotiation.record import NOTHING_NEGOTIATED, Negotiation
from .next_step import NextStep
from .notice import FormalNotice
from .parties import CaseManager, CollectorMode, DebtorKind, Scope
from .receipt import Receipt
from .scenario_rule import BY_DEFAULT, ScenarioChoice
from .scenarios.deviation import Deviation
from .scenarios.former import Former
from .scenarios.model import Phase
from .simulated.simulation import Simulation
from .stated_rates import StatedRate
from .step_record import StepRecord, StepState


class CaseStatus(StrEnum):
    """Where the case stands; only ``open`` contacts the debtor."""

    OPEN = "open"
    PAUSED = "paused"
    NEEDS_ATTENTION = "needs_attention"
    AWAITING_DECISION = "awaiting_decision"
    CLOSED = "closed"


class Outcome(StrEnum):
    """How a case ends (R-093)."""

    PAID = "paid"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"
    WRITTEN_OFF = "written_off"
    SOLD = "sold"
    HANDED_OVER = "handed_over"
    TIME_BARRED = "time_barred"


@dataclass(frozen=True)
class PriorReminder:
    """A reminder the creditor sent before the case was opened (R-016).

    ``formal_notice_presented_on``: it was a formal notice, and the debtor is proved to have been shown it on that day.
    """

    channel: str
    on: date
    document_id: str | None = None
    formal_notice_presented_on: date | None = None

    @property
    def is_written(self) -> bool:
        return self.channel != "call"


@dataclass(frozen=True)
class Case:
    """Day 0 is the due date of the oldest unpaid due invoice; the 90 days run from ``opened_at``.

    ``pause`` is the strongest of the pauses, the others wait behind it. ``refused_on`` is the day the debtor refused to
    pay: what is left of the scenario counts from it. From ``frozen_on`` no interest runs (INT_16, INT_17).
    ``facts_seen`` is the revision of the debtor's facts up to which they took effect here.
    ``creditor_is_private_individual`` and ``allocation_order`` are the creditor's when the case was opened.
    ``stated_rates`` are the rates that amounts stated so far rest on, which later ones keep.
    ``answered_at`` is the debtor's last sign of life: a payment, a promise, something they wrote or said (R-031).
    ``restarted_at`` is wall time: when the case last got a run because the one before seemed gone.
    ``scenario_choice`` tells who chose the scenario (R-029), ``former``
    what was begun under another one that the case was moved from (R-122).
    ``simulation`` is the memory of a simulated debtor, in test mode only. ``look`` is what is known of how far the
    creditor's books agree (R-133); ``deviations`` are those of the scenario that a person decided (R-028).
    ``negotiation`` is what was promised, agreed, offered and contested (R-073..R-082).
    """

    id: str
    scope: Scope
    version: int
    run: int
    creditor_id: str
    debtor_id: str
    debtor_kind: DebtorKind
    postal_code: str | None
    status: CaseStatus
    phase: Phase
    opened_at: datetime
    created_at: datetime
    day_zero: date
    scenario_id: str
    scenario_version: int
    collector_mode: CollectorMode
    case_manager: CaseManager | None
    reference: str
    invoices: tuple[Invoice, ...]
    chain: ChainHead
    last_instant: datetime
    payments: tuple[Payment, ...] = ()
    credit_notes: tuple[CreditNote, ...] = ()
    complementary_indemnities: tuple[ComplementaryIndemnity, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    steps: tuple[StepRecord, ...] = ()
    outcome: Outcome | None = None
    closed_at: datetime | None = None
    external_reference: str | None = None
    test_clock_id: str | None = None
    metadata: tuple[tuple[str, str], ...] = ()
    prior_reminders: tuple[PriorReminder, ...] = ()
    invoice_documents: tuple[str, ...] = ()
    pause: Pause | None = None
    other_pauses: tuple[Pause, ...] = ()
    attention: Attention | None = None
    notice: FormalNotice | None = None
    hold: Hold | None = None
    refused_on: date | None = None
    answered_at: datetime | None = None
    frozen_on: date | None = None
    facts_seen: int = 0
    insolvency: DeclaredInsolvency | None = None
    creditor_is_private_individual: bool = False
    allocation_order: AllocationOrder = AllocationOrder.INTEREST_INDEMNITY_PRINCIPAL
    mandate: CaseMandate | None = None
    proposals: tuple[ProposalRecord, ...] = ()
    limitation: LimitationRecord = NOTHING_RECORDED
    stated_rates: tuple[StatedRate, ...] = ()
    decision_asked: tuple[datetime, ...] = ()
    next_step: NextStep | None = None
    restarted_at: datetime | None = None
    simulation: Simulation | None = None
    scenario_choice: ScenarioChoice = BY_DEFAULT
    former: Former | None = None
    look: BalanceLook | None = None
    deviations: tuple[Deviation, ...] = ()
    negotiation: Negotiation = NOTHING_NEGOTIATED

    @property
    def wakes_at(self) -> datetime | None:
        """When something is due again: the next step, or in test mode what the simulated debtor does."""
        step = self.next_step.due_at if self.next_step else None
        acts = self.simulation.next_at if self.simulation else None
        return min((at for at in (step, acts) if at is not None), default=None)

    @property
    def debtor_acts_first(self) -> bool:
        """Whether the simulated debtor's turn comes before the next step, or at the same instant."""
        return self.simulation is not None and self.simulation.next_at == self.wakes_at is not None

    @property
    def caps_sender(self) -> str:
        """Whose solicitations the caps count: the creditor's, or the tenant's under a mandate."""
        own = self.collector_mode is CollectorMode.CREDITOR_OWN
        return self.creditor_id if own else self.scope.tenant_id

    @property
    def is_closed(self) -> bool:
        return self.status is CaseStatus.CLOSED

    def record_of(self, step_id: str) -> StepRecord | None:
        return next((record for record in self.steps if record.step_id == step_id), None)

    def with_record(self, record: StepRecord) -> Case:
        """The case with this step's record, new or replaced, in the order steps were touched."""
        if self.record_of(record.step_id) is None:
            return replace(self, steps=(*self.steps, record))
        return replace(self, steps=tuple(record if r.step_id == record.step_id else r for r in self.steps))

    def with_contact(self, step_id: str, ref: ContactRef) -> Case:
        """The case after a contact of this step changed; unknown ids are added."""
        record = self.record_of(step_id) or StepRecord(step_id, StepState.STARTED, ref.at)
        return self.with_record(replace(record, contacts=_put(record.contacts, ref)))

    def answered(self, at: datetime) -> Case:
        """The case after a sign of life of the debtor; one told late takes no later one back."""
        return replace(self, answered_at=max(at, self.answered_at or at))

    def receipt_of(self, payment_id: str) -> Receipt | None:
        return next((receipt for receipt in self.receipts if receipt.payment_id == payment_id), None)

    def with_receipt(self, receipt: Receipt) -> Case:
        others = tuple(r for r in self.receipts if r.payment_id != receipt.payment_id)
        return replace(self, receipts=(*others, receipt))

    def contacts_in_doubt(self) -> tuple[tuple[str, ContactRef], ...]:
        """Intents whose outcome is not known yet, with the step, payment, advice or note they belong to."""
        steps = [(record.step_id, ref) for record in self.steps for ref in record.contacts]
        receipts = [(receipt.payment_id, ref) for receipt in self.receipts for ref in receipt.contacts]
        advices = [(f"{each.payment_id}/advice", ref) for each in self.receipts for ref in each.advice.contacts]
        proposals = [(f"{each.id}/advice", ref) for each in self.proposals for ref in each.advice.contacts]
        notes = [(note.id, ref) for note in self.negotiation.notes for ref in note.contacts]
        owned = (*steps, *receipts, *advices, *proposals, *notes)
        return tuple((owner, ref) for owner, ref in owned if ref.state is ContactState.INTENDED)


def _put(refs: tuple[ContactRef, ...], ref: ContactRef) -> tuple[ContactRef, ...]:
    if any(r.id == ref.id for r in refs):
        return tuple(ref if r.id == ref.id else r for r in refs)
    return (*refs, ref)
