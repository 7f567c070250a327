"""A replay: the events of a range on their way to one endpoint again, in order, one at a time (R-131)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domain.parties import Scope
from chalicelib.domain.webhooks import DeliveryRef

EVENTS_A_TURN = 20
TURN_LASTS = timedelta(seconds=20)
PAUSE = timedelta(seconds=1)
"""At most 20 events, or 20 seconds, then a pause: a replay leaves room for what happens now."""

AFTER_FAILURE = timedelta(minutes=5)
"""What an event that was not accepted holds the next one of a replay; its own retries go on meanwhile."""


class ReplayStatus(StrEnum):
    """``stopped``: its endpoint was disabled or deleted before the end."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True)
class WebhookReplay:
    """``types`` empty: those its endpoint takes. ``after`` is the place of the last event sent. All is wall time.

    ``sent`` counts events, ``accepted`` those whose first attempt here was answered 2xx.
    """

    id: str
    scope: Scope
    endpoint_id: str
    created_at: datetime
    first: datetime
    last: datetime
    next_at: datetime | None
    types: tuple[str, ...] = ()
    status: ReplayStatus = ReplayStatus.RUNNING
    after: str | None = None
    sent: int = 0
    accepted: int = 0
    finished_at: datetime | None = None
    version: int = 1

    @property
    def ref(self) -> DeliveryRef:
        return DeliveryRef(self.scope, self.endpoint_id, self.id)

    @property
    def running(self) -> bool:
        return self.status is ReplayStatus.RUNNING

    def is_due(self, now: datetime) -> bool:
        return self.running and self.next_at is not None and self.next_at <= now

    def until(self, instant: datetime) -> WebhookReplay:
        """Taken by one worker, or waiting: nobody goes on with it before ``instant``."""
        return replace(self, next_at=instant, version=self.version + 1)

    def past(self, place: str, *, accepted: bool, until: datetime) -> WebhookReplay:
        """One event further; a worker that dies now leaves it until ``until``."""
        count = self.accepted + (1 if accepted else 0)
        return replace(self.until(until), after=place, sent=self.sent + 1, accepted=count)

    def ended(self, status: ReplayStatus, now: datetime) -> WebhookReplay:
        return replace(self, status=status, next_at=None, finished_at=now, version=self.version + 1)
