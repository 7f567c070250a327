"""What each event type carries is told with a body that the application makes; both are held to what it makes now."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from chalicelib.domain.case_commands import Choice
from chalicelib.domain.contact import DeliveryKind
from chalicelib.domain.debtor_fact import FactKind
from chalicelib.domain.events import EventType
from chalicelib.domain.parties import Scope
from chalicelib.domain.public_events import endpoint_webhook
from chalicelib.domain.webhook_body import webhook_body
from chalicelib.domain.writes import KeepEndpointEvent
from tests.support.fact_story import FactStory
from tests.support.http_world import TODAY, http_world
from tests.support.journey.every_operation import travel
from tests.support.story import DUE, Story, d
from tests.support.told_events import carried, objection

from .contract_document import Json, document, objections

FIXED = set(document()["components"]["schemas"]["CaseEventData"]["properties"])


def told(kind: str) -> Json:
    content: Json = document()["webhooks"][kind]["post"]["requestBody"]["content"]["application/json"]
    return content


@cache
def journey() -> tuple[Json, ...]:
    """Every body of the journey over HTTP, in order."""
    with http_world() as world:
        travel(world)
        source = world.deps.webhook_events
        found = [
            event for scope, case in world.store._events for event in source.between(scope, case, after=0, before=1_000)
        ]
        return tuple(json.loads(webhook_body(event)) for event in found)


def unpaid() -> Iterator[Story]:
    """To the end and to court; messages delivered, bounced; every fate of the registered letter; money and reversal."""
    for fate in (DeliveryKind.RECEIVED, DeliveryKind.UNCLAIMED, DeliveryKind.REFUSED, DeliveryKind.RETURNED):
        story = Story(d(2))
        story.debtor()
        story.carrier.reports = ((3, fate),)
        case = story.open()
        story.play(d(16))
        story.report(story.contact(case, "reminder_1").id, DeliveryKind.DELIVERED)
        story.play(d(31))
        story.report(story.contact(case, "reminder_2").id, DeliveryKind.BOUNCED)
        story.play(d(95))
        if fate is not DeliveryKind.RETURNED:
            story.decide(case, Choice.HANDOVER)
        yield story


def paid_and_bounced() -> Story:
    story = Story(d(2))
    story.debtor()
    case = story.open()
    payment = story.pay(case, story.owed(case) + 1_000)
    story.play(d(4))
    story.reverse(case, payment)
    story.play(d(10))
    return story


def insolvent() -> Story:
    story = FactStory(d(2))
    story.debtor()
    story.open()
    story.insolvent(DUE)
    story.play(d(10))
    return story


def mistaken() -> Story:
    story = FactStory(d(2))
    story.debtor()
    story.open()
    learnt = story.learn(FactKind.WRONG_PERSON, DUE)
    story.play(d(20))
    assert learnt is not None
    story.withdraw(learnt.fact.id)
    return story


@cache
def made() -> dict[str, list[set[str]]]:
    """Names of the details that the application put into each type of event."""
    found: dict[str, list[set[str]]] = {}
    for body in journey():
        found.setdefault(body["type"], []).append(set(body["data"]) - FIXED)
    for story in (*unpaid(), paid_and_bounced(), insolvent(), mistaken()):
        for stored in story.memory._events.values():
            for event in stored.values():
                found.setdefault(event.header.type, []).append(set(json.loads(event.public_json)) - FIXED)
    return found


def test_each_event_type_has_its_entry_in_their_order() -> None:
    assert list(document()["webhooks"]) == [kind.value for kind in EventType]


@pytest.mark.parametrize("kind", [kind.value for kind in EventType])
def test_the_example_carries_what_is_told_and_is_valid(kind: str) -> None:
    example = told(kind)["example"]
    assert example["type"] == kind
    assert objections(told(kind)["schema"], example) == []
    assert objection(kind, {name: value for name, value in example["data"].items() if name not in FIXED}) is None


def test_stories_make_most_types() -> None:
    """The others are held by every test that stores one: ``tests.support.told_events``."""
    assert len(set(carried()) & set(made())) >= 45, sorted(set(carried()) - set(made()))


@pytest.mark.parametrize("kind", [kind.value for kind in EventType])
def test_the_example_has_the_keys_of_a_body_that_the_application_makes(kind: str) -> None:
    real = made().get(kind)
    if real is None:
        return
    example = set(told(kind)["example"]["data"]) - FIXED
    assert all(carried()[kind].always <= each for each in real)
    assert any(each <= example for each in real), (real, example)
    assert {name for each in real for name in each} <= carried()[kind].always | carried()[kind].perhaps


def test_bodies_of_the_journey_are_as_their_type_is_told() -> None:
    """Ids, limits and values too: these come over HTTP, with ids of the right form."""
    found = {(body["type"], each) for body in journey() for each in objections(told(body["type"])["schema"], body)}
    assert found == set()


@pytest.mark.parametrize(
    ("kind", "details"), [("ping", ()), ("webhook_endpoint.disabled", (("reason", "gone"),))], ids=["ping", "disabled"]
)
def test_events_of_endpoints_are_as_their_type_is_told(kind: str, details: tuple[tuple[str, Any], ...]) -> None:
    made_of = f"{7:026d}"
    event = KeepEndpointEvent(Scope("tnt_1", livemode=True), f"whe_{made_of}", f"evt_{made_of}", kind, TODAY, details)
    assert objections(told(kind)["schema"], json.loads(webhook_body(endpoint_webhook(event)))) == []


def test_an_event_that_carries_what_is_not_told_fails_the_test_that_made_it() -> None:
    details: dict[str, Any] = dict.fromkeys(carried()["payment.recorded"].always)
    assert objection("payment.recorded", details) is None
    assert objection("payment.recorded", {**details, "iban": 1}) == (
        "payment.recorded carries ['iban'], which the contract does not tell"
    )
    del details["payment_id"]
    assert objection("payment.recorded", details) == (
        "payment.recorded lacks ['payment_id'], which the contract promises"
    )
    assert objection("payment.vanished", {}) == "the webhooks of the contract do not tell payment.vanished"
