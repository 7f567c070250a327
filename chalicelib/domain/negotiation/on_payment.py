"""What money changes in what was agreed: a promise is kept, an instalment paid, an offer taken (R-073..R-081)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.events import CaseEvent
from chalicelib.domain.ledger_facts import Payment
from chalicelib.domain.ledger_lines import Statement

from .plan_payments import follow_plan, reinstated
from .promise_end import bounced as promise_bounced
from .promise_end import kept_by_now
from .settlements import settled

Change = tuple[Case, tuple[CaseEvent, ...]]


def after_money(case: Case, account: Statement, now: datetime) -> Change:
    """After a payment or a credit note, or once a missing rate is there; asked again it changes nothing more."""
    case, promise = kept_by_now(case, now)
    case, plan = follow_plan(case, account, now)
    case, settlement = settled(case, account, now)
    return case, (*promise, *plan, *settlement)


def after_reversal(case: Case, payment: Payment, now: datetime) -> Change:
    """After a payment bounced: what rested on it stands no more."""
    del payment
    case, plan = reinstated(case, now)
    case, promise = promise_bounced(case, now)
    return case, (*plan, *promise)
