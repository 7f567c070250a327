"""`make fuzz`: 50,000 cases from a seed that differs each time; `make fuzz SEED=…` plays one again."""

from __future__ import annotations

import os
import secrets

import pytest

from .campaign import PHASES, Plan, run
from .travelled_world import travelled_world
from .verdict import judge, judge_reach

pytestmark = pytest.mark.fuzz


def test_fifty_thousand_generated_cases_keep_the_contract() -> None:
    """All phases and checks; the seed that was used is printed first."""
    seed = int(os.environ.get("SEED") or secrets.randbelow(2**32) + 1)
    print(f"\nmake fuzz SEED={seed}")  # noqa: T201  without it nobody could play it again
    with travelled_world() as travelled:
        report = run(travelled, Plan(PHASES, seed=seed, examples=450, sequences=2_500, steps=8))
    judge(report, f"long_campaign_{seed}", cases=50_000)
    judge_reach(report)
