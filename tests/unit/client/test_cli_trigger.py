"""``amiable trigger``: every event that can be brought about is, really, through the API and the machines."""

from __future__ import annotations

import pytest
from amiable.cli.triggers import EVENT_TYPES, TRIGGERS

from chalicelib.domain.events import EventType
from tests.support.command_line import CommandLine

POSSIBLE = [name for name, trigger in TRIGGERS.items() if trigger.do is not None and name != "paid"]


def test_every_event_type_can_be_triggered_or_says_why_not() -> None:
    assert set(EVENT_TYPES) == {kind.value for kind in EventType}
    for trigger in TRIGGERS.values():
        assert (trigger.do is None) == (trigger.impossible is not None)


@pytest.mark.parametrize("kind", POSSIBLE)
def test_the_event_really_happens(cli: CommandLine, kind: str) -> None:
    done = cli.good("trigger", kind, "-o", "json")
    assert done.json["type"] == kind
    assert done.json["livemode"] is False
