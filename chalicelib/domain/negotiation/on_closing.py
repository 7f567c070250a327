"""What the end of a case does to what was agreed in it: nothing stays open (R-092, R-093)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.case import Case, Outcome
from chalicelib.domain.events import CaseEvent

from .plan_end import given_up
from .plan_overtaken import proposal_overtaken
from .promise_end import CASE_CLOSED, NOTHING_OWED, withdrawn
from .settlement_end import offer_overtaken

Change = tuple[Case, tuple[CaseEvent, ...]]


def before_closing(case: Case, outcome: Outcome, now: datetime) -> Change:
    """What is told before the closing itself; the case is still open."""
    reason = NOTHING_OWED if outcome in (Outcome.PAID, Outcome.SETTLED) else CASE_CLOSED
    case, promised = withdrawn(case, reason, now)
    case, proposed = proposal_overtaken(case, reason, now)
    case, planned = given_up(case, now, reason)
    case, offered = offer_overtaken(case, reason, now)
    return case, (*promised, *proposed, *planned, *offered)
