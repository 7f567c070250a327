"""The guide of the presets as they are played: each towards each kind of debtor, over HTTP, on a test clock.

``python -m tests.support.played_page`` writes it; ``tests/contract/test_played_scenarios.py`` holds it to what happens.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from chalicelib.domain.scenarios.presets import PRESETS
from chalicelib.domain.simulated.debtor import SIMULATOR_DOMAIN

from .living_http import LivingHttp, living_http
from .played_rows import rows

PAGE = Path(__file__).parents[2] / "docs" / "guides" / "scenarios-played.md"
DUE = date(2026, 1, 15)
DAYS = 150

BEHAVIOURS = {
    "is silent": "no-answer",
    "pays late": "no-answer+pays-on-day-{late}",
    "pays in part": "no-answer+pays-half-on-day-{soon}",
    "disputes": "disputes-on-call",
    "promises and breaks": "promises-and-breaks",
    "cannot be e-mailed": "bounces+no-answer",
    "refuses": "refuses-on-call",
    "is unknown at the address": "letter-returned+no-answer",
}
PUBLIC_BODY = {"kind": "public_body", "name": "Commune de Saint-Aubin", "siren": "217500016"}
ENDS = {
    "awaiting_decision": "The case waits for the creditor's decision.",
    "needs_attention": "The case waits for the new address.",
    "paused": "The case stays paused until somebody resumes it.",
    "closed": "The case is closed.",
}
SOON, LATE = 19, 32
"""Days after the opening on which a part, or all, is paid."""


@dataclass(frozen=True)
class Played:
    """Whom a preset is played for. ``words`` says it to the reader; ``with_case`` is what the case is opened with."""

    words: str
    opened_on_day: int = 1
    cents: int = 120_000
    consumer: bool = False
    known_as: Mapping[str, Any] = field(default_factory=dict)
    with_case: Mapping[str, Any] = field(default_factory=dict)


REMINDED = {
    "prior_reminders": [
        {"channel": "email", "on": (DUE + timedelta(days=10)).isoformat()},
        {"channel": "email", "on": (DUE + timedelta(days=25)).isoformat()},
    ]
}
FOR = {
    "progressif": Played("a company, EUR 1,200.00, opened on D+1"),
    "ferme": Played(
        "a company, EUR 1,200.00, opened on D+40 after two reminders of the creditor's own",
        opened_on_day=40,
        with_case=REMINDED,
    ),
    "court": Played("a new customer, EUR 1,200.00, opened on D+1", known_as={"new_customer": True}),
    "collectivite": Played("a commune, EUR 1,200.00, opened on D+1", known_as=PUBLIC_BODY),
    "petite_creance": Played("a consumer, EUR 180.00, opened on D+1", cents=18_000, consumer=True),
    "risque": Played("a company of fragile solvency, EUR 1,200.00, opened on D+1", known_as={"solvency": "fragile"}),
    "preventif": Played("a company, EUR 1,200.00, opened ten days before the due date", opened_on_day=-10),
}
BESIDES = {
    "progressif": Played("is silent, and the case is opened on D+50", opened_on_day=50),
    "ferme": Played("is silent, and was never written to before D+40", opened_on_day=40),
    "court": Played("is silent, and is no new customer"),
    "collectivite": Played("is silent, and the case is opened on D+50", opened_on_day=50, known_as=PUBLIC_BODY),
    "petite_creance": Played("is silent, and owes EUR 80.00", cents=8_000, consumer=True),
    "risque": Played("is silent, and is of poor solvency", known_as={"solvency": "poor"}),
    "preventif": Played("is silent, and the case is opened on D+1"),
}


def page() -> str:
    """The whole guide: its own words, then each preset as it is played now."""
    words = PAGE.read_text(encoding="utf-8").partition("\n## ")[0]
    return words + "".join(f"\n{section(preset.id)}" for preset in PRESETS)


def section(preset_id: str) -> str:
    """A preset towards every kind of debtor."""
    preset = next(each for each in PRESETS if each.id == preset_id)
    usual, besides = FOR[preset_id], BESIDES[preset_id]
    told = [f"## {preset_id} – {preset.name}", "", preset.description, "", f"Played for {usual.words}.", ""]
    with living_http() as living:
        opened = {usual.opened_on_day, besides.opened_on_day}
        clocks = {day: living.clock(_opened_at(day)) for day in sorted(opened)}
        cases = {who: _open(living, preset_id, address, usual, clocks) for who, address in BEHAVIOURS.items()}
        cases[besides.words] = _open(living, preset_id, BEHAVIOURS["is silent"], besides, clocks)
        for clock in clocks.values():
            living.advance(clock, _opened_at(DAYS))
        for who, case_id in cases.items():
            told += _table(living, who, case_id, preset_id)
    return "\n".join(told)


def _open(living: LivingHttp, preset_id: str, address: str, played: Played, clocks: Mapping[int, str]) -> str:
    told = address.format(soon=played.opened_on_day + SOON, late=played.opened_on_day + LATE)
    return living.open(
        f"{told}@{SIMULATOR_DOMAIN}",
        due=DUE,
        clock_id=clocks[played.opened_on_day],
        consumer=played.consumer,
        cents=played.cents,
        known_as=played.known_as,
        scenario=preset_id,
        **played.with_case,
    )


def _opened_at(day: int) -> datetime:
    return datetime(DUE.year, DUE.month, DUE.day, 9, tzinfo=UTC) + timedelta(days=day)


def _table(living: LivingHttp, who: str, case_id: str, preset_id: str) -> list[str]:
    preset = next(each for each in PRESETS if each.id == preset_id)
    status = living.say("GET", f"/v1/cases/{case_id}")["status"]
    lines = [row.text(DUE) for row in rows(living.timeline(case_id), preset)]
    head = ["| day | date | what is done | what comes of it |", "|---|---|---|---|"]
    return [f"### {preset_id}: the debtor {who}", "", *head, *lines, "", ENDS[status], ""]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
