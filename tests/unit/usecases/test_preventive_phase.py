"""The preventive phase (R-046): a courteous word before the due date, then the scenario as ever."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chalicelib.domain.contact import Channel
from chalicelib.domain.scenarios import presets
from chalicelib.domain.scenarios.model import Anchor, Message, Phase, Step
from tests.support.living_http import LivingHttp, living_http
from tests.support.mandate_story import MandateStory
from tests.support.story import DUE as BASE
from tests.support.story import d

DUE = date(2026, 1, 15)
PARIS = ZoneInfo("Europe/Paris")
EARLY = datetime(2026, 1, 5, 9, tzinfo=UTC)
WORD = Step(
    "due_soon",
    1,
    Anchor.DUE_DATE,
    -3,
    (Message(Channel.EMAIL, "reminder_preventive"),),
    phase=Phase.PRE_COLLECTION,
)
"""On a Monday, three days before a Thursday."""


@pytest.fixture
def living(monkeypatch: pytest.MonkeyPatch) -> Iterator[LivingHttp]:
    """The scenario that cases get by default begins with a word three days before the due date."""
    early = replace(presets.PROGRESSIF, steps=(WORD, *presets.PROGRESSIF.steps))
    monkeypatch.setitem(presets.LATEST, early.id, early)
    monkeypatch.setitem(presets.SCENARIOS, (early.id, early.version), early)
    with living_http() as made:
        yield made


def told(living: LivingHttp, case_id: str, *types: str) -> list[tuple[int, str, str | None]]:
    """What happened, by the days from the due date."""
    events = [event for event in living.timeline(case_id) if event["type"] in types]
    return [(_day(event), str(event["type"]), event["data"].get("step_id")) for event in events]


def _day(event: dict[str, Any]) -> int:
    return (datetime.fromisoformat(str(event["occurred_at"])).astimezone(PARIS).date() - DUE).days


SAID = ("contact.sent", "call_task.created", "case.phase_changed", "step.skipped")


def test_a_word_before_the_due_date_claims_nothing_and_the_scenario_follows(living: LivingHttp) -> None:
    """R-046, R-015: phase `pre_collection` until the due date has passed unpaid, then `amicable`."""
    clock = living.clock(EARLY)
    case_id = living.open("silent@simulator.amiable.example", due=DUE, clock_id=clock)
    opened = living.say("GET", f"/v1/cases/{case_id}")
    assert (opened["phase"], opened["balance"]["total"]["amount"], opened["days_overdue"]) == ("pre_collection", 0, 0)
    living.advance(clock, EARLY + timedelta(days=30))
    assert told(living, case_id, *SAID) == [
        (-3, "contact.sent", "due_soon"),
        (1, "case.phase_changed", None),
        (8, "call_task.created", "verification_call"),
        (15, "contact.sent", "first_reminder"),
    ]
    (word,) = [
        each for each in living.say("GET", f"/v1/cases/{case_id}/contacts")["data"] if each["step_id"] == "due_soon"
    ]
    assert (word["template"], word["channel"], word["state"]) == ("reminder_preventive", "email", "sent")


def test_who_pays_before_the_due_date_hears_no_word(living: LivingHttp) -> None:
    """R-046: a payment that comes first closes the case, with its receipt."""
    clock = living.clock(EARLY)
    case_id = living.open("anybody@client.example", due=DUE, clock_id=clock)
    amount = {"amount": 120_000, "currency": "EUR"}
    paid = {"amount": amount, "received_on": "2026-01-05", "method": "bank_transfer"}
    living.say("POST", f"/v1/cases/{case_id}/payments", paid)
    living.advance(clock, EARLY + timedelta(days=30))
    assert living.say("GET", f"/v1/cases/{case_id}")["outcome"] == "paid"
    assert told(living, case_id, "call_task.created", "case.phase_changed") == []
    assert [step for _, _, step in told(living, case_id, "contact.sent")] != ["due_soon"]


def test_a_word_whose_day_has_passed_is_skipped_with_its_reason(living: LivingHttp) -> None:
    """R-028, R-046: a pause over the due date; nothing preventive is said of a debt that is overdue."""
    clock = living.clock(EARLY)
    case_id = living.open("anybody@client.example", due=DUE, clock_id=clock)
    living.say("POST", f"/v1/cases/{case_id}/pause", {"reason": "vacances", "until": "2026-01-20"})
    living.advance(clock, EARLY + timedelta(days=30))
    skipped = [event["data"] for event in living.timeline(case_id) if event["type"] == "step.skipped"]
    assert {each["step_id"]: each["reason"] for each in skipped}["due_soon"] == "due_date_passed"
    assert "due_soon" not in {step for _, kind, step in told(living, case_id, "contact.sent")}


def test_under_a_mandate_nothing_is_said_before_the_debt_is_due(living: LivingHttp) -> None:
    """LTR_01, R-015: the preventive phase is the creditor's own; without one nothing opens before the due date."""
    body = {
        "creditor_id": living.creditor_id,
        "collector_mode": "third_party_mandate",
        "debtor": {
            "kind": "company",
            "name": "Hôtel des Tilleuls",
            "siren": "552100554",
            "address": {"line1": "8 avenue de la Gare", "postal_code": "74000", "city": "Annecy"},
            "contacts": [{"email": "compta@client.example"}],
        },
        "invoices": [
            {
                "number": "FA-9",
                "issue_date": "2026-11-01",
                "due_date": "2026-12-31",
                "completed_on": "2026-10-30",
                "amount_incl_tax": {"amount": 120_000, "currency": "EUR"},
            }
        ],
    }
    refused = living.say("POST", "/v1/cases", body, status=422)
    assert "not_yet_due" in {error["code"] for error in refused["errors"]}
    own = living.say("POST", "/v1/cases", {**body, "collector_mode": "creditor_own"})
    assert own["phase"] == "pre_collection"


def test_a_mandate_given_before_the_due_date_says_nothing_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """LTR_01, R-046: the letter of a mandate claims what is due; no word before the due date leaves under one."""
    early = replace(presets.PROGRESSIF, steps=(WORD, *presets.PROGRESSIF.steps))
    monkeypatch.setitem(presets.LATEST, early.id, early)
    monkeypatch.setitem(presets.SCENARIOS, (early.id, early.version), early)
    story = MandateStory(d(1))
    story.debtor()
    case_id = story.open(due=BASE + timedelta(days=20))
    story.switch(case_id)
    story.play(d(20))
    assert story.contacts(case_id) == []
    story.play(d(30))
    assert [contact.template for contact in story.with_debtor(case_id)][:1] == ["first_letter"]


def test_no_reminder_is_moved_or_added_before_the_due_date(living: LivingHttp) -> None:
    """R-028, R-046: what is not due yet is not claimed, by hand neither; nor does a word before it come after it."""
    case_id = living.open("anybody@client.example", due=DUE, clock_id=living.clock(EARLY))
    added = {"kind": "add", "channel": "email", "template": "reminder_1", "on": "2026-01-08", "reason": "vite"}
    path = f"/v1/cases/{case_id}/deviations"
    assert [each["code"] for each in living.say("POST", path, added, status=422)["errors"]] == ["too_early"]
    late = {**added, "template": "reminder_preventive", "on": "2026-01-20"}
    assert [each["code"] for each in living.say("POST", path, late, status=422)["errors"]] == ["unknown_template"]
