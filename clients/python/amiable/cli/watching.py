"""The account's events while a command looks on."""

from __future__ import annotations

import time
from datetime import date, datetime
from itertools import islice

from .feed import SETTLE_SECONDS, EventFeed
from .following import line_of
from .session import Json, Session, json_of
from .words import QUIET, style_of

PAGE = 100


def feed_from_now(session: Session) -> EventFeed:
    """The events recorded from now on, of every case, clock and endpoint."""
    events = session.client.events

    def since(instant: datetime | None) -> list[Json]:
        pages = session.client.pages(events.list_events, limit=PAGE, created_at_gte=instant)
        return [json_of(event) for event in pages]

    feed = EventFeed(since)
    newest = next((json_of(event) for event in islice(session.client.pages(events.list_events, limit=1), 1)), None)
    feed.start(newest)
    return feed


class ClockWatch:
    """Tells what happens to the cases of one clock."""

    def __init__(self, session: Session, clock_id: str) -> None:
        self._session = session
        self._clock_id = clock_id
        self._cases: dict[str, Json] = {}
        self._feed = feed_from_now(session)

    def look(self) -> None:
        """Tells what is new."""
        own = [(event, case) for event in self._feed.look() if (case := self._case(event)) is not None]
        for event, case in own:
            if event["type"] not in QUIET:
                line = line_of(event, date.fromisoformat(case["day_zero"]))
                name = f"  {_short(case)}" if self._are_several() else ""
                self._session.say(line + name, style=style_of(event))

    def _are_several(self) -> bool:
        return len([case for case in self._cases.values() if case["test_clock_id"] == self._clock_id]) > 1

    def finish(self) -> None:
        """Waits until nothing more can come in sight."""
        time.sleep(SETTLE_SECONDS)
        self.look()
        time.sleep(SETTLE_SECONDS)
        self.look()

    def _case(self, event: Json) -> Json | None:
        """The event's case, when it runs on this clock."""
        case_id = (event["data"] or {}).get("case_id")
        if case_id is None:
            return None
        if case_id not in self._cases:
            self._cases[case_id] = self._read(case_id)
        case = self._cases[case_id]
        return case if case["test_clock_id"] == self._clock_id else None

    def _read(self, case_id: str) -> Json:
        """A case that was erased since its event was recorded runs on no clock any more."""
        from amiable.errors import NotFound

        try:
            return json_of(self._session.client.cases.get_case(case_id))
        except NotFound:
            return {"test_clock_id": None}


def _short(case: Json) -> str:
    """What a person calls the case."""
    return str(case["external_reference"] or case["reference"])
