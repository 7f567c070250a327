"""The interest of one invoice stays cheap: counted in instructions, the same on every machine."""

from __future__ import annotations

import shutil

import pytest

from benchmarks.interest import MOST_MULTIPLICATIONS, interest_cost


@pytest.mark.skipif(shutil.which("valgrind") is None, reason="valgrind counts the instructions")
def test_interest_over_the_whole_table_costs_at_most_twenty_multiplications_a_half_year() -> None:
    found = interest_cost()
    assert found.counted_ratio < found.answered_ratio <= MOST_MULTIPLICATIONS
