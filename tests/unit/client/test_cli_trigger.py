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


@pytest.mark.parametrize(("kind", "most"), [("paid", 2), ("case.decision_required", 1), ("letter.unclaimed", 1)])
def test_the_clock_goes_to_the_day_of_the_event_at_once(cli: CommandLine, kind: str, most: int) -> None:
    cli.good("trigger", kind, "-o", "json")
    assert sum(request.url.path.endswith("/advance") for request in cli.way.seen) == most


def test_a_paid_case_is_told_from_the_call_to_the_final_receipt(cli: CommandLine) -> None:
    told = cli.good("trigger", "paid").out
    days = ["D+8   call_task.done", "D+15  contact.sent", "D+20  payment.recorded", "final receipt", "Paid, receipted"]
    places = [told.index(each) for each in days]
    assert places == sorted(places)
