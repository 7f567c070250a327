"""The creditor hears of the last day to sue; after it a consumer is left alone (PRE_15)."""

from __future__ import annotations

import pytest

from infra.local.api_client import ApiClient

from . import people
from .story import day, open_story

pytestmark = pytest.mark.local_cloud


def test_an_act_moves_the_last_day_three_warnings_precede_it_and_a_consumer_is_left_alone_after_it(
    client: ApiClient,
) -> None:
    story = open_story(client, debtor=people.consumer(9_401))
    story.until(10)
    story.command("pause", reason="They asked for time.")
    signed = people.proof("correspondence", "reconnaissance.pdf")
    story.command("limitation-acts", kind="acknowledgement", on=day(9), detail="Signed.", document=signed)
    story.until(800)
    assert story.told()[2:] == [
        "D+10: paused (manual)",
        "D+558: 180 days left to sue",
        "D+648: 90 days left to sue",
        "D+708: 30 days left to sue",
        "D+740: closed: time_barred",
    ]
    assert client.get(f"/cases/{story.case_id}/limitation")["demand"] == "stop"
