"""However processes meet, and whatever answers get lost: no window grants more than its quotas (R-130)."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.adapters.token_leases import TokenLeases
from chalicelib.domain.errors import ProviderUnavailable
from chalicelib.domain.key_use import Bucket, KeyUser, LeaseRequest, Quotas, Uses, window_of
from tests.support.memory.key_uses import MemoryKeyUses

from .test_token_leases import TEST, Clock, served


@dataclass
class Crowd:
    """Processes that come between each other's looking and writing, and whose answers get lost."""

    quotas: Quotas
    count: int
    clock: Clock = field(default_factory=Clock)
    granted: Counter[tuple[str, int]] = field(default_factory=Counter)
    faults: list[str | None] = field(default_factory=list)
    between: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.table = MemoryKeyUses(self.clock.now)
        self.table.before, self.table.after = self._before, self._after
        self.processes = [TokenLeases(self.table, self.quotas, now=self.clock.now) for _ in range(self.count)]
        self._at_work: set[int] = set()
        self._fault: list[str | None] = []

    def ask(self, number: int, key: int) -> None:
        if number in self._at_work:
            return
        self._at_work.add(number)
        taken = self.processes[number].take(KeyUser(TEST, f"key_{key}"), "cases:read")
        self._at_work.discard(number)
        if served(taken):
            window = window_of(self.clock.now())
            self.granted["tenant", window] += 1
            self.granted[f"key_{key}", window] += 1

    def _before(self, name: str) -> None:
        if name == "lease" and self.between:
            self.ask(*self.between.pop())
        fault = self.faults.pop() if self.faults else None
        if fault == "before":
            raise ProviderUnavailable("throttled")
        self._fault.append(fault)

    def _after(self, name: str) -> None:
        del name
        if self._fault.pop() == "after":
            raise ProviderUnavailable("the answer was lost")


STEPS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2), st.sampled_from([0, 0, 0, 1, 4, 11])), max_size=150)


@settings(max_examples=300, deadline=None)
@given(
    st.integers(1, 60),
    st.integers(1, 90),
    STEPS,
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2)), max_size=30),
    st.lists(st.sampled_from([None, None, None, "before", "after"]), max_size=40),
)
def test_however_processes_meet_and_answers_get_lost_no_window_grants_more_than_its_quotas(
    per_key: int,
    per_tenant: int,
    steps: list[tuple[int, int, int]],
    between: list[tuple[int, int]],
    faults: list[str | None],
) -> None:
    """R-130: what all processes serve from leases; a lease whose answer was lost counts as taken."""
    crowd = Crowd(Quotas(per_key, per_tenant), 5, faults=faults, between=between)
    for number, key, seconds in steps:
        crowd.ask(number, key)
        crowd.ask(number, key)
        crowd.clock.wait(seconds)
    for (whose, _), count in crowd.granted.items():
        assert count <= (per_tenant if whose == "tenant" else per_key)


@pytest.mark.parametrize("apart", [1, 7, 30])
def test_processes_whose_clocks_differ_share_one_window_and_its_quota(apart: int) -> None:
    """R-130: who is ahead begins the minute for everybody; who is behind goes along, and refuses no longer for it."""
    ahead, behind = Clock(), Clock()
    table, quotas, user = MemoryKeyUses(ahead.now), Quotas(20, 30), KeyUser(TEST, "key_1")
    first, second = (TokenLeases(table, quotas, now=clock.now) for clock in (ahead, behind))
    ahead.wait(60 + apart / 2)
    behind.wait(60 - apart / 2)
    turns = [process.take(user, "cases:read") for _ in range(20) for process in (first, second)]
    assert sum(served(taken) for taken in turns) == quotas.per_key
    assert max(taken.seconds for taken in turns) <= 60 + apart
    for clock in (ahead, behind):
        clock.wait(60)
    again = [process.take(user, "cases:read") for _ in range(20) for process in (second, first)]
    assert sum(served(taken) for taken in again) == quotas.per_key


def test_threads_of_one_process_get_the_quota_and_count_every_use() -> None:
    """The local server answers on several threads; the leases are one for all of them."""
    clock = Clock()
    table, quotas, user = MemoryKeyUses(clock.now), Quotas(400, 400), KeyUser(TEST, "key_1")
    leases = TokenLeases(table, quotas, now=clock.now)
    with ThreadPoolExecutor(8) as pool:
        turns = list(pool.map(lambda _: leases.take(user, "cases:read"), range(600)))
    assert sum(served(taken) for taken in turns) == quotas.per_key
    clock.wait(60)
    leases.take(user, "cases:read")
    (day,) = table.days(TEST, "key_1", limit=1, position=None).items
    assert (day.requests, day.refused) == (601, 200)


def test_who_is_outrun_near_the_end_of_a_quota_is_not_let_in_beyond_it() -> None:
    """Others take a token each time before the lease of this process: what it may do alone is for a silent table."""
    clock, quotas = Clock(), Quotas(per_key=400, per_tenant=10_000)
    table = MemoryKeyUses(clock.now)
    leases = TokenLeases(table, quotas, now=clock.now)
    for _ in range(30):
        leases.take(KeyUser(TEST, "key_1"), "cases:read")
    taken_by_others(table, clock, quotas, 350)

    def outrun(_: str) -> None:
        table.before = lambda _: None
        taken_by_others(table, clock, quotas, 1)
        table.before = outrun

    table.before = outrun
    granted = [leases.take(KeyUser(TEST, "key_1"), "cases:read") for _ in range(40)]
    assert not any(taken.alone for taken in granted)
    assert sum(taken.exhausted is None for taken in granted) < 20
    assert granted[-1].exhausted == "key"


def taken_by_others(table: MemoryKeyUses, clock: Clock, quotas: Quotas, tokens: int) -> None:
    """By a process that knows the bucket as it is."""
    window = window_of(clock.now())
    uses = Uses(clock.now(), clock.now())
    asked = LeaseRequest(KeyUser(TEST, "key_1"), window, tokens, quotas, uses, Bucket(window, 0, window, 0))
    table.lease(asked)
