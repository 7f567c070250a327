"""A dispute (contestation): what the debtor contests, how much of it, and what became of it (R-002)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from chalicelib.domain.money import ZERO, Money


class DisputeReason(StrEnum):
    """Why the debtor contests."""

    GOODS_NOT_RECEIVED = "goods_not_received"
    NOT_AS_AGREED = "not_as_agreed"
    WRONG_AMOUNT = "wrong_amount"
    NOT_ORDERED = "not_ordered"
    INVOICED_TWICE = "invoiced_twice"
    CREDIT_NOTE_MISSING = "credit_note_missing"
    ALREADY_PAID = "already_paid"
    TIME_BARRED = "time_barred"
    OTHER = "other"


class DisputeState(StrEnum):
    """``answered``: the creditor has taken a position, and the dispute still stands."""

    OPEN = "open"
    ANSWERED = "answered"
    RESOLVED = "resolved"


class Resolution(StrEnum):
    """``upheld``: the debtor is right; ``partly``: in part; ``rejected``: the claim stands."""

    UPHELD = "upheld"
    REJECTED = "rejected"
    PARTLY = "partly"


@dataclass(frozen=True)
class Dispute:
    """``amount`` is what is contested, in all; ``None`` is all of ``invoice_ids``, which are all where none is named.

    ``undisputed_goes_on``: the creditor lets the rest be collected meanwhile. ``reduction`` is what was given up.
    ``answer_by`` is the creditor's last day to answer; ``overdue_told`` that the case has said that it is over.
    ``settled_by`` is the settlement that ended it: should that fall, the dispute stands again.
    What the debtor and the creditor wrote is sealed in the trail, and kept as documents (``document_ids``,
    ``answer_document_id``, ``resolution_document_id``).
    """

    id: str
    reason: DisputeReason
    opened_at: datetime
    channel: str
    invoice_ids: tuple[str, ...] = ()
    amount: Money | None = None
    state: DisputeState = DisputeState.OPEN
    answer_by: date | None = None
    undisputed_goes_on: bool = False
    document_ids: tuple[str, ...] = ()
    answered_at: datetime | None = None
    overdue_told: bool = False
    resolved_at: datetime | None = None
    resolution: Resolution | None = None
    reduction: Money = ZERO
    credit_note_ids: tuple[str, ...] = ()
    settled_by: str | None = None
    answer_document_id: str | None = None
    resolution_document_id: str | None = None

    @property
    def stands(self) -> bool:
        return self.state is not DisputeState.RESOLVED
