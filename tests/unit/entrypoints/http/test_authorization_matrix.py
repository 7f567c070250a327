"""R-130, R-134: who may do what to whose, for every operation of the contract, asked one cell at a time."""

from __future__ import annotations

from functools import cache

import pytest

from chalicelib.entrypoints.http.framework.api_blueprint import Operation
from tests.contract.contract_document import OPERATIONS
from tests.support.authorization.matrix import Findings, interrogate
from tests.support.authorization.positions import positions
from tests.support.http_world import http_world
from tests.support.rates import confirmed


@cache
def _findings(*, livemode: bool) -> Findings:
    with http_world(shipped_rates=confirmed) as world:  # a plan of live mode rests on no provisional rate
        return interrogate(world, livemode=livemode)


@pytest.mark.parametrize("livemode", [False, True], ids=["test", "live"])
def test_whoever_may_not_is_refused_as_documented_and_changes_nothing(livemode: bool) -> None:
    """R-134: every scope, every kind of key, the other tenant, the other mode; another's object never was."""
    findings = _findings(livemode=livemode)
    print(f"{sum(findings.cells.values())} cells, {'live' if livemode else 'test'} mode")  # noqa: T201  seen with -s
    assert not findings.failures, "\n".join(findings.failures[:40])


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: f"{each.method} {each.path}")
def test_every_operation_and_every_place_for_an_id_is_in_the_matrix(operation: Operation) -> None:
    covered = _findings(livemode=False).covered
    name = f"{operation.method} {operation.path}"
    missing = {name, *(f"{name} {each.name}" for each in positions(operation))} - covered
    assert not missing, f"add a request to tests/support/journey: {sorted(missing)}"
