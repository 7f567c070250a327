"""A half-year that nobody put holds a case and is named; once the operator puts it, the case goes on (INT_15)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from infra.local.api_client import ApiClient, ApiProblem, Json
from infra.local.running import RunningApp

from . import people
from .story import open_story

pytestmark = pytest.mark.local_cloud

ECB = "/rates/ecb_refinancing"


def test_a_case_waits_for_the_first_rate_that_is_missing_and_goes_on_once_it_is_put(
    local_app: RunningApp, client: ApiClient
) -> None:
    """The functions of the steps read it at once, though each keeps the table of before for a minute."""
    last: Json = client.get(ECB)["rates"][-1]
    missing, first_day = _after(last["half_year"])
    due = first_day - timedelta(days=45)
    clock_id = client.post("/test-clocks", {"now": f"{due + timedelta(days=1)}T09:00:00Z"})["id"]
    story = open_story(client, clock_id=clock_id, invoices=[people.invoice("F-1", due)])
    client.advance(clock_id, f"{due + timedelta(days=60)}T16:00:00Z")
    assert missing in story.case()["missing_rate"]
    assert story.case()["next_step"]["action"] == "stand_still"
    assert story.contacts(template="formal_notice") == []
    put = {"half_year": missing, "value": "2.15", "effective_on": last["effective_on"] or "2026-06-17", "source": "ECB"}
    change = {"rates": [put], "reason": "Published."}
    with pytest.raises(ApiProblem, match="operator_key_required"):
        client.request("PUT", ECB, change, {"If-Match": "*"})
    ApiClient(local_app.base_url, local_app.operator_key).request("PUT", ECB, change, {"If-Match": "*"})
    client.advance(clock_id, f"{due + timedelta(days=68)}T16:00:00Z")
    assert [contact["state"] for contact in story.contacts(template="formal_notice")] != []
    assert story.case()["missing_rate"] is None


def _after(half_year: str) -> tuple[str, date]:
    """The next half-year and its first day."""
    year, half = int(half_year[:4]), half_year[-1]
    return (f"{year}H2", date(year, 7, 1)) if half == "1" else (f"{year + 1}H1", date(year + 1, 1, 1))
