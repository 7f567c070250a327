"""Stories whose creditor has its books looked at before each contact."""

from __future__ import annotations

from typing import Any

from chalicelib.adapters.outbound_url import OutboundUrls
from chalicelib.domain.last_look import LookMode
from chalicelib.usecases.set_last_look import LookPorts, SetLastLook, ShownLook, set_last_look

from .fake_webhooks import ReversingBox
from .story import Story

URL = "https://books.example.com/balance"


def look_ports(story: Story) -> LookPorts:
    return LookPorts(story.memory, OutboundUrls(), ReversingBox(), story.wall, story.ids)


def with_callback(story: Story, **more: Any) -> ShownLook:
    command = SetLastLook(story.scope, story.creditor_id, LookMode.CALLBACK, URL, **more)
    return set_last_look(command, ports=look_ports(story))


def with_max_age(story: Story, days: int, **more: Any) -> None:
    command = SetLastLook(story.scope, story.creditor_id, LookMode.MAX_AGE, max_age_days=days, **more)
    set_last_look(command, ports=look_ports(story))
