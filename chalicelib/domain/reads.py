"""What the store gives back that is no entity: pages, summaries, and the places where work waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from .contact_log import ContactLog
from .parties import Creditor, Debtor, Scope
from .scenarios.model import Scenario
from .scenarios.own import OwnScenario
from .sealed_event import WrappedKey
from .test_clock import TestClock


@dataclass(frozen=True)
class Parties:
    """What one batch read brings around a case. ``log`` is empty (version 0) when nothing was sent yet.

    ``scenario`` is the version of an own scenario that was asked for, ``own_scenario`` one as it stands; ``None`` where
    there is none.
    """

    creditor: Creditor | None = None
    debtor: Debtor | None = None
    debtor_key: WrappedKey | None = None
    log: ContactLog | None = None
    clock: TestClock | None = None
    scenario: Scenario | None = None
    own_scenario: OwnScenario | None = None


@dataclass(frozen=True)
class Page:
    """One page of a list. ``position`` continues it (the opaque cursor is made from it), ``None`` at the end."""

    items: tuple[Any, ...]
    position: str | None


@dataclass(frozen=True)
class CaseSummary:
    """A case as lists show it, read from the index alone."""

    id: str
    creditor_id: str
    debtor_id: str
    status: str
    phase: str
    outcome: str | None
    external_reference: str | None
    created_at: datetime
    principal: int
    next_action: str | None
    next_due_at: datetime | None


@dataclass(frozen=True)
class ListFilter:
    """Exactly one of the anchors, or none for the whole tenant; then status and a creation range (inclusive)."""

    creditor_id: str | None = None
    debtor_id: str | None = None
    external_reference: str | None = None
    status: str | None = None
    created_from: datetime | None = None
    created_to: datetime | None = None


@dataclass(frozen=True)
class CallTaskFilter:
    """The open tasks of the tenant, of one creditor, or of one caller; then by due day (inclusive) or free ones only.

    ``now`` is wall time: a claim holds until it is over.
    """

    now: datetime
    creditor_id: str | None = None
    claimed_by: str | None = None
    unclaimed: bool = False
    due_from: date | None = None
    due_to: date | None = None

    @property
    def narrows(self) -> bool:
        """Whether rows of the index are left out."""
        return self.unclaimed or any(each is not None for each in (self.claimed_by, self.due_from, self.due_to))

    def takes(self, due_on: date, claimed_until: datetime | None) -> bool:
        is_claimed = claimed_until is not None and self.now < claimed_until
        return (
            not (self.unclaimed and is_claimed)
            and (self.claimed_by is None or is_claimed)
            and (self.due_from is None or due_on >= self.due_from)
            and (self.due_to is None or due_on <= self.due_to)
        )


@dataclass(frozen=True)
class EventFilter:
    """Of one case, or of the whole tenant; then types (empty: all) and a range of recording (wall time, inclusive)."""

    case_id: str | None = None
    types: tuple[str, ...] = ()
    created_from: datetime | None = None
    created_to: datetime | None = None

    def takes(self, type_: str, recorded_at: datetime) -> bool:
        return (
            (not self.types or type_ in self.types)
            and (self.created_from is None or recorded_at >= self.created_from)
            and (self.created_to is None or recorded_at <= self.created_to)
        )


@dataclass(frozen=True)
class OutboxRow:
    """``key`` addresses the row for ``finish``."""

    key: tuple[str, str]
    scope: Scope
    consumer: str
    case_id: str
    run: int
    first: int
    last: int


@dataclass(frozen=True)
class ParkedCase:
    """A case that holds on its test clock until ``due_at``."""

    case_id: str
    run: int
    due_at: datetime
    token: str


@dataclass(frozen=True)
class RunningMark:
    """A case of a test clock that is at work; ``token`` is set when it was released from a hold."""

    case_id: str
    run: int
    since: datetime
    token: str | None
