"""The events that ``amiable listen`` reads: none lost, none twice, in order, though the list lags (R-131)."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from amiable.cli.feed import EventFeed, in_order_of_each_case

from .listed_events import NOON, event

Json = dict[str, Any]


class SlowList:
    """Events as the API lists them: newest first, once they are in sight."""

    def __init__(self) -> None:
        self.in_sight: list[Json] = []
        self.asked: list[datetime | None] = []
        self.down = False

    def show(self, *events: Json) -> None:
        self.in_sight += events

    def __call__(self, since: datetime | None) -> list[Json]:
        self.asked.append(since)
        if self.down:
            raise httpx.ConnectError("down")
        found = [e for e in self.in_sight if since is None or datetime.fromisoformat(e["created_at"]) >= since]
        return sorted(found, key=lambda e: (e["created_at"], e["id"]), reverse=True)


class TestFeed:
    @pytest.fixture
    def time(self, monkeypatch: pytest.MonkeyPatch) -> list[float]:
        now = [1_000.0]
        monkeypatch.setattr("time.monotonic", lambda: now[0])
        return now

    def looks(self, feed: EventFeed, time: list[float], count: int) -> list[str]:
        seen = []
        for _ in range(count):
            seen += [each["id"] for each in feed.look()]
            time[0] += 1
        return seen

    def test_what_was_there_before_is_past(self, time: list[float]) -> None:
        listing = SlowList()
        listing.show(event(1), event(2))
        feed = EventFeed(listing)
        feed.start(event(2))
        assert self.looks(feed, time, 4) == []

    def test_each_event_comes_once_and_in_order(self, time: list[float]) -> None:
        listing = SlowList()
        feed = EventFeed(listing)
        feed.start(None)
        seen = []
        for number in range(1, 20):
            listing.show(event(number))
            seen += self.looks(feed, time, 1)
        seen += self.looks(feed, time, 5)
        assert seen == [event(number)["id"] for number in range(1, 20)]

    def test_one_that_comes_in_sight_late_still_comes_in_its_place(self, time: list[float]) -> None:
        """The list lags about a second, not for every event alike."""
        listing = SlowList()
        feed = EventFeed(listing)
        feed.start(None)
        listing.show(event(2))
        seen = self.looks(feed, time, 1)
        listing.show(event(1))
        seen += self.looks(feed, time, 5)
        assert seen == [event(1)["id"], event(2)["id"]]

    def test_one_that_comes_very_late_is_not_lost(self, time: list[float]) -> None:
        listing = SlowList()
        feed = EventFeed(listing)
        feed.start(None)
        listing.show(event(2))
        seen = self.looks(feed, time, 10)
        listing.show(event(1))
        seen += self.looks(feed, time, 5)
        assert seen == [event(2)["id"], event(1)["id"]]

    def test_a_look_that_fails_changes_nothing(self, time: list[float]) -> None:
        listing = SlowList()
        feed = EventFeed(listing)
        feed.start(None)
        listing.show(event(1))
        seen = self.looks(feed, time, 1)
        listing.down = True
        for number in range(2, 200):
            listing.show(event(number))
            with pytest.raises(httpx.ConnectError):
                feed.look()
            time[0] += 60
        listing.down = False
        seen += self.looks(feed, time, 5)
        assert seen == [event(number)["id"] for number in range(1, 200)]

    def test_any_order_of_coming_in_sight_within_a_second_gives_the_order_of_recording(self, time: list[float]) -> None:
        for seed in range(30):
            chance = random.Random(seed)  # noqa: S311 - a shuffled order, the same each time
            listing = SlowList()
            feed = EventFeed(listing)
            feed.start(None)
            events = [event(number, after=number / 10, case=f"case_{number % 3}") for number in range(40)]
            waiting = sorted(
                ((each["data"]["sequence"] / 10 + chance.random(), each) for each in events), key=lambda p: p[0]
            )
            seen = []
            for tick in range(12):
                listing.show(*(each for at, each in waiting if tick <= at < tick + 1))
                seen += self.looks(feed, time, 1)
            assert seen == [each["id"] for each in events]

    def test_a_look_goes_back_half_a_minute_and_not_to_the_beginning(self, time: list[float]) -> None:
        listing = SlowList()
        feed = EventFeed(listing)
        feed.start(None)
        listing.show(event(1), event(500))
        self.looks(feed, time, 4)
        assert listing.asked[-1] == NOON + timedelta(seconds=470)

    def test_events_of_one_instant_come_by_sequence(self) -> None:
        mixed = [event(3), event(9, case="case_b"), event(1), event(2)]
        assert [each["data"]["sequence"] for each in in_order_of_each_case(mixed)] == [1, 9, 2, 3]
