"""A journey that gets at least one success out of every operation, for judging the contract by real answers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from chalicelib.domain.call_task import CallTask, CallTaskStatus
from chalicelib.domain.case import CaseStatus
from chalicelib.domain.contact import Channel, Contact, ContactState, Purpose, reference_to
from chalicelib.domain.contact_guard import GuardReason
from chalicelib.domain.holds import Attention
from chalicelib.domain.money import Money
from chalicelib.domain.parties import Scope
from chalicelib.domain.step_record import StepRecord, StepState
from chalicelib.domain.webhook_schedule import Answer as Received
from chalicelib.domain.webhook_schedule import after_attempt
from chalicelib.domain.webhooks import WebhookDelivery
from chalicelib.domain.writes import Create, Update

from .http_client import HttpAnswer, HttpClient
from .http_world import HttpWorld
from .sample_requests import CREDITOR, DEBTOR, INVOICE

EURO = {"currency": "EUR"}
CALCULATIONS: dict[str, Any] = {
    "late-payment": {
        "debtor_kind": "company",
        "creditor_is_private_individual": False,
        "principal": {"amount": 250_000, **EURO},
        "due_date": "2025-06-15",
        "formal_notice_date": None,
        "contract_rate": "6.5",
        "as_of": "2025-07-20",
    },
    "allocation": {
        "debtor_kind": "company",
        "invoices": [
            {
                "reference": "F-2026-014",
                "principal": {"amount": 90_000, **EURO},
                "due_date": "2026-02-28",
                "contract_rate": "3x_legal",
            },
            {"reference": "F-2026-022", "principal": {"amount": 60_000, **EURO}, "due_date": "2026-03-31"},
        ],
        "payments": [
            {"amount": 50_000, **EURO, "received_on": "2026-04-10", "designated_invoice": "F-2026-022"},
            {"amount": 20_000, **EURO, "received_on": "2026-05-04"},
        ],
        "as_of": "2026-05-31",
    },
    "limitation": {
        "debtor_kind": "company",
        "claim_kind": "goods_or_services",
        "completed_on": "2023-03-20",
        "due_date": "2023-04-30",
        "acts": [{"kind": "letter", "on": "2024-01-15"}, {"kind": "part_payment", "on": "2024-02-02"}],
        "suspensions": [{"from": "2025-05-01", "to": "2025-06-30", "kind": "conciliation"}],
    },
    "contact-time": {
        "debtor_kind": "consumer",
        "postal_code": "97110",
        "profile": "strict",
        "block_bridge_days": True,
        "channel": "sms",
        "wanted_at": "2026-07-13T15:20:00Z",
        "past_contacts": [{"channel": "call", "at": "2026-07-09T10:30:00-04:00"}],
    },
}


@dataclass(frozen=True)
class Spoken:
    """One request and its answer; ``operation`` is the method and the template of the path."""

    operation: tuple[str, str]
    body: Any
    answer: HttpAnswer


@dataclass
class Journey:
    """Speaks with one client and remembers everything."""

    world: HttpWorld
    spoken: list[Spoken] = field(default_factory=list)

    def say(self, client: HttpClient, method: str, path: str, body: Any = None, **headers: str) -> Any:
        answer = client.send(method, path, body, **headers)
        assert answer.status < 300, f"{method} {path}: {answer.text}"
        template, _ = client._match(path.partition("?")[0])
        self.spoken.append(Spoken((method, str(template)), body, answer))
        return answer.json if answer.text else None


def travel(world: HttpWorld) -> list[Spoken]:
    """Everything that was said, in order."""
    journey = Journey(world)
    created = journey.say(world.operator, "POST", "/v1/tenants", {"name": "Facturo"})
    body = {"name": "Nightly import", "livemode": False, "scopes": ["cases:read", "cases:write"]}
    journey.say(world.operator, "POST", f"/v1/tenants/{created['id']}/keys", body)
    client = world.anonymous.with_key(created["keys"][0]["secret"])
    _keys(journey, client)
    case = _parties_and_case(journey, client)
    _payments(journey, client, case)
    scope = Scope(created["id"], livemode=False)
    _decisions(journey, client, case, scope)
    _contacts(journey, client, case, scope)
    for name, request in CALCULATIONS.items():
        journey.say(client, "POST", f"/v1/calculations/{name}", request)
    _clock(journey, client)
    _webhooks(journey, client, case, scope)
    journey.say(client, "DELETE", f"/v1/debtors/{case['debtor_id']}", If_Match="*")
    return journey.spoken


def _keys(journey: Journey, client: HttpClient) -> None:
    key = journey.say(client, "POST", "/v1/keys", {"name": "Dashboard", "scopes": ["cases:read"]})
    journey.say(client, "GET", "/v1/keys")
    journey.say(client, "GET", f"/v1/keys/{key['id']}")
    journey.say(client, "POST", f"/v1/keys/{key['id']}/rotate", {"overlap_hours": 48})
    journey.say(client, "DELETE", f"/v1/keys/{key['id']}", If_Match="*")


def _parties_and_case(journey: Journey, client: HttpClient) -> Any:
    creditor = journey.say(client, "POST", "/v1/creditors", CREDITOR)
    debtor = journey.say(client, "POST", "/v1/debtors", DEBTOR)
    journey.say(client, "PATCH", f"/v1/creditors/{creditor['id']}", {"phone": "01 99 00 56 78"}, If_Match='"v1"')
    journey.say(client, "PATCH", f"/v1/debtors/{debtor['id']}", {"solvency": "fragile"}, If_Match='"v1"')
    for kind, made in (("creditors", creditor), ("debtors", debtor)):
        journey.say(client, "GET", f"/v1/{kind}?limit=10")
        journey.say(client, "GET", f"/v1/{kind}/{made['id']}")
    journey.say(client, "POST", "/v1/uploads", {"name": "bon.pdf", "media_type": "application/pdf", "size": 5_000_000})
    document = {"type": "delivery_note", "name": "bon-de-livraison.pdf", "content_base64": "JVBERi0xLjQK"}
    request = {
        "creditor_id": creditor["id"],
        "debtor_id": debtor["id"],
        "invoices": [{**INVOICE, "documents": [document]}],
        "prior_reminders": [{"channel": "email", "on": "2026-10-10"}],
        "external_reference": "dossier-4711",
        "metadata": {"team": "nord"},
    }
    journey.say(client, "POST", "/v1/cases/preview", request)
    case = journey.say(client, "POST", "/v1/cases", request)
    path = f"/v1/cases/{case['id']}"
    for part in ("", "/statement?as_of=2026-12-31", "/timeline", "/documents"):
        journey.say(client, "GET", path + part)
    journey.say(client, "POST", f"{path}/documents", {**document, "type": "contract", "name": "cgv.pdf"})
    journey.say(client, "POST", f"{path}/statement-documents", {"as_of": "2026-12-31"})
    journey.say(client, "POST", f"{path}/evidence-pack", {})
    journey.say(client, "GET", f"/v1/cases?creditor_id={creditor['id']}&status=open")
    listed = client.get(f"{path}/documents").json["data"]
    journey.say(client, "GET", f"/v1/documents/{listed[0]['id']}")
    return case


def _payments(journey: Journey, client: HttpClient, case: Any) -> None:
    path = f"/v1/cases/{case['id']}"
    body: Any = {
        "amount": {"amount": 30_000, **EURO},
        "received_on": "2026-11-20",
        "method": "cheque",
        "reference": "CHQ 0042",
    }
    paid = journey.say(client, "POST", f"{path}/payments", body)
    journey.say(
        client, "POST", f"{path}/payments/{paid['id']}/reverse", {"on": "2026-11-22", "reason": "unpaid cheque"}
    )
    note = {
        "invoice_id": case["invoices"][0]["id"],
        "number": "AV-2026-7",
        "issued_on": "2026-11-20",
        "amount": {"amount": 10_000, **EURO},
    }
    journey.say(client, "POST", f"{path}/credit-notes", note)


def _decisions(journey: Journey, client: HttpClient, case: Any, scope: Scope) -> None:
    path = f"/v1/cases/{case['id']}"
    journey.say(client, "POST", f"{path}/pause", {"reason": "The debtor called.", "until": "2026-12-01"})
    journey.say(client, "POST", f"{path}/resume", {"reason": "Nothing came."})
    journey.say(client, "POST", f"{path}/disputes", {"reason": "goods_missing", "detail": "Two boxes are missing."})
    journey.say(client, "POST", f"{path}/disputes/resolve", {"reason": "The boxes were delivered."})
    heard = {
        "direction": "incoming",
        "channel": "email",
        "at": "2026-11-22T14:30:00Z",
        "summary": "Asks for a copy of the delivery note.",
    }
    journey.say(client, "POST", f"{path}/interactions", heard)
    _needs_attention(journey.world, case["id"], scope)
    journey.say(client, "POST", f"{path}/resolve-attention", {"action": "retry", "reason": "Seen by Claire."})


def _needs_attention(world: HttpWorld, case_id: str, scope: Scope) -> None:
    case = world.store.case(scope, case_id)
    attention = Attention("delivery_unknown", "The provider gave no answer.", world.clock.now())
    world.store.commit(
        [Update(replace(case, status=CaseStatus.NEEDS_ATTENTION, attention=attention, version=case.version + 1))]
    )


def _contacts(journey: Journey, client: HttpClient, case: Any, scope: Scope) -> None:
    letter, task = _sent(journey.world, case["id"], scope)
    journey.say(client, "GET", f"/v1/cases/{case['id']}/contacts")
    journey.say(client, "GET", f"/v1/contacts/{letter.id}")
    report = {"kind": "presented", "on": "2026-11-23", "detail": "Avis de passage"}
    journey.say(client, "POST", f"/v1/contacts/{letter.id}/delivery-events", report)
    journey.say(client, "GET", "/v1/call-tasks")
    journey.say(client, "GET", f"/v1/call-tasks/{task.id}")
    outcome = {"outcome": "reached_promise", "date": "2026-12-01", "notes": "Pays on the first."}
    journey.say(client, "POST", f"/v1/call-tasks/{task.id}/outcome", outcome)
    path = f"/v1/cases/{case['id']}"
    journey.say(client, "POST", f"{path}/decision", {"choice": "withdraw", "reason": "Settled between the parties."})


def _sent(world: HttpWorld, case_id: str, scope: Scope) -> tuple[Contact, CallTask]:
    """A registered letter and a call task, as the steps of the case leave them."""
    store, now = world.store, world.clock.now()
    case = store.case(scope, case_id)
    debtor, key = store.debtor(scope, case.debtor_id)
    letter = Contact(
        id=world.deps.ids.new("ctc"),
        scope=scope,
        case_id=case.id,
        debtor_id=debtor.id,
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
    task = CallTask(
        id=f"tsk_{letter.id[4:]}",
        scope=scope,
        case_id=case.id,
        debtor_id=debtor.id,
        contact_id=world.deps.ids.new("ctc"),
        step_id="last_call",
        status=CallTaskStatus.OPEN,
        phone="+33612345678",
        recipient_name="Paul Durand",
        script=(("Ouverture", ("Bonjour, je vous appelle de la part d’ACME.",)),),
        created_at=now,
        due_on=date(2026, 11, 24),
    )
    record = StepRecord("formal_notice", StepState.DONE, now, contacts=(reference_to(letter),))
    changed = case.with_record(record)
    world.store.commit(
        [
            Create(letter, key),
            Create(task, key),
            Update(replace(changed, version=case.version + 1)),
        ]
    )
    return letter, task


def _clock(journey: Journey, client: HttpClient) -> None:
    clock = journey.say(client, "POST", "/v1/test-clocks", {"now": "2026-01-05T08:00:00Z"})
    journey.say(client, "GET", f"/v1/test-clocks/{clock['id']}")
    journey.say(client, "POST", f"/v1/test-clocks/{clock['id']}/advance", {"to": "2026-04-05T08:00:00Z"})


def _webhooks(journey: Journey, client: HttpClient, case: Any, scope: Scope) -> None:
    world = journey.world
    body = {"url": "https://facturo.example/hooks", "events": ["payment.recorded", "case.closed"], "description": "ERP"}
    endpoint = journey.say(client, "POST", "/v1/webhook-endpoints", body)
    path = f"/v1/webhook-endpoints/{endpoint['id']}"
    journey.say(client, "GET", "/v1/webhook-endpoints")
    journey.say(client, "GET", path)
    event = world.store.events(scope, case["id"], limit=1, position=None).items[0]
    found = world.deps.webhook_events.get(scope, event.id, case_id=case["id"], sequence=1)
    if found is None:
        raise AssertionError("the first event of the case is there")
    delivery = WebhookDelivery.of(found, endpoint["id"], world.clock.now())
    world.deps.webhook_store.add_delivery(delivery)
    stored = world.deps.webhook_store.get_endpoint(scope, endpoint["id"])
    if stored is None:
        raise AssertionError("the endpoint is there")
    received = Received(status=500, error=None, duration_ms=120, excerpt="down")
    claimed = delivery.claimed(world.clock.now())
    world.deps.webhook_store.save_delivery(claimed)
    result = after_attempt(claimed, stored, received, now=world.clock.now(), jitter=0.5)
    world.deps.webhook_store.save_delivery(result.delivery)
    journey.say(client, "POST", f"/v1/events/{event.id}/redeliver", {"webhook_endpoint_id": endpoint["id"]})
    journey.say(client, "GET", f"{path}/deliveries")
    journey.say(client, "DELETE", path, If_Match='"v1"')
