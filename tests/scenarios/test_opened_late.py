"""A creditor hands over at D+50: late steps are passed over, never caught up (R-026)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from infra.local.api_client import ApiClient

from .story import day, open_story

pytestmark = pytest.mark.local_cloud


def test_a_case_opened_at_fifty_days_starts_where_it_stands(client: ApiClient) -> None:
    story = open_story(client, opened_on=50)
    story.until(50 + 91)
    told = story.told()
    assert told[:3] == [
        "D+50: case opened",
        "D+50: verification_call skipped: opened_late",
        "D+50: first_reminder skipped: opened_late",
    ]
    steps = {step["step_id"]: step for step in story.case()["steps"]}
    assert [name for name, step in steps.items() if step["state"] == "done"] == [
        "second_reminder",
        "formal_notice",
        "last_call",
    ], "a written reminder precedes the formal notice"
    days = [datetime.fromisoformat(step["at"]).date() for step in steps.values() if step["state"] == "done"]
    assert all(later - earlier >= timedelta(days=5) for earlier, later in pairwise(days))
    asked = next(event for event in story.timeline() if event["type"] == "case.decision_required")
    assert datetime.fromisoformat(asked["occurred_at"]).date() <= date.fromisoformat(day(50 + 90))


def test_the_creditors_own_reminder_in_writing_counts(client: ApiClient) -> None:
    """R-016: after it, the formal notice need not wait for one of ours."""
    story = open_story(client, opened_on=50, prior_reminders=[{"channel": "email", "on": day(20)}])
    story.until(56)
    assert story.told() == [
        "D+50: case opened",
        "D+50: verification_call skipped: opened_late",
        "D+50: first_reminder skipped: opened_late",
        "D+50: second_reminder skipped: opened_late",
        "D+50: registered letter formal_notice",
        "D+53: letter presented",
    ]
