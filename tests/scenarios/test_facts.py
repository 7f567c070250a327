"""What is learnt of a debtor reaches all their cases at once, whoever they owe (STOP_02)."""

from __future__ import annotations

from functools import partial

import pytest

from infra.local.api_client import ApiClient, Json

from . import people
from .reading import pdf_text
from .story import Story, day, eventually, new_clock, open_story

pytestmark = pytest.mark.local_cloud

JUDGMENT: Json = {
    "kind": "insolvency",
    "on": day(14),
    "procedure": "receivership",
    "court": "le tribunal de commerce de Lyon",
    "bodacc_published_on": day(15),
    "document": people.proof("correspondence", "jugement.pdf"),
}


def test_an_insolvency_stops_two_cases_freezes_interest_and_leaves_a_declaration_in_each(client: ApiClient) -> None:
    debtor_id = client.post("/debtors", people.debtor(9_301))["id"]
    clock_id = new_clock(client, 1)
    stories = [open_story(client, clock_id=clock_id, debtor_id=debtor_id, debtor=people.debtor(9_301)) for _ in "ab"]
    client.advance(clock_id, f"{day(16)}T16:00:00Z")
    client.post(f"/debtors/{debtor_id}/facts", JUDGMENT)
    for story in stories:
        eventually(partial(_declaration, story), "the declaration")
    client.advance(clock_id, f"{day(80)}T16:00:00Z")
    for story in stories:
        _is_stopped(story)
    first, second = (story.documents("claim_declaration")[0] for story in stories)
    assert first != second


def _declaration(story: Story) -> Json | None:
    return (story.case()["insolvency"] or {}).get("declaration")


def _is_stopped(story: Story) -> None:
    assert story.told()[-2:] == ["D+16: paused (insolvency)", "D+16: claim to declare"]
    case = story.case()
    assert (case["interest_frozen_on"], case["balance"]["interest"]["amount"]) == (day(14), 1_039)
    assert case["insolvency"]["declaration_deadline"] == "2026-03-28"
    assert len(story.documents("correspondence")) == 1, "the judgment's own copy"
    assert "2 450,39" in pdf_text(story.documents("claim_declaration")[0]).replace("\u202f", " ").replace("\u00a0", " ")
