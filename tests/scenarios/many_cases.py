"""Many cases on one test clock: opened together, advanced ninety days at once, every one of them finished."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from infra.local.api_client import ApiClient
from infra.local.running import RunningApp

from . import people
from .executions import states_entered
from .story import DAY_ZERO, Story, new_clock, open_story

STEPS_EACH = {"call": 2, "email": 2, "sms": 1, "registered_letter": 1}


@dataclass(frozen=True)
class Figures:
    """What it took; seconds are of the wall clock of this machine."""

    cases: int
    contacts: int
    transitions: int
    opening_seconds: float
    advancing_seconds: float

    def __str__(self) -> str:
        per_step = self.transitions / max(self.contacts, 1)
        return (
            f"{self.cases} cases, {self.contacts} contacts, {self.transitions} transitions ({per_step:.2f} a contact); "
            f"opened in {self.opening_seconds:.1f} s, ninety days in {self.advancing_seconds:.1f} s"
        )


def play_many(app: RunningApp, client: ApiClient, cases: int, *, due_on_one_day: int) -> Figures:
    """``due_on_one_day``: how many invoices share a due date, and so every instant of their cases."""
    began = time.monotonic()
    clock_id = new_clock(client, 1)
    creditor_id = client.post("/creditors", people.CREDITOR)["id"]
    stories = [
        _open(client, clock_id, creditor_id, number, DAY_ZERO - timedelta(days=number // due_on_one_day % 7))
        for number in range(cases)
    ]
    opened = time.monotonic()
    stories[0].until(91)
    advanced = time.monotonic()
    for story in stories:
        _check(story)
    transitions = sum(len(states_entered(app, story.case_id)) for story in stories)
    contacts = cases * sum(STEPS_EACH.values())
    return Figures(cases, contacts, transitions, opened - began, advanced - opened)


def _open(client: ApiClient, clock_id: str, creditor_id: str, number: int, due_on: date) -> Story:
    invoices = [people.invoice(f"M-{number:04d}", due_on)]
    return open_story(client, clock_id=clock_id, creditor_id=creditor_id, invoices=invoices)


def _check(story: Story) -> None:
    """Every step once, the creditor asked within ninety days, the events in one unbroken row."""
    case = story.case()
    assert case["status"] == "awaiting_decision", case["id"]
    assert Counter(contact["channel"] for contact in story.contacts()) == STEPS_EACH, case["id"]
    timeline = story.timeline()
    # the provider's reports still come in while this is read: the trail may be longer than the case was, never broken
    assert [event["sequence"] for event in timeline] == list(range(1, len(timeline) + 1))
    assert len(timeline) >= case["sequence"]
    assert timeline[case["sequence"] - 1]["hash"] == case["head_hash"]
    asked = next(event for event in timeline if event["type"] == "case.decision_required")
    opened_at = datetime.fromisoformat(case["opened_at"])
    assert datetime.fromisoformat(asked["occurred_at"]) - opened_at <= timedelta(days=90)
