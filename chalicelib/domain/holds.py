"""What keeps a case from going on by itself: a pause, a question to a person, a day to wait for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class PauseKind(StrEnum):
    """Why a case is paused."""

    MANUAL = "manual"
    DISPUTE = "dispute"
    PAYMENT_CLAIMED = "payment_claimed"
    REPRESENTED = "represented"
    DEATH = "death"
    INSOLVENCY = "insolvency"
    OVER_INDEBTEDNESS = "over_indebtedness"
    GUARDIANSHIP = "guardianship"
    WRONG_PERSON = "wrong_person"


@dataclass(frozen=True)
class Pause:
    """Since when, and until which day if it ends by itself. ``fact_id`` is the debtor's fact it comes from."""

    kind: PauseKind
    since: datetime
    until: date | None = None
    fact_id: str | None = None


@dataclass(frozen=True)
class Attention:
    """Why the case cannot go on by itself; ``contact_id`` names the contact in doubt, if one is."""

    code: str
    detail: str
    since: datetime
    step_id: str | None = None
    contact_id: str | None = None


@dataclass(frozen=True)
class Hold:
    """The scenario waits until a day, because of what the debtor said (R-031)."""

    until: date
    reason: str
