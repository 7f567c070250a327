"""What happened to a case: event names (shared by timeline and webhooks) and the draft of one event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class EventType(StrEnum):
    """The names; a name never changes its meaning."""

    CASE_OPENED = "case.opened"
    CASE_PHASE_CHANGED = "case.phase_changed"
    CASE_PAUSED = "case.paused"
    CASE_RESUMED = "case.resumed"
    CASE_DECISION_REQUIRED = "case.decision_required"
    CASE_NEEDS_ATTENTION = "case.needs_attention"
    CASE_ATTENTION_RESOLVED = "case.attention_resolved"
    CASE_MANDATED = "case.mandated"
    CASE_SCENARIO_CHANGED = "case.scenario_changed"
    CASE_CLOSED = "case.closed"
    CASE_REOPENED = "case.reopened"
    REPLY_RECEIVED = "reply.received"
    INTERACTION_RECORDED = "interaction.recorded"
    STEP_SCHEDULED = "step.scheduled"
    STEP_MOVED = "step.moved"
    STEP_SKIPPED = "step.skipped"
    STEP_BLOCKED = "step.blocked"
    STEP_DEVIATED = "step.deviated"
    STEP_DEVIATION_WITHDRAWN = "step.deviation_withdrawn"
    BALANCE_CONFIRMED = "balance.confirmed"
    BALANCE_DOUBTED = "balance.doubted"
    BALANCE_CONFIRMATION_REQUIRED = "balance.confirmation_required"
    CONTACT_INTENDED = "contact.intended"
    CONTACT_SENT = "contact.sent"
    CONTACT_DELIVERED = "contact.delivered"
    CONTACT_FAILED = "contact.failed"
    CONTACT_UNKNOWN = "contact.unknown"
    CONTACT_BOUNCED = "contact.bounced"
    LETTER_POSTED = "letter.posted"
    LETTER_PRESENTED = "letter.presented"
    LETTER_RECEIVED = "letter.received"
    LETTER_UNCLAIMED = "letter.unclaimed"
    LETTER_REFUSED = "letter.refused"
    LETTER_RETURNED = "letter.returned"
    CALL_TASK_CREATED = "call_task.created"
    CALL_TASK_DONE = "call_task.done"
    DISPUTE_OPENED = "dispute.opened"
    DISPUTE_ANSWERED = "dispute.answered"
    DISPUTE_ANSWER_OVERDUE = "dispute.answer_overdue"
    DISPUTE_RESOLVED = "dispute.resolved"
    PROMISE_CREATED = "promise.created"
    PROMISE_KEPT = "promise.kept"
    PROMISE_BROKEN = "promise.broken"
    PROMISE_WITHDRAWN = "promise.withdrawn"
    PLAN_PROPOSED = "plan.proposed"
    PLAN_ACCEPTED = "plan.accepted"
    PLAN_REFUSED = "plan.refused"
    PLAN_EXPIRED = "plan.expired"
    PLAN_SIGNED = "plan.signed"
    PLAN_INSTALMENT_DUE = "plan.instalment_due"
    PLAN_INSTALMENT_PAID = "plan.instalment_paid"
    PLAN_INSTALMENT_MISSED = "plan.instalment_missed"
    PLAN_ACCELERATION_ANNOUNCED = "plan.acceleration_announced"
    PLAN_ACCELERATED = "plan.accelerated"
    PLAN_COMPLETED = "plan.completed"
    PLAN_CANCELLED = "plan.cancelled"
    PLAN_REINSTATED = "plan.reinstated"
    SETTLEMENT_OFFERED = "settlement.offered"
    SETTLEMENT_COMPLETED = "settlement.completed"
    SETTLEMENT_EXPIRED = "settlement.expired"
    SETTLEMENT_WITHDRAWN = "settlement.withdrawn"
    DEBTOR_PAGE_CODE_SENT = "debtor_page.code_sent"
    DEBTOR_PAGE_CODE_CONFIRMED = "debtor_page.code_confirmed"
    DEBTOR_PAGE_ACTION_CONFIRMED = "debtor_page.action_confirmed"
    PAYMENT_RECORDED = "payment.recorded"
    PAYMENT_REVERSED = "payment.reversed"
    PAYMENT_OVERPAID = "payment.overpaid"
    CREDIT_NOTE_RECORDED = "credit_note.recorded"
    COMPLEMENTARY_INDEMNITY_RECORDED = "complementary_indemnity.recorded"
    COMPLEMENTARY_INDEMNITY_WITHDRAWN = "complementary_indemnity.withdrawn"
    RECEIPT_ISSUED = "receipt.issued"
    INSOLVENCY_DETECTED = "insolvency.detected"
    DECLARATION_ISSUED = "declaration.issued"
    DEBTOR_FACT_RECORDED = "debtor.fact_recorded"
    DEBTOR_FACT_WITHDRAWN = "debtor.fact_withdrawn"
    PAYMENT_REMITTED = "payment.remitted"
    PROPOSAL_RECEIVED = "proposal.received"
    CREDITOR_NOT_INFORMED = "creditor.not_informed"
    LIMITATION_WARNING = "limitation.warning"
    LIMITATION_ACT_RECORDED = "limitation.act_recorded"
    LIMITATION_ACT_WITHDRAWN = "limitation.act_withdrawn"
    LIMITATION_SUSPENSION_RECORDED = "limitation.suspension_recorded"
    LIMITATION_SUSPENSION_WITHDRAWN = "limitation.suspension_withdrawn"
    HANDOVER_READY = "handover.ready"
    DOCUMENT_ADDED = "document.added"
    EVIDENCE_PACK_READY = "evidence_pack.ready"
    TEST_CLOCK_READY = "test_clock.ready"
    IMPORT_COMPLETED = "import.completed"
    WEBHOOK_ENDPOINT_DISABLED = "webhook_endpoint.disabled"
    PING = "ping"


@dataclass(frozen=True)
class CaseEvent:
    """An event before it takes its place in the chain. ``payload`` holds strings, integers, booleans and lists only.

    ``public`` is the part that webhooks may carry: ids, amounts, states; never personal data of the debtor.
    """

    type: EventType
    payload: Mapping[str, Any] = field(default_factory=dict)
    public: Mapping[str, Any] = field(default_factory=dict)


def event(kind: EventType, /, private: Mapping[str, Any] | None = None, **public: Any) -> CaseEvent:
    """A draft whose payload is the public part plus ``private`` (what only the sealed payload may hold)."""
    return CaseEvent(type=kind, payload={**public, **(private or {})}, public=public)
