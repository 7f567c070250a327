"""Processes die and executions disappear: no due step is lost, nothing is sent twice (R-141)."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.parties import Scope
from chalicelib.usecases.writes import Update
from infra.local.api_client import ApiClient, ApiProblem
from infra.local.running import RunningApp, TenantKeys

from .executions import administration, case_executions, kill_workers, stop_all_executions, waits_begun
from .story import Story, eventually, instant, open_story
from .test_live_mode import QUICK, open_live

pytestmark = pytest.mark.local_cloud

KILLS = 4


def test_killed_workers_lose_no_step_and_send_nothing_twice(local_app: RunningApp, client: ApiClient) -> None:
    story = open_story(client)
    client.post(f"/test-clocks/{story.clock_id}/advance", {"to": instant(48)})
    for _ in range(KILLS):
        time.sleep(0.4)
        kill_workers(local_app)
    _until_ready(story)
    if story.case()["attention"]:  # an SMS or a letter that nobody can vouch for is not sent again by itself
        assert story.case()["attention"]["code"] == "delivery_unknown"
        story.command("resolve-attention", action="mark_sent", reason="The provider's own list shows it.")
        story.until(48)
    story.until(66)
    steps = {step["step_id"]: step["state"] for step in story.case()["steps"]}
    assert steps == dict.fromkeys(
        ("verification_call", "first_reminder", "second_reminder", "formal_notice", "last_call"), "done"
    )
    sent = Counter(contact["template"] for contact in story.contacts() if not contact["duplicate_possible"])
    assert set(sent.values()) == {1}, f"nothing is sent twice unless marked: {sent}"


def _until_ready(story: Story) -> None:
    """As ``settled``, while the API's own workers die too."""

    def ready() -> bool:
        try:
            story.client.settled(story.clock_id)
        except ApiProblem as problem:
            if problem.status < 500:
                raise
            return False
        return True

    eventually(ready, "the clock stands")
    story.today = 48


def test_the_clock_brings_back_cases_whose_executions_are_gone(local_app: RunningApp, client: ApiClient) -> None:
    story = open_story(client)
    story.until(9)
    stop_all_executions(local_app, story.case_id)
    story.until(31)
    assert story.told() == [
        "D+1: case opened",
        "D+8: call to make: verification_call",
        "D+15: e-mail reminder_1",
        "D+30: e-mail reminder_2",
        "D+30: SMS reminder_2_sms",
    ]


def test_the_sweep_brings_back_live_cases_whose_executions_are_gone(
    local_app: RunningApp, tenant: TenantKeys, live_client: ApiClient
) -> None:
    stories = [open_live(live_client, 9_201), open_live(live_client, 9_202)]
    for story in stories:
        eventually(lambda story=story: waits_begun(local_app, story.case_id), "the first run waits")  # type: ignore[misc]
    stop_all_executions(local_app, *(story.case_id for story in stories))
    for story in stories:
        _time_passes(local_app, tenant, story)
    local_app.cloud.compress_waits(QUICK)
    try:
        local_app.invoke("sweep")
        assert all(_newest_run(local_app, story) == 2 for story in stories), "each has a run of its own again"
        for story in stories:
            eventually(lambda story=story: story.contacts(channel="call"), "the call of day 8")  # type: ignore[misc]
    finally:
        local_app.cloud.compress_waits(1)
        stop_all_executions(local_app, *(story.case_id for story in stories))
    for story in stories:
        assert len(story.contacts(channel="call")) == 1
        runs = len(case_executions(local_app, story.case_id))
        local_app.invoke("sweep")
        assert len(case_executions(local_app, story.case_id)) == runs, "what is not overdue is left alone"


def _newest_run(app: RunningApp, story: Story) -> int:
    """The run of the case's newest execution, once there is a second one."""
    newest = eventually(lambda: [e["name"] for e in case_executions(app, story.case_id)[:-1]], "a second run")[0]
    return int(newest.rpartition("-")[2])


def _time_passes(app: RunningApp, tenant: TenantKeys, story: Story) -> None:
    """The next step of a case became due an hour ago, and nobody came."""
    store = administration(app).store
    case = store.case(Scope(tenant.id, livemode=True), story.case_id)
    assert case.next_step is not None
    overdue = replace(case.next_step, due_at=datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1))
    store.commit([Update(replace(case, next_step=overdue, version=case.version + 1))])
