"""Things at once: the same request many times, two cases of one debtor due together."""

from __future__ import annotations

import json

import pytest

from infra.local.api_client import ApiClient

from .story import open_story
from .together import replays_of_one_case

pytestmark = pytest.mark.local_cloud

AT_ONCE = 16  # each is a process on the local cloud; the campaign sends 64


def test_equal_requests_at_the_same_instant_open_one_case(client: ApiClient) -> None:
    replays_of_one_case(client, AT_ONCE)


def test_two_cases_of_one_debtor_due_at_the_same_instant_are_one_solicitation(client: ApiClient) -> None:
    """R-123, CON_05: one call about both; the caps count it once, per debtor and sender."""
    first = open_story(client)
    creditor_id = first.case()["creditor_id"]
    second = open_story(client, clock_id=first.clock_id, creditor_id=creditor_id, debtor_id=first.debtor_id)
    first.until(8)
    told = [line for story in (first, second) for line in story.told() if line.startswith("D+8")]
    assert told == ["D+8: call to make: verification_call"] * 2, "each trail tells of it"
    calls = [contact for story in (first, second) for contact in story.contacts(channel="call")]
    assert sorted(contact["grouped_with"][0] for contact in calls) == sorted([first.case_id, second.case_id])
    (lead,) = [contact for contact in calls if contact["led_by"] is None]
    (other,) = [contact for contact in calls if contact["led_by"] is not None]
    assert other["led_by"] == lead["id"], "one of them was made, the other is its record"
    reasons = json.dumps([contact["rules"] for contact in calls])
    assert first.case_id not in reasons
    assert second.case_id not in reasons
