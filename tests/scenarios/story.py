"""A case told by days, on the real application: what a story does, and what it reads back.

Day 0 is the due date of the invoice, a Tuesday, so that days 8, 15, 20, 30 and 45 are working days. A day ends at five
in the afternoon, while letters and e-mails may still leave. Every story has a test
clock of its own, unless it shares one, and a debtor whom nobody else writes to.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from infra.local.api_client import ApiClient

from . import people
from .lines import line_of

Json = dict[str, Any]
Found = TypeVar("Found")
PARIS = ZoneInfo("Europe/Paris")
DAY_ZERO = date(2026, 1, 13)
PATIENCE_SECONDS = 60.0
_numbers = count(1)


def eventually(found: Callable[[], Found], what: str) -> Found:
    """The first value that is not empty; what comes by itself is waited for, never slept for."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (value := found()):
        assert time.monotonic() < deadline, f"did not happen: {what}"
        time.sleep(0.05)
    return value


def instant(day: int, hour: int = 17) -> str:
    """A Paris hour of a day of the story, as the API writes instants."""
    moment = datetime.combine(DAY_ZERO + timedelta(days=day), clock_time(hour), PARIS)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def day(number: int) -> str:
    """A day of the story as a calendar date."""
    return (DAY_ZERO + timedelta(days=number)).isoformat()


def new_clock(client: ApiClient, opened_on: int) -> str:
    """A test clock that stands on the afternoon of that day."""
    clock_id: str = client.post("/test-clocks", {"now": instant(opened_on)})["id"]
    return clock_id


@dataclass
class Story:
    """One case, its clock, and the day it is."""

    client: ApiClient
    clock_id: str
    case_id: str
    debtor_id: str
    mailbox: str
    today: int
    day_zero: date = DAY_ZERO
    told_already: int = field(default=0)

    # --- what happens -----------------------------------------------------------------------------------------------

    def until(self, day_number: int, hour: int = 17) -> None:
        """Lets the time pass until an hour of that day."""
        self.client.advance(self.clock_id, instant(day_number, hour))
        self.today = day_number

    def pay(self, cents: int) -> Json:
        """The debtor pays by bank transfer today."""
        return self.command("payments", amount=people.euros(cents), received_on=day(self.today))

    def answer_call(self, outcome: str, on: int | None = None) -> None:
        """Somebody made the call that the case asked for, and says what came of it."""
        task = next(t for t in self.client.get("/call-tasks", limit="100")["data"] if t["case_id"] == self.case_id)
        body: Json = {"outcome": outcome} if on is None else {"outcome": outcome, "date": day(on)}
        self.client.post(f"/call-tasks/{task['id']}/outcome", body)

    def carrier_reports(self, kind: str, on: int) -> None:
        """The carrier of the registered letter tells what became of it."""
        letter = self.contacts(channel="registered_letter")[-1]
        self.client.post(f"/contacts/{letter['id']}/delivery-events", {"kind": kind, "on": day(on)})

    def hears(self, template: str) -> None:
        """Waits until the debtor was sent this message: the next thing happens after it."""
        eventually(lambda: any(line.endswith(f" {template}") for line in self.told()), f"the message {template}")

    def command(self, verb: str, **body: Any) -> Json:
        """A command on the case, such as ``pause`` or ``payments``."""
        return self.client.post(f"/cases/{self.case_id}/{verb}", body)

    # --- what can be read -------------------------------------------------------------------------------------------

    def case(self) -> Json:
        """The case as the API shows it."""
        return self.client.get(f"/cases/{self.case_id}")

    def owed(self) -> int:
        """What is owed today, in cents."""
        statement = self.client.get(f"/cases/{self.case_id}/statement", as_of=day(self.today))
        amount: int = statement["balance"]["total"]["amount"]
        return amount

    def timeline(self) -> list[Json]:
        """Every event, oldest first."""
        return self.client.pages(f"/cases/{self.case_id}/timeline")

    def told(self) -> list[str]:
        """What happened, a line each: « D+15: e-mail reminder_1 »."""
        lines = []
        for event in self.timeline():
            line = line_of(event)
            if line is not None:
                on = datetime.fromisoformat(event["occurred_at"]).astimezone(PARIS).date()
                lines.append(f"D+{(on - self.day_zero).days}: {line}")
        return lines

    def news(self) -> list[str]:
        """What happened since the last time this was asked."""
        lines = self.told()
        fresh, self.told_already = lines[self.told_already :], len(lines)
        return fresh

    def contacts(self, **having: str) -> list[Json]:
        """The contacts with these values, oldest first."""
        found = reversed(self.client.pages(f"/cases/{self.case_id}/contacts"))
        return [contact for contact in found if all(contact[name] == value for name, value in having.items())]

    def documents(self, kind: str) -> list[bytes]:
        """The documents of a kind, oldest first."""
        listed = reversed(self.client.pages(f"/cases/{self.case_id}/documents"))
        return [self.client.download(document["id"])[1] for document in listed if document["kind"] == kind]

    def emails(self) -> list[EmailMessage]:
        """Every e-mail exactly as it was sent, oldest first."""
        return [message_from_bytes(mime, policy=policy.default) for mime in self.documents("email")]


def open_story(
    client: ApiClient,
    *,
    opened_on: int = 1,
    clock_id: str | None = None,
    creditor_id: str | None = None,
    debtor: Json | None = None,
    **case: Any,
) -> Story:
    """Opens a case on the afternoon of that day; everything that is not given is new and unlike any other story's."""
    number = next(_numbers)
    person = debtor or people.debtor(number)
    clock_id = clock_id or new_clock(client, opened_on)
    creditor_id = creditor_id or client.post("/creditors", people.CREDITOR)["id"]
    body: Json = {
        "creditor_id": creditor_id,
        "invoices": [people.invoice(f"F-2026-{number:04d}", DAY_ZERO)],
        "test_clock_id": clock_id,
        **({"debtor": person} if "debtor_id" not in case else {}),
        **case,
    }
    opened = client.post("/cases", body)
    mailbox = person["contacts"][0]["email"]
    story = Story(client, clock_id, opened["id"], opened["debtor_id"], mailbox, opened_on)
    client.settled(clock_id)
    return story
