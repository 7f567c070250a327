"""`make fuzz`: 50,000 cases from a seed that differs each time; `make fuzz SEED=…` plays one again."""

from __future__ import annotations

import os
import secrets

import pytest

from .campaign import PHASES, STATEFUL, Plan, run
from .travelled_world import travelled_world
from .verdict import judge, judge_reach

pytestmark = pytest.mark.fuzz
ONE_BY_ONE = tuple(phase for phase in PHASES if phase != STATEFUL)


@pytest.fixture(scope="module")
def seed() -> int:
    chosen = int(os.environ.get("SEED") or secrets.randbelow(2**32) + 1)
    print(f"\nmake fuzz SEED={chosen}")  # noqa: T201  without it nobody could play it again
    return chosen


def test_fifty_thousand_generated_cases_keep_the_contract(seed: int) -> None:
    """Operations one by one: every check, and every phase that tries them so."""
    with travelled_world() as travelled:
        report = run(travelled, Plan(ONE_BY_ONE, seed=seed, examples=450))
    judge(report, f"long_campaign_{seed}", cases=50_000)
    judge_reach(report)


def test_a_thousand_sequences_keep_the_contract(seed: int) -> None:
    """By themselves: in a run that tried every value already, Schemathesis soon has enough of sequences."""
    with travelled_world() as travelled:
        report = run(travelled, Plan((STATEFUL,), seed=seed, sequences=1_000, steps=8))
    judge(report, f"long_sequences_{seed}", cases=5_000)
