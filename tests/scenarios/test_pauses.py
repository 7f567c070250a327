"""A person stops the procedure, and lets it go on."""

from __future__ import annotations

import pytest

from infra.local.api_client import ApiClient

from .story import day, open_story

pytestmark = pytest.mark.local_cloud


def test_a_paused_case_is_silent_until_it_is_resumed(client: ApiClient) -> None:
    story = open_story(client)
    story.until(10)
    story.command("pause", reason="The director knows them and calls himself.")
    story.until(41)
    assert story.case()["next_step"]["action"] == "warn_of_limitation"
    story.command("resume", reason="They did not call back.")
    story.until(49)
    assert story.told() == [
        "D+1: case opened",
        "D+8: call to make: verification_call",
        "D+10: paused (manual)",
        "D+41: resumed",
        "D+41: e-mail reminder_1",
        "D+48: e-mail reminder_2",
        "D+48: SMS reminder_2_sms",
    ], "what became due meanwhile follows in order, five days apart"


def test_a_pause_with_an_end_ends_by_itself(client: ApiClient) -> None:
    story = open_story(client)
    story.command("pause", reason="Holidays.", until=day(21))
    story.until(23)
    assert story.told() == [
        "D+1: case opened",
        "D+1: paused (manual)",
        "D+21: resumed",
        "D+21: call to make: verification_call",
    ]
