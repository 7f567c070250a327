"""All that a case remembers of its negotiation, history included."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol, TypeVar

from .dispute import Dispute
from .note import Note, NoteState
from .payment_plan import PaymentPlan, PlanState, Side
from .promise import Promise
from .settlement import SettlementOffer

MOST_PROMISES = 20
MOST_PLANS = 10
MOST_DISPUTES = 20
MOST_SETTLEMENTS = 10
NOTES_KEPT = 20


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Named = TypeVar("Named", bound=_Named)


@dataclass(frozen=True)
class Negotiation:
    """Each kind in the order it came. ``firmness`` is the least tone of the steps still to come, after a word broken.

    ``stretched_days`` is how long promises and plans have held the scenario: the amicable phase is longer by them
    (R-027). ``stopped_at`` is since when one holds it now. ``payment_claims`` is how often « paid » was said.
    """

    promises: tuple[Promise, ...] = ()
    plans: tuple[PaymentPlan, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    settlements: tuple[SettlementOffer, ...] = ()
    notes: tuple[Note, ...] = ()
    firmness: int = 1
    stretched_days: int = 0
    stopped_at: datetime | None = None
    payment_claims: int = 0

    @property
    def open_promise(self) -> Promise | None:
        return next((each for each in self.promises if each.is_open), None)

    @property
    def active_plan(self) -> PaymentPlan | None:
        return next((each for each in self.plans if each.state is PlanState.ACTIVE), None)

    @property
    def living_plan(self) -> PaymentPlan | None:
        """The plan that is proposed, agreed or active: the newest, where a new one is negotiated beside an active."""
        return next((each for each in reversed(self.plans) if each.lives), None)

    def waiting_proposal(self, side: Side) -> PaymentPlan | None:
        """That side's proposal of a plan, while it waits for the other one's answer."""
        plan = self.living_plan
        waits = plan is not None and plan.state is PlanState.PROPOSED and plan.proposed_by is side
        return plan if waits else None

    @property
    def standing_disputes(self) -> tuple[Dispute, ...]:
        return tuple(each for each in self.disputes if each.stands)

    @property
    def open_settlement(self) -> SettlementOffer | None:
        return next((each for each in reversed(self.settlements) if each.stands), None)

    def note(self, note_id: str) -> Note | None:
        return next((each for each in self.notes if each.id == note_id), None)

    def with_promise(self, promise: Promise) -> Negotiation:
        return replace(self, promises=_put(self.promises, promise))

    def with_plan(self, plan: PaymentPlan) -> Negotiation:
        return replace(self, plans=_put(self.plans, plan))

    def with_dispute(self, dispute: Dispute) -> Negotiation:
        return replace(self, disputes=_put(self.disputes, dispute))

    def with_settlement(self, offer: SettlementOffer) -> Negotiation:
        return replace(self, settlements=_put(self.settlements, offer))

    def with_note(self, note: Note) -> Negotiation:
        """The notes with this one, new or replaced; of those that are over the last twenty are remembered."""
        notes = _put(self.notes, note)
        over = [each for each in notes if each.state is not NoteState.DUE]
        forgotten = {each.id for each in over[:-NOTES_KEPT]}
        return replace(self, notes=tuple(each for each in notes if each.id not in forgotten))

    def without_notes(self, which: Callable[[Note], bool]) -> Negotiation:
        """Notes that are due and overtaken are dropped."""
        notes = tuple(
            replace(each, state=NoteState.DROPPED) if each.state is NoteState.DUE and which(each) else each
            for each in self.notes
        )
        return replace(self, notes=notes)


def _put(known: tuple[Named, ...], each: Named) -> tuple[Named, ...]:
    if any(one.id == each.id for one in known):
        return tuple(each if one.id == each.id else one for one in known)
    return (*known, each)


NOTHING_NEGOTIATED = Negotiation()
