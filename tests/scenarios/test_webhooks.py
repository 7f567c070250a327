"""A customer's own system hears every event of a case, signed, in order (R-131)."""

from __future__ import annotations

import json

import pytest
from standardwebhooks import Webhook

from infra.local.api_client import ApiClient
from infra.local.receiver import WebhookReceiver

from .story import eventually, open_story

pytestmark = pytest.mark.local_cloud


def test_every_event_of_a_story_arrives_signed_and_in_order(client: ApiClient) -> None:
    with WebhookReceiver() as receiver:
        endpoint = client.post("/webhook-endpoints", {"url": receiver.url})
        story = open_story(client)
        story.until(20)
        story.pay(story.owed())
        story.until(25)
        timeline = {event["id"]: event for event in story.timeline()}
        eventually(
            lambda: {each.headers["webhook-id"] for each in receiver.received} >= set(timeline), "every event arrives"
        )
        received = list(receiver.received)
    signed = Webhook(endpoint["secret"])
    told = []
    for each in received:
        signed.verify(each.body, each.headers)
        body = json.loads(each.body)
        if each.headers["webhook-id"] in timeline:
            told.append((each.headers["webhook-id"], body))
    assert [identity for identity, _ in told] == list(timeline), "each once, in the order of the case"
    for identity, body in told:
        event = timeline[identity]
        assert (body["type"], body["data"]["sequence"]) == (event["type"], event["sequence"])
        assert body["data"]["livemode"] is False
        assert story.mailbox not in json.dumps(body), "webhooks carry no personal data of the debtor"
        assert body["data"]["head_hash"] == event["hash"]
    ready = [json.loads(each.body) for each in received if b'"test_clock.ready"' in each.body]
    assert ready, "the clock says when it stands"
