"""A clock on which many cases share an instant: slow is not stuck, and who is stuck is still named (R-132)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import RunningMark
from chalicelib.domain.test_clock import ClockStatus, TestClock
from chalicelib.usecases.drive_clock import ClockPorts, drive_clock
from chalicelib.usecases.store_ports import ClockRoom, Store
from chalicelib.usecases.writes import Update
from tests.support.effects import Ids, WallClock

TEST = Scope("ten_a", livemode=False)
BEGAN = datetime(2026, 11, 21, 9, tzinfo=UTC)
SLICE = timedelta(seconds=25)


@dataclass
class Crowd:
    """Fifty cases released at one instant; one comes to rest after each so many seconds, the last ones never."""

    wall: WallClock
    seconds_each: float
    never: int = 0
    cases: int = 50
    resumed: list[str] = field(default_factory=list)
    clock: TestClock = field(
        default_factory=lambda: TestClock(
            "clk_1", TEST, 1, created_at=BEGAN, now=BEGAN, status=ClockStatus.ADVANCING, to=BEGAN + timedelta(days=1)
        )
    )

    def running(self, *_which: object) -> tuple[RunningMark, ...]:
        rested = int((self.wall.now() - BEGAN).total_seconds() / self.seconds_each)
        left = max(self.cases - rested, self.never)
        return tuple(RunningMark(f"case_{n:02d}", 1, BEGAN, "token") for n in range(left))

    def first_parked(self, *_which: object, limit: int) -> tuple[Any, ...]:
        assert limit > 0
        return ()

    def test_clock(self, *_which: object) -> TestClock:
        return self.clock

    def commit(self, writes: list[Any]) -> None:
        for write in writes:
            if isinstance(write, Update):
                self.clock = cast("TestClock", write.entity)

    def resume(self, token: str, _at: datetime) -> bool:
        self.resumed.append(token)
        return True

    def drive(self, slices: int) -> TestClock:
        """Slice after slice, as the clock's machine comes back."""
        ports = ClockPorts(
            cast("Store", self), cast("ClockRoom", self), cast("Any", self), Ids(), self.wall, self._sleep
        )
        for _ in range(slices):
            if drive_clock(TEST, "clk_1", until=self.wall.now() + SLICE, ports=ports):
                break
        return self.clock

    def _sleep(self, _seconds: float) -> None:
        self.wall.instant += timedelta(seconds=1)


def test_fifty_cases_of_one_instant_that_come_to_rest_one_by_one_are_not_stuck() -> None:
    """Two minutes and a half for all of them: each alone has waited for longer than a stuck one may."""
    clock = Crowd(WallClock(BEGAN), seconds_each=3).drive(slices=10)
    assert (clock.status, clock.failure) == (ClockStatus.READY, None)


def test_one_that_never_comes_to_rest_is_named_soon_after_the_last_of_the_others() -> None:
    crowd = Crowd(WallClock(BEGAN), seconds_each=1, never=1)
    clock = crowd.drive(slices=10)
    assert clock.status is ClockStatus.FAILED
    assert clock.failure == "case case_00 has been running for more than 60 seconds"
    assert crowd.wall.now() - BEGAN < timedelta(seconds=60) + 2 * SLICE


def test_a_lively_crowd_is_not_called_again_and_a_silent_one_is() -> None:
    """Every wake-up that is sent again is work for the very machine that is behind with its work."""
    lively, silent = Crowd(WallClock(BEGAN), seconds_each=3), Crowd(WallClock(BEGAN), seconds_each=1, never=1)
    assert lively.drive(slices=10).status is ClockStatus.READY
    silent.drive(slices=10)
    assert (lively.resumed, set(silent.resumed)) == ([], {"token"})


def test_marks_that_were_old_before_the_advance_began_are_looked_after_first() -> None:
    """Advanced right after an import: runs that have not begun yet are no reason to give up at once."""
    crowd = Crowd(WallClock(BEGAN + timedelta(minutes=3)), seconds_each=4)
    clock = crowd.drive(slices=10)
    assert (clock.status, clock.failure) == (ClockStatus.READY, None)
