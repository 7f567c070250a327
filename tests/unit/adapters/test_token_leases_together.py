"""However processes meet, and whatever answers get lost: no window grants more than its quotas (R-130)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.adapters.token_leases import TokenLeases
from chalicelib.domain.errors import ProviderUnavailable
from chalicelib.domain.key_use import KeyUser, Quotas, window_of
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
