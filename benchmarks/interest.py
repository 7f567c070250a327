"""The interest of one invoice over the whole rate table, in bare Decimal multiplications per half-year."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .instructions import NoCounter, counted_parts
from .interest_probe import ROUNDS

MOST_MULTIPLICATIONS = 20


@dataclass(frozen=True)
class InterestCost:
    """Instructions of one round: a multiplication for each half-year, what a case counts, and the whole answer."""

    multiplications: int
    counted: int
    answered: int

    @property
    def counted_ratio(self) -> float:
        return self.counted / self.multiplications

    @property
    def answered_ratio(self) -> float:
        return self.answered / self.multiplications


def interest_cost() -> InterestCost:
    """Counts in a process of its own; raises ``NoCounter`` when there is nothing to count with."""
    if shutil.which("valgrind") is None:
        raise NoCounter("valgrind is missing (Debian, Ubuntu: apt-get install valgrind): instructions are not counted.")
    with tempfile.TemporaryDirectory() as folder:
        _, *parts = counted_parts("benchmarks.interest_probe", (), Path(folder), 4)
    return InterestCost(*(part // ROUNDS for part in parts))
