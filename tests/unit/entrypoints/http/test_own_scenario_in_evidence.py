"""The evidence of a case on a creditor's own scenario calls its steps by the titles that were given to them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.messages import MessageFacts
from tests.support.journey.scenarios import changed
from tests.support.living_http import living_http
from tests.support.plain_papers import PlainPages
from tests.support.simulated_page import DUE, OPENED

OWN = [
    {
        "id": "site_word",
        "title": "Mot du chantier",
        "tone": 1,
        "anchor": "due_date",
        "offset": 10,
        "messages": [{"channel": "email", "template": "reminder_1"}],
        "answer_days": 6,
        "branches": [{"when": {"unanswered_contacts": {"at_least": 1}}, "go_to": "site_call"}],
    },
    {
        "id": "site_letter",
        "title": "Lettre du chantier",
        "tone": 2,
        "anchor": "due_date",
        "offset": 20,
        "messages": [{"channel": "letter", "template": "reminder_2"}],
    },
    {
        "id": "site_call",
        "title": "Appel du chantier",
        "tone": 2,
        "anchor": "previous_step",
        "offset": 6,
        "messages": [{"channel": "call", "template": "call_verification"}],
    },
]


def test_the_chronology_of_the_pack_names_own_steps_in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    """R-122, R-128: also the one that a branch jumped over, and where the scenario went on."""
    said: list[str] = []

    def chronology(_pages: PlainPages, facts: MessageFacts) -> bytes:
        said.extend(entry.summary.replace("\u00a0", " ") for entry in facts.chronology)
        return b"chronology"

    monkeypatch.setattr(PlainPages, "chronology", chronology)
    with living_http() as living:
        made = living.say("POST", "/v1/scenarios", {"definition": changed(steps=OWN)})
        clock = living.clock(OPENED)
        case = living.open("ana@debiteur.example", due=DUE, clock_id=clock, scenario=made["id"])
        living.advance(clock, OPENED + timedelta(days=30))
        living.say("POST", f"/v1/cases/{case}/evidence-pack", {})
    assert any(text.startswith("Premier rappel par e-mail") for text in said)
    assert any(text.startswith("Appel du chantier, à passer le") for text in said)
    left = [text for text in said if text.startswith("Lettre du chantier : étape omise")]
    assert left == ["Lettre du chantier : étape omise selon le scénario, suite : Appel du chantier."]
