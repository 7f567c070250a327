"""Scenarios of a creditor's own over HTTP: written, changed, and cases played on them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from .journey.scenarios import OWN_SCENARIO
from .living_http import LivingHttp

DUE = date(2026, 11, 16)
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def write(living: LivingHttp, definition: Any = None, **fields: Any) -> str:
    body = {"definition": definition or OWN_SCENARIO, **fields}
    return str(living.say("POST", "/v1/scenarios", body)["id"])


def put(living: LivingHttp, scenario_id: str, definition: Any, tag: str) -> Any:
    answer = living.client.send("PUT", f"/v1/scenarios/{scenario_id}", {"definition": definition}, If_Match=tag)
    assert answer.status == 200, answer.text
    return answer


def steps_of(living: LivingHttp, case_id: str) -> list[tuple[str, str]]:
    """The steps whose messages left or whose calls were asked for, each with its day."""
    told = living.timeline(case_id)
    done = [e for e in told if e["type"] in ("contact.intended", "call_task.created")]
    return [(e["occurred_at"][:10], e["data"]["step_id"]) for e in done]


def story(living: LivingHttp, midway: Any, **opening: Any) -> tuple[str, list[tuple[str, str]]]:
    """A case on a test clock to its end, with something done in its middle."""
    clock = living.clock(START)
    case_id = living.open("debiteur@client.example", due=DUE, clock_id=clock, **opening)
    living.advance(clock, START + timedelta(days=8))
    midway(case_id)
    living.advance(clock, START + timedelta(days=80))
    return case_id, steps_of(living, case_id)


ADDRESS = {"line1": "8 avenue de la Gare", "postal_code": "74000", "city": "Annecy"}


def a_case(living: LivingHttp, scenario: str | None) -> dict[str, Any]:
    debtor = {"kind": "company", "name": "Hôtel des Tilleuls", "siren": "552100554", "address": ADDRESS}
    invoice = {
        "number": "FA-9001",
        "issue_date": "2026-10-15",
        "due_date": DUE.isoformat(),
        "completed_on": "2026-10-10",
        "amount_incl_tax": {"amount": 120_000, "currency": "EUR"},
    }
    body = {"creditor_id": living.creditor_id, "debtor": debtor, "invoices": [invoice]}
    return body if scenario is None else {**body, "scenario": scenario}
