"""What the two most frequent requests may read and write, counted on the real handlers and an emulated table."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.meter import AUTHENTICATION, LEASES, RATES, Usage
from benchmarks.metered_app import metered_app
from benchmarks.one_case import START, OneCase


@pytest.fixture(scope="module")
def usage() -> Iterator[dict[str, Usage]]:
    """A case that was opened and read."""
    with metered_app(START) as app:
        case = OneCase(app)
        case.open()
        app.request(case.client, "GET", f"/v1/cases/{case.case_id}")
        yield app.meter.usage


def test_a_case_is_opened_with_two_reads_and_one_transaction(usage: dict[str, Usage]) -> None:
    """With an idempotency key: the kept answer, then creditor, debtor and key together."""
    calls = {name: count for name, count in usage["POST /v1/cases"].calls.items() if name.startswith("dynamodb:")}
    assert calls == {"dynamodb:GetItem": 1, "dynamodb:BatchGetItem": 1, "dynamodb:TransactWriteItems": 1}


def test_a_case_is_read_with_one_query_and_nothing_else(usage: dict[str, Usage]) -> None:
    assert usage["GET /v1/cases/{case_id}"].calls == {"dynamodb:Query": 1}


def test_a_key_that_is_not_cached_costs_one_read(usage: dict[str, Usage]) -> None:
    requests = sum(each.invocations for name, each in usage.items() if " /" in name)
    assert usage[AUTHENTICATION].calls == {"dynamodb:GetItem": requests}


def test_a_process_that_is_not_warm_leases_its_first_requests_with_one_write(usage: dict[str, Usage]) -> None:
    """Another on the day's first, and one that fails where another process began the minute. R-130."""
    requests = sum(each.invocations for name, each in usage.items() if " /" in name)
    calls = usage[LEASES].calls
    assert set(calls) == {"dynamodb:UpdateItem"}
    assert requests <= calls["dynamodb:UpdateItem"] <= 2 * requests + 1
    assert usage[LEASES].write_units == calls["dynamodb:UpdateItem"], "under a kilobyte each"


def test_the_published_rates_cost_a_process_that_is_not_warm_one_query(usage: dict[str, Usage]) -> None:
    """Every invocation is cold here; warm, a process reads them once a minute. They have a line of their own."""
    calls = usage[RATES].calls
    assert set(calls) == {"dynamodb:Query"}
    about_cases = [name for name in usage if "/cases" in name or name in ("start_runs", "decide_next_step")]
    assert 2 <= calls["dynamodb:Query"] <= sum(usage[name].invocations for name in about_cases)


def test_an_opened_case_starts_its_run_and_is_archived_once(usage: dict[str, Usage]) -> None:
    assert usage["start_runs"].calls["states:StartExecution"] == 1
    assert usage["archive_events"].invocations == 1


def test_nothing_scans(usage: dict[str, Usage]) -> None:
    assert not [name for each in usage.values() for name in each.calls if name.endswith(":Scan")]
