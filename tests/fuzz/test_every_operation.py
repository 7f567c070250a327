"""Every operation by its examples and by every value at the edges of its schema (R-130)."""

from __future__ import annotations

import pytest

from tests.contract.contract_document import document

from .campaign import Plan, run
from .travelled_world import travelled_world
from .verdict import judge, judge_reach

pytestmark = pytest.mark.judge

SAME_FORM = (
    "POST /scenarios",
    "PUT /scenarios/{scenario_id}",
    "POST /scenarios/{scenario_id}/dry-run",
    "POST /templates",
    "PUT /templates/{template_id}",
)
"""They take the form of `POST /scenarios/lint` or `POST /templates/lint`; the long campaign tries the edges of each."""


def test_every_operation_keeps_the_contract_at_the_edges_of_its_schemas() -> None:
    """Schemathesis, all checks; at least 5,000 cases, and 95 % of the operations answer a 2xx."""
    with travelled_world() as travelled:
        report = run(travelled, Plan(("examples", "coverage"), same_form=SAME_FORM))
    judge(report, "every_operation", cases=5_000)
    judge_reach(report)
    assert len(report.statuses) == sum(len(methods) for methods in document()["paths"].values())
