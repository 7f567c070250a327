"""The last look: just before a contact about the debt, whether the creditor's books agree with the case (R-133).

What a creditor chose, and what a case remembers of it. Both are data; what follows is in ``look_decision``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

PATIENCE_DAYS = 7
LONGEST_PATIENCE_DAYS = 30
LONGEST_AGE_DAYS = 90


class LookMode(StrEnum):
    """``callback``: the invoicing system is asked. ``max_age``: it says by itself, often enough."""

    CALLBACK = "callback"
    MAX_AGE = "max_age"


@dataclass(frozen=True)
class LookSecret:
    """A signing secret as it is stored: sealed, in base64. ``expires_at`` is set on the old one after a rotation."""

    sealed: str = field(repr=False)
    created_at: datetime
    expires_at: datetime | None = None


@dataclass(frozen=True)
class LastLook:
    """What a creditor chose. ``url`` belongs to ``callback``, ``max_age_days`` to ``max_age``.

    ``patience_days``: how long a contact is held for want of an answer; a person is asked then. Wall time in secrets.
    """

    mode: LookMode
    patience_days: int = PATIENCE_DAYS
    url: str | None = None
    max_age_days: int | None = None
    secrets: tuple[LookSecret, ...] = ()

    def secrets_at(self, now: datetime) -> tuple[LookSecret, ...]:
        """Every secret to sign with at ``now``: the present one, and an old one during its overlap."""
        return tuple(each for each in self.secrets if each.expires_at is None or each.expires_at > now)


@dataclass(frozen=True)
class Doubt:
    """Why no contact leaves. ``step_id`` is the step that was held first; every instant is case time.

    ``asked`` counts the looks that brought no agreement.
    """

    reason: str
    step_id: str | None
    since: datetime
    asked: int
    again_at: datetime
    gives_up_at: datetime


@dataclass(frozen=True)
class BalanceLook:
    """What a case remembers: until which day its balance is known to agree, the last look, and a doubt that stands.

    ``step_id`` and ``looked_at`` (case time) are of the last look that agreed; ``recorded_at`` is its wall time.
    """

    as_of: date | None = None
    step_id: str | None = None
    looked_at: datetime | None = None
    recorded_at: datetime | None = None
    doubt: Doubt | None = None


def without_doubt(look: BalanceLook | None) -> BalanceLook | None:
    """What is remembered once a doubt counts no more: what comes next is looked at anew, with the whole patience."""
    return replace(look, doubt=None) if look else None
