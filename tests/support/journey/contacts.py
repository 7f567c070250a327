"""The part of the journey about contacts and calls."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from chalicelib.domain.call_rank import CallPriority, Given, Ground
from chalicelib.domain.call_task import CallTask, CallTaskStatus
from chalicelib.domain.case import Case
from chalicelib.domain.contact import Channel, Contact, ContactState, Purpose, reference_to
from chalicelib.domain.contact_guard import GuardReason
from chalicelib.domain.money import Money
from chalicelib.domain.parties import Scope
from chalicelib.domain.step_record import StepRecord, StepState
from chalicelib.domain.writes import Create, Update
from tests.support.http_client import HttpClient
from tests.support.http_world import HttpWorld

from .voice import Journey


def contacts(journey: Journey, client: HttpClient, case: Any, scope: Scope) -> None:
    letter, task = _sent(journey.world, case["id"], scope)
    journey.say(client, "GET", f"/v1/cases/{case['id']}/contacts")
    journey.say(client, "GET", f"/v1/contacts/{letter.id}")
    report = {"kind": "presented", "on": "2026-11-23", "detail": "Avis de passage"}
    journey.say(client, "POST", f"/v1/contacts/{letter.id}/delivery-events", report)
    journey.say(client, "GET", "/v1/call-tasks")
    journey.say(client, "GET", f"/v1/call-tasks/{task.id}")
    caller = {"by": "nadia.b"}
    journey.say(client, "POST", f"/v1/call-tasks/{task.id}/claim", {**caller, "minutes": 30})
    journey.say(client, "POST", f"/v1/call-tasks/{task.id}/release", caller)
    told = {"notes": "Pays on the first.", **caller, "duration_seconds": 240}
    outcome = {"outcome": "reached_promise", "date": "2026-12-01", **told}
    journey.say(client, "POST", f"/v1/call-tasks/{task.id}/outcome", outcome)
    path = f"/v1/cases/{case['id']}"
    journey.say(client, "POST", f"{path}/decision", {"choice": "withdraw", "reason": "Settled between the parties."})


def _sent(world: HttpWorld, case_id: str, scope: Scope) -> tuple[Contact, CallTask]:
    """A registered letter and a call task, as the steps of the case leave them."""
    store = world.store
    case = store.case(scope, case_id)
    _, key = store.debtor(scope, case.debtor_id)
    letter = _letter(world, case)
    task = _task(world, letter, case)
    record = StepRecord("formal_notice", StepState.DONE, world.clock.now(), contacts=(reference_to(letter),))
    changed = replace(case.with_record(record), version=case.version + 1)
    store.commit([Create(letter, key), Create(task, key), Update(changed)])
    return letter, task


def _letter(world: HttpWorld, case: Case) -> Contact:
    now = world.clock.now()
    return Contact(
        id=world.deps.ids.new("ctc"),
        scope=case.scope,
        case_id=case.id,
        debtor_id=case.debtor_id,
        step_id="formal_notice",
        channel=Channel.REGISTERED_LETTER,
        template="formal_notice",
        purpose=Purpose.LEGAL,
        state=ContactState.POSTED,
        recipient="Débiteur SAS\n2 rue Garibaldi\n69003 Lyon",
        recipient_name=None,
        intended_at=now,
        recorded_at=now,
        subject="Mise en demeure",
        guard=(GuardReason("CON_01", "contacts are made Monday to Friday"),),
        sent_at=now,
        cost=Money(650),
    )


def _task(world: HttpWorld, letter: Contact, case: Case) -> CallTask:
    days, other = Given(Ground.DAYS_OVERDUE, 119), (Given(Ground.SOLVENCY, 40), Given(Ground.DEBTOR_KIND, 40))
    return CallTask(
        id=f"tsk_{letter.id[4:]}",
        scope=letter.scope,
        case_id=letter.case_id,
        debtor_id=letter.debtor_id,
        contact_id=world.deps.ids.new("ctc"),
        step_id="last_call",
        status=CallTaskStatus.OPEN,
        phone="+33612345678",
        recipient_name="Paul Durand",
        script=(("Ouverture", ("Bonjour, je vous appelle de la part d’ACME.",)),),
        created_at=world.clock.now(),
        due_on=date(2026, 11, 24),
        creditor_id=case.creditor_id,
        creditor_name="ACME",
        debtor_name="Débiteur SAS",
        priority=CallPriority(date(2026, 11, 23), (days, *other)),
        owed=Money(120_000),
        overdue_since=case.day_zero,
    )
