"""What a case remembers about limitation beside its own history: acts that people recorded, suspensions, warnings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from .limitation import ActKind, SuspensionKind

MOST_ACTS = 50
MOST_SUSPENSIONS = 20


class Undone(StrEnum):
    """Why an act no longer counts: it never happened, or the law takes its effect away (C. civ. 2243)."""

    RECORDED_BY_MISTAKE = "recorded_by_mistake"
    CLAIM_WITHDRAWN = "claim_withdrawn"
    CLAIM_REJECTED = "claim_rejected"
    ACT_ANNULLED = "act_annulled"


@dataclass(frozen=True)
class RecordedAct:
    """An act that the case could not know by itself. ``invoice_id`` is ``None`` where it concerns every invoice.

    ``oral``: known from a conversation alone; it counts, but no safe day rests on it. ``undone_on`` is when it was
    taken back.
    """

    id: str
    kind: ActKind
    on: date
    invoice_id: str | None = None
    document_id: str | None = None
    oral: bool = False
    undone: Undone | None = None
    undone_on: date | None = None


@dataclass(frozen=True)
class RecordedSuspension:
    """Days ``start`` to ``end`` on which limitation stood still; ``withdrawn_on`` when that was recorded by mistake."""

    id: str
    kind: SuspensionKind
    start: date
    end: date
    withdrawn_on: date | None = None


@dataclass(frozen=True)
class GivenWarning:
    """The nearest warning that was given before a day: its threshold of 180, 90 or 30 ``days``."""

    leading_to: date
    days: int


@dataclass(frozen=True)
class LimitationRecord:
    """``warned_for`` is the day the last warning led to, ``warned_days`` its threshold, ``warned_before`` earlier ones.

    ``barred_asked`` is the last day that a person was told is over, ``barred_accepted`` the one they answered for.
    """

    acts: tuple[RecordedAct, ...] = ()
    suspensions: tuple[RecordedSuspension, ...] = ()
    warned_for: date | None = None
    warned_days: int | None = None
    barred_asked: date | None = None
    barred_accepted: date | None = None
    warned_before: tuple[GivenWarning, ...] = ()

    @property
    def warnings(self) -> tuple[GivenWarning, ...]:
        """The nearest warning given before each day that ever was the one to come."""
        if self.warned_for is None or self.warned_days is None:
            return self.warned_before
        return (*self.warned_before, GivenWarning(self.warned_for, self.warned_days))

    def with_warning(self, leading_to: date, days: int) -> LimitationRecord:
        """One more warning was given; a day that an act moved away is remembered, for it may come back."""
        others = tuple(given for given in self.warnings if given.leading_to != leading_to)
        return replace(self, warned_for=leading_to, warned_days=days, warned_before=others)

    def with_act(self, act: RecordedAct) -> LimitationRecord:
        """Added, or in place of the one with its id."""
        if any(known.id == act.id for known in self.acts):
            return replace(self, acts=tuple(act if known.id == act.id else known for known in self.acts))
        return replace(self, acts=(*self.acts, act))

    def with_suspension(self, suspension: RecordedSuspension) -> LimitationRecord:
        """Added, or in place of the one with its id."""
        if any(known.id == suspension.id for known in self.suspensions):
            kept = tuple(suspension if known.id == suspension.id else known for known in self.suspensions)
            return replace(self, suspensions=kept)
        return replace(self, suspensions=(*self.suspensions, suspension))

    def accepted(self) -> LimitationRecord:
        """A person answered: the case goes on although the claim may be time-barred (PRE_15)."""
        return replace(self, barred_accepted=self.barred_asked)


NOTHING_RECORDED = LimitationRecord()
