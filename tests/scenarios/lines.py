"""How a story tells an event in a few words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Json = dict[str, Any]
CHANNELS = {"email": "e-mail", "sms": "SMS", "letter": "letter", "registered_letter": "registered letter"}


def line_of(event: Json) -> str | None:
    """One line; ``None`` for what a reader of the story does not ask about (plans, deliveries as expected)."""
    tell = _WORDS.get(event["type"])
    return tell(event["data"]) if tell else None


def _channel(data: Json) -> str:
    return CHANNELS[data["channel"]]


def _words(text: str) -> Callable[[Json], str]:
    return lambda _: text


_WORDS: dict[str, Callable[[Json], str]] = {
    "case.opened": _words("case opened"),
    "case.paused": lambda data: f"paused ({data['kind']})",
    "case.resumed": _words("resumed"),
    "case.needs_attention": lambda data: f"needs attention: {data['code']}",
    "case.attention_resolved": lambda data: f"attention resolved: {data['action']}",
    "case.decision_required": lambda data: f"decision required, asked {data['times_asked']} time(s)",
    "case.phase_changed": lambda data: f"phase {data['phase']}",
    "case.mandated": _words("under the mandate"),
    "case.scenario_changed": lambda data: f"moved to {data['scenario']} version {data['scenario_version']}",
    "case.closed": lambda data: f"closed: {data['outcome']}",
    "case.reopened": _words("reopened"),
    "step.skipped": lambda data: f"{data['step_id']} skipped: {data['reason']}",
    "step.blocked": lambda data: f"{data['step_id']} blocked: {data['reason']}",
    "contact.sent": lambda data: f"{_channel(data)} {data['template']}",
    "contact.bounced": lambda data: f"{_channel(data)} bounced",
    "contact.failed": lambda data: f"{_channel(data)} failed",
    "call_task.created": lambda data: f"call to make: {data['step_id']}",
    "call_task.done": lambda data: f"call made: {data['outcome']}",
    "promise.created": _words("promise given"),
    "promise.kept": _words("promise kept"),
    "promise.broken": _words("promise broken"),
    "promise.withdrawn": lambda data: f"promise withdrawn: {data['reason']}",
    "payment.recorded": lambda data: f"{data['amount']['amount'] / 100:.2f} paid",
    "payment.overpaid": _words("overpaid"),
    "receipt.issued": lambda data: "final receipt" if data["is_final"] else "receipt",
    "letter.presented": lambda data: "letter presented" + (" (presumed)" if data.get("presumed") else ""),
    "letter.unclaimed": _words("letter unclaimed"),
    "letter.refused": _words("letter refused"),
    "letter.returned": _words("letter returned"),
    "declaration.issued": _words("claim to declare"),
    "limitation.warning": lambda data: f"{data['threshold_days']} days left to sue",
    "dispute.opened": _words("dispute opened"),
    "dispute.answered": _words("dispute answered"),
    "dispute.answer_overdue": _words("answer overdue"),
    "dispute.resolved": lambda data: f"dispute resolved: {data['resolution']}",
    "credit_note.recorded": lambda data: f"credit note of {data['amount']['amount'] / 100:.2f}",
    "plan.proposed": lambda data: f"plan of {data['instalments']} proposed by the {data['proposed_by']}",
    "plan.accepted": lambda data: f"plan accepted by the {data['accepted_by']}",
    "plan.signed": lambda data: f"plan signed by the {data['side']}" + (", in force" if data["complete"] else ""),
    "plan.instalment_due": lambda data: f"instalment {data['number']} due",
    "plan.instalment_paid": lambda data: f"instalment {data['number']} paid",
    "plan.instalment_missed": lambda data: f"instalment {data['number']} missed",
    "plan.acceleration_announced": lambda data: f"acceleration announced for instalment {data['number']}",
    "plan.accelerated": _words("plan accelerated"),
    "plan.completed": _words("plan completed"),
    "debtor_page.action_confirmed": lambda data: f"on the page: {data['action']}",
    "debtor_page.code_confirmed": lambda data: f"code confirmed ({data['purpose']})",
    "handover.ready": _words("ready for handover"),
}
