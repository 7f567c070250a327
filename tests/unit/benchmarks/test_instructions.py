"""Reading the counter, and saying so when there is none."""

from __future__ import annotations

import pytest

from benchmarks import instructions
from benchmarks.instructions import Comparison, NoCounter
from benchmarks.probe import WARM


def test_the_total_of_a_dump_is_read() -> None:
    assert instructions.total("events: Ir\nfn=(1) main\n1 5\n\ntotals: 114050504\n") == 114050504


def test_warm_parts_are_for_one_request() -> None:
    parts = instructions.per_request([1, 20, 40 * WARM, 50, 60 * WARM])
    assert list(parts.values()) == [1, 20, 40, 50, 60]


def test_a_ratio_is_how_many_times_the_plain_application() -> None:
    assert Comparison("warm GET", 300, 200).ratio == 1.5


def test_without_valgrind_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NoCounter, match="valgrind is missing"):
        instructions.compare()
