"""Disputes and offers of settlement as JSON (R-002, R-073)."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.case import Case
from chalicelib.domain.negotiation.dispute import Dispute
from chalicelib.domain.negotiation.settlement import SettlementOffer

from .values import day, instant, money


def dispute(value: Dispute, case: Case) -> dict[str, Any]:
    """One of them. What was written is in the documents and in the trail."""
    return {
        "id": value.id,
        "object": "dispute",
        "case_id": case.id,
        "state": value.state.value,
        "reason": value.reason.value,
        "channel": value.channel,
        "opened_at": instant(value.opened_at),
        "invoice_ids": list(value.invoice_ids),
        "amount": money(value.amount) if value.amount else None,
        "undisputed_goes_on": value.undisputed_goes_on,
        "answer_by": day(value.answer_by),
        "document_ids": list(value.document_ids),
        "answered_at": instant(value.answered_at),
        "answer_document_id": value.answer_document_id,
        "resolved_at": instant(value.resolved_at),
        "resolution": value.resolution.value if value.resolution else None,
        "reduction": money(value.reduction),
        "credit_note_ids": list(value.credit_note_ids),
        "resolution_document_id": value.resolution_document_id,
        "settled_by": value.settled_by,
    }


def disputes(case: Case) -> list[dict[str, Any]]:
    """All of a case, in the order in which they were opened."""
    return [dispute(each, case) for each in case.negotiation.disputes]


def settlement(value: SettlementOffer, case: Case) -> dict[str, Any]:
    """One of them. ``waived`` is what was given up, once the amount came."""
    return {
        "id": value.id,
        "object": "settlement",
        "case_id": case.id,
        "state": value.state.value,
        "amount": money(value.amount),
        "valid_until": day(value.valid_until),
        "offered_at": instant(value.offered_at),
        "settled_on": day(value.settled_on),
        "waived": money(value.waived) if value.waived is not None else None,
        "ended_at": instant(value.ended_at),
    }


def settlements(case: Case) -> list[dict[str, Any]]:
    """All of a case, in the order in which they were made."""
    return [settlement(each, case) for each in case.negotiation.settlements]
