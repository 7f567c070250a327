"""« J'ai déjà payé »: what the debtor says of a payment that the case has not seen (R-127)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from .case import Case
from .case_commands import Change, pause, require_live
from .document import Document, document_added
from .errors import FieldProblem, InvalidInput
from .holds import PauseKind
from .local_time import local_day
from .money import Money

CHECKED_WITHIN_DAYS = 14
"""How long the scenario waits for the creditor to find the payment; then it goes on by itself."""
MOST_CLAIMS = 3
"""In a case where no payment comes; each one that is recorded makes room for another."""


@dataclass(frozen=True)
class PaymentClaim:
    """``amount`` is ``None`` where all of it was paid. ``method`` as in payments; ``reference`` is the debtor's own."""

    paid_on: date
    amount: Money | None
    method: str
    reference: str | None = None


def pause_ends_on(today: date) -> date:
    """The day on which the scenario goes on, unless the payment was found before."""
    return today + timedelta(days=CHECKED_WITHIN_DAYS)


def claims_left(case: Case) -> int:
    """How often the debtor can still say so on the page: who says it again and again without paying asks a person."""
    return max(0, MOST_CLAIMS + len(case.payments) - case.negotiation.payment_claims)


def payment_claimed(case: Case, claim: PaymentClaim, now: datetime, proofs: Sequence[Document] = ()) -> Change:
    """The case waits while the creditor looks for it; the proof is kept. No payment is recorded by it.

    Errors: ``case_closed``; fields: ``in_the_future``, ``not_positive``.
    """
    require_live(case)
    today = local_day(case, now)
    problems = []
    if claim.paid_on > today:
        problems.append(FieldProblem("#/paid_on", "in_the_future", f"the case stands at {today}"))
    if claim.amount is not None and claim.amount.amount <= 0:
        problems.append(FieldProblem("#/amount/amount", "not_positive", "a payment is more than zero"))
    if problems:
        raise InvalidInput("The payment cannot be claimed like this.", errors=tuple(problems))
    paused, drafts = pause(
        case.answered(now), PauseKind.PAYMENT_CLAIMED, now, reason="payment claimed", until=pause_ends_on(today)
    )
    talk = replace(paused.negotiation, payment_claims=case.negotiation.payment_claims + 1)
    return replace(paused, negotiation=talk), (*(document_added(proof) for proof in proofs), *drafts)
