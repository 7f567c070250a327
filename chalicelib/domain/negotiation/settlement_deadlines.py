"""Until when an offer of settlement can be taken (R-073)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.case import Case
from chalicelib.domain.events import EventType, event

from .deadlines import Change, Deadline, unchanged
from .settlement import SettlementState

LOOKED_AT_AFTER = timedelta(days=1)
"""A transfer of the last day is seen the day after: the offer is looked at when that day is over too, at D+2."""


def settlement_deadlines(case: Case) -> tuple[Deadline, ...]:
    """The day after the last one of the offer that stands: what was received in time is recorded by then."""
    offer = case.negotiation.open_settlement
    if offer is None:
        return ()
    reason = f"the creditor settles for less until {offer.valid_until}"
    return (Deadline(offer.id, offer.valid_until + LOOKED_AT_AFTER, reason),)


def settlement_expired(case: Case, settlement_id: str, now: datetime) -> Change:
    """The amount did not come in time: everything is owed as before, what was paid stays paid, the scenario goes on."""
    offer = case.negotiation.open_settlement
    if offer is None or offer.id != settlement_id:
        return unchanged(case, settlement_id, now)
    over = replace(offer, state=SettlementState.EXPIRED, ended_at=now)
    negotiation = case.negotiation.with_settlement(over)
    return replace(case, negotiation=negotiation), (event(EventType.SETTLEMENT_EXPIRED, settlement_id=offer.id),)
