"""An offer of settlement stands no more: its creditor took it back, or the case ended otherwise (R-073)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.events import CaseEvent, EventType, event

from .settlement import SettlementOffer, SettlementState

Change = tuple[Case, tuple[CaseEvent, ...]]


def offer_overtaken(case: Case, reason: str, now: datetime) -> Change:
    """What ends the case ends the offer."""
    offer = case.negotiation.open_settlement
    return (case, ()) if offer is None else taken_back(case, offer, now, reason)


def taken_back(case: Case, offer: SettlementOffer, now: datetime, reason: str) -> Change:
    """The offer is off, and so is what was still to be written about it."""
    ended = replace(offer, state=SettlementState.WITHDRAWN, ended_at=now)
    negotiation = case.negotiation.with_settlement(ended).without_notes(lambda note: note.subject_id == offer.id)
    draft = event(EventType.SETTLEMENT_WITHDRAWN, {"reason": reason}, settlement_id=offer.id)
    return replace(case, negotiation=negotiation), (draft,)
