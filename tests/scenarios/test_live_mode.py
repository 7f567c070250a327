"""A live case on compressed time: the waits are shorter than they say, the dates are exact (two clocks)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from infra.local.api_client import ApiClient
from infra.local.running import RunningApp

from . import people
from .executions import case_executions, waits_begun
from .story import PARIS, Story, eventually

pytestmark = pytest.mark.local_cloud

QUICK = 1e-6  # a week in less than a second
SLOW_ENOUGH_TO_ACT = 4e-6  # waits count from the wall clock: five seconds to day 15, ten to day 30


@pytest.fixture
def compressed(local_app: RunningApp) -> Iterator[RunningApp]:
    local_app.cloud.compress_waits(QUICK)
    yield local_app
    local_app.cloud.compress_waits(1)


def open_live(client: ApiClient, number: int) -> Story:
    """A live case of a private person, opened now, the day after the invoice was due."""
    due_on = datetime.now(PARIS).date() - timedelta(days=1)
    creditor = client.post("/creditors", people.CREDITOR)
    debtor = people.consumer(number)
    body: dict[str, Any] = {
        "creditor_id": creditor["id"],
        "debtor": debtor,
        "invoices": [people.invoice(f"L-{number}", due_on)],
    }
    opened = client.post("/cases", body)
    mailbox = debtor["contacts"][0]["email"]
    return Story(client, "", opened["id"], opened["debtor_id"], mailbox, 1, day_zero=due_on)


def day_of(line: str) -> int:
    return int(line.removeprefix("D+").partition(":")[0])


def test_a_live_case_from_opening_to_paid(compressed: RunningApp, live_client: ApiClient) -> None:
    """D+8: he promises to pay by D+18. D+20: told that he did not, he pays the same day. Nothing follows."""
    story = open_live(live_client, 9_101)
    eventually(lambda: waits_begun(compressed, story.case_id) == 1, "the case waits for its call")
    compressed.cloud.compress_waits(SLOW_ENOUGH_TO_ACT)
    eventually(lambda: live_client.get("/call-tasks")["data"], "D+8: a call to make")
    task = live_client.get("/call-tasks")["data"][0]
    promised = (story.day_zero + timedelta(days=18)).isoformat()
    live_client.post(f"/call-tasks/{task['id']}/outcome", {"outcome": "reached_promise", "date": promised})
    eventually(lambda: story.contacts(template="promise_broken"), "D+20: the word on the broken promise")

    today = datetime.fromisoformat(story.timeline()[-1]["occurred_at"]).astimezone(PARIS).date()
    owed = live_client.get(f"/cases/{story.case_id}/statement", as_of=today.isoformat())["balance"]["total"]
    story.command("payments", amount=owed, received_on=today.isoformat())
    eventually(lambda: _all_over(compressed, story), "every execution of the case ends")

    told = story.told()
    assert [line.partition(": ")[2] for line in told] == [
        "case opened",
        "call to make: verification_call",
        "call made: reached_promise",
        "promise given",
        "e-mail promise_confirmation",
        "promise broken",
        "first_reminder skipped: promise_broken",
        "e-mail promise_broken",
        f"{owed['amount'] / 100:.2f} paid",
        "closed: paid",
        "final receipt",
        "e-mail final_receipt",
    ]
    days = [day_of(line) for line in told]
    assert days == sorted(days)
    assert days[1] >= 8
    assert days[7] == days[8] == days[9] >= 20
    case = story.case()
    assert (case["livemode"], case["status"], case["outcome"]) == (True, "closed", "paid")
    mails = [mail for mail in compressed.cloud.sent_mail() if mail["To"] == [story.mailbox]]
    assert len(mails) == 3, "the promise confirmed, its breach recalled, and the final receipt"


def _all_over(app: RunningApp, story: Story) -> bool:
    return bool(story.contacts(template="final_receipt")) and all(
        execution["status"] == "SUCCEEDED" for execution in case_executions(app, story.case_id)
    )
