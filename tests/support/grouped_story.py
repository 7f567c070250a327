"""Several cases of one debtor and creditor, a few days apart: what is said for all of them at once (R-123)."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from chalicelib.domain.call_task import CallTask
from chalicelib.domain.contact import Channel, Contact
from chalicelib.domain.contact_log import ContactLog

from .story import DUE, Story, d

TEN = 10


def grouped_story(start: int = 7, **options: Any) -> Story:
    """A story with its debtor, on a day on which every invoice of the week is due."""
    story = Story(d(start), **options)
    story.debtor()
    return story


def ten_cases(story: Story, count: int = TEN, **more: Any) -> list[str]:
    """Invoices of one week, each in a case of its own, of different amounts."""
    return [
        story.open(number=f"FA-{n}", due=DUE + timedelta(days=n % 7), cents=10_000 * (n + 1), **more)
        for n in range(count)
    ]


def log_of(story: Story, sender: str = "cred_1", debtor_id: str = "deb_1") -> ContactLog:
    return story.memory._logs[story.scope, debtor_id, sender]


def tasks(story: Story) -> list[CallTask]:
    return sorted(story.memory._all(CallTask), key=lambda task: task.id)


def left(story: Story) -> Counter[Channel]:
    """What left the house, by channel."""
    return Counter(each.channel for each in story.sent)


def leading(story: Story) -> list[Contact]:
    """The contacts that really went out or were asked for, oldest first."""
    found = [each for each in story.memory._all(Contact) if each.led_by is None]
    return sorted(found, key=lambda contact: contact.id)


def led(story: Story, lead: Contact) -> list[Contact]:
    """What the other cases record of it."""
    return [each for each in story.memory._all(Contact) if each.led_by == lead.id]


def day(number: int) -> date:
    return DUE + timedelta(days=number)
