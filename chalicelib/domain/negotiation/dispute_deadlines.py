"""Until when the creditor answers a dispute."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.events import EventType, event

from .deadlines import Change, Deadline
from .dispute import Dispute, DisputeState
from .disputes import dispute_of


def dispute_deadlines(case: Case) -> tuple[Deadline, ...]:
    """The last day to answer of each dispute that nobody has answered; it holds nothing by itself."""
    return tuple(
        Deadline(each.id, each.answer_by, "the debtor's dispute waits for an answer", holds=False)
        for each in case.negotiation.disputes
        if each.answer_by is not None and _waits(each)
    )


def answer_overdue(case: Case, dispute_id: str, now: datetime) -> Change:
    """The creditor did not answer in time: it is told so, once. The dispute stands as before (STOP_01)."""
    del now
    dispute = dispute_of(case, dispute_id)
    on = dispute.answer_by.isoformat() if dispute.answer_by else None
    told = case.negotiation.with_dispute(replace(dispute, overdue_told=True))
    draft = event(EventType.DISPUTE_ANSWER_OVERDUE, dispute_id=dispute.id, answer_by=on)
    return replace(case, negotiation=told), (draft,)


def _waits(dispute: Dispute) -> bool:
    return dispute.state is DisputeState.OPEN and not dispute.overdue_told
