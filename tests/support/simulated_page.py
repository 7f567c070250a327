"""The guide on simulated debtors, made by playing each of them over HTTP.

``python -m tests.support.simulated_page`` writes it; ``tests/contract/test_simulated_debtors.py`` holds it to what
happens.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.domain.simulated.behaviours import BEHAVIOURS
from chalicelib.domain.simulated.debtor import SIMULATOR_DOMAIN

from .living_http import LivingHttp, living_http

PAGE = Path(__file__).parents[2] / "docs" / "guides" / "simulated-debtors.md"
DUE = date(2026, 1, 15)
OPENED = datetime(2026, 1, 16, 9, tzinfo=UTC)
DAYS = 120
PARIS = ZoneInfo("Europe/Paris")
UNSAID = frozenset({"step.scheduled", "step.moved", "contact.intended", "document.added"})
TOGETHER = (
    "pays-half-on-day-20+pays-on-day-50",
    "bounces+letter-unclaimed+insolvent-on-day-80",
    "voicemail+promises-for-day-20+pays-on-day-20",
)
SAID_OF_EVENTS = ("amount", "excess", "outcome", "template", "kind", "code", "action", "side")
OF_PERSONS = ("over-indebted", "dies")

TABLE = "| address | behaviour |\n|---|---|\n"
DAY_BY_DAY = "### silent\n"


def page() -> str:
    """The whole guide: its own words, with the table and the days as they are now."""
    text = PAGE.read_text(encoding="utf-8")
    words, _, rest = text.partition(TABLE)
    rules = rest[rest.index("\n\n") :].partition(DAY_BY_DAY)[0]
    rows = "\n".join(f"| `{each.name}` | {each.says} |" for each in BEHAVIOURS)
    days = "\n".join(_told(name) for name in examples())
    return f"{words}{TABLE}{rows}{rules}{days}"


def examples() -> tuple[str, ...]:
    """What is played: an example of each behaviour, and some together."""
    return (*(each.example for each in BEHAVIOURS), *TOGETHER)


def _told(name: str) -> str:
    with living_http() as living:
        clock = living.clock(OPENED)
        address = f"{name}@{SIMULATOR_DOMAIN}"
        case = living.open(address, due=DUE, clock_id=clock, consumer=name.startswith(OF_PERSONS))
        if "plan" in name:
            _agree(living, clock, case, proposing=name.startswith("accepts"))
        living.advance(clock, OPENED + timedelta(days=DAYS - 1))
        days = [f"- D+{day}: {', '.join(heard)}" for day, heard in _days(living, case)]
        status = living.say("GET", f"/v1/cases/{case}")
    end = f"In the end the case is `{status['status']}`" + (f", `{status['outcome']}`." if status["outcome"] else ".")
    return "\n".join([f"### {name}", *days, "", end, ""])


def _agree(living: LivingHttp, clock: str, case: str, *, proposing: bool) -> None:
    """The creditor's part of a plan, on D+20 at noon: accepts what was proposed, or proposes, and signs."""
    noon = datetime(2026, 2, 4, 12, tzinfo=PARIS)
    plans = f"/v1/cases/{case}/payment-plans"
    living.advance(clock, noon)
    if proposing:
        body = {"count": 3, "first_on": (noon.date() + timedelta(days=5)).isoformat()}
        plan = living.say("POST", plans, body)["id"]
        living.advance(clock, noon + timedelta(days=1))
    else:
        plan = living.say("GET", plans)["data"][0]["id"]
        living.say("POST", f"{plans}/{plan}/accept", {})
    living.say("POST", f"{plans}/{plan}/sign", {"side": "creditor", "signatory": "Paul Durand"})


def _days(living: LivingHttp, case_id: str) -> Iterator[tuple[int, list[str]]]:
    events = [event for event in living.timeline(case_id) if event["type"] not in UNSAID]
    for day, of_day in groupby(events, key=_day):
        yield day, [_heard(event) for event in of_day]


def _day(event: dict[str, Any]) -> int:
    return (datetime.fromisoformat(event["occurred_at"]).astimezone(PARIS).date() - DUE).days


def _heard(event: dict[str, Any]) -> str:
    data = event["data"]
    about = [_in_words(data[name]) for name in SAID_OF_EVENTS if data.get(name)]
    about += ["presumed"] if data.get("presumed") else []
    return f"`{event['type']}`" + (f" ({', '.join(about)})" if about else "")


def _in_words(value: Any) -> str:
    if isinstance(value, dict):
        return f"{value['currency']} {value['amount'] / 100:,.2f}"
    return str(value)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
