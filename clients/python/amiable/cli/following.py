"""What happens to a case while its clock moves, line by line."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import date

from .money import paris_day
from .problems import CliError, Exit
from .session import Json, Session, json_of
from .words import QUIET, day_label, style_of, told

POLL_SECONDS = 0.3
SHARE = 4  # of a pause to the question before it: a slow API is asked less often
PATIENCE_SECONDS = 300.0  # without the clock's time moving
PAGE = 100


def line_of(event: Json, day_zero: date | None) -> str:
    """``2026-02-14  D+30   contact.sent          email reminder_2 to …``."""
    return f"{day_label(event, day_zero)} {event['type']:<22} {told(event)}".rstrip()


class CaseStory:
    """The timeline of one case, told once each; ``events`` keeps everything that was told or passed over."""

    def __init__(
        self, session: Session, case: Json, *, quietly: Iterable[str] = QUIET, told_from_now: bool = False
    ) -> None:
        self._session = session
        self._day_zero = date.fromisoformat(case["day_zero"])
        self._quietly = frozenset(quietly)
        self._cursor: str | None = None
        self.case_id: str = case["id"]
        self.events: list[Json] = []
        if told_from_now:
            self.events += self._since()

    def catch_up(self) -> list[Json]:
        """Tells what is new, and gives it."""
        fresh: list[Json] = []
        for event in self._since():
            fresh.append(event)
            if event["type"] not in self._quietly:
                self._session.say(line_of(event, self._day_zero), style=style_of(event))
        self.events += fresh
        return fresh

    def _since(self) -> Iterable[Json]:
        """Events after the last one seen. The cursor of the last full page is kept, so a long story is read once."""
        known = self.events[-1]["sequence"] if self.events else 0
        while True:
            more = {} if self._cursor is None else {"cursor": self._cursor}
            page = json_of(self._session.client.cases.list_timeline(self.case_id, limit=PAGE, **more))
            yield from (event for event in page["data"] if event["sequence"] > known)
            if not page["has_more"]:
                return
            self._cursor = page["next_cursor"]

    def last(self, kind: str) -> Json | None:
        """The latest event of a type."""
        return next((event for event in reversed(self.events) if event["type"] == kind), None)


def advance(
    session: Session,
    clock_id: str,
    to: str,
    *,
    look: Callable[[], object] = lambda: None,
) -> Json:
    """Moves a clock and waits until everything due has happened; ``look`` is called whenever it has moved."""
    clock = json_of(session.client.test_clocks.advance_test_clock(clock_id, {"to": to}))
    try:
        clock = _arrived(session, clock, to, look)
    except KeyboardInterrupt:
        session.note(f"\nThe clock goes on by itself: amiable clock show {clock_id}")
        raise
    look()
    if clock["status"] == "failed":
        raise CliError(f"The clock failed: {clock['failure']}", "Advance it again.", Exit.REFUSED)
    return clock


def _arrived(session: Session, clock: Json, to: str, look: Callable[[], object]) -> Json:
    """The clock once it advances no more."""
    clock_id = clock["id"]
    with session.working(f"the clock moves to {paris_day(to)}") as tell:
        moved, pause = time.monotonic(), POLL_SECONDS
        while clock["status"] == "advancing":
            time.sleep(pause)
            asked = time.monotonic()
            before, clock = clock, json_of(session.client.test_clocks.get_test_clock(clock_id))
            pause = max(POLL_SECONDS, SHARE * (time.monotonic() - asked))
            tell(f"{paris_day(clock['now'])} … {paris_day(to)}")
            if clock["now"] != before["now"]:
                moved = asked
                look()
            elif asked - moved > PATIENCE_SECONDS:
                raise CliError(f"The clock {clock_id} stands still.", f"amiable clock show {clock_id}", Exit.REFUSED)
    return clock
