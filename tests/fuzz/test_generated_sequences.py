"""Generated requests, one by one and in sequences that follow the links of the contract (R-130)."""

from __future__ import annotations

import pytest

from .campaign import Plan, run
from .travelled_world import travelled_world
from .verdict import judge

pytestmark = pytest.mark.judge


def test_generated_requests_and_sequences_keep_the_contract() -> None:
    """Schemathesis, all checks; what a sequence created is there until it is deleted."""
    with travelled_world() as travelled:
        report = run(travelled, Plan(("fuzzing", "stateful"), examples=6, sequences=25, steps=6))
    judge(report, "generated_sequences", cases=500)
