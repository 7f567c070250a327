"""The timeline of a case as rows that a collection manager reads: day, what was done, what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.domain.scenarios.model import DECISION, Scenario

PARIS = ZoneInfo("Europe/Paris")
Event = Mapping[str, Any]

CALL = "Call: "
BY = {
    "email": "by e-mail",
    "sms": "by SMS",
    "letter": "by letter",
    "registered_letter": "by registered letter",
}
SERVICE = {
    "receipt": "Receipt",
    "final_receipt": "Final receipt",
    "receipt_withdrawal": "Letter that withdraws the receipt",
    "promise_confirmation": "Confirmation of the promise",
    "promise_broken": "Reminder of the broken promise",
    "dispute_received": "Confirmation that the dispute was received",
}
CALLS = {
    "reached_promise": "promises to pay on {date}",
    "reached_dispute": "disputes the claim",
    "reached_refuses": "refuses to pay",
    "no_answer": "nobody answers",
}
REPORTS = {
    "contact.bounced": "bounces",
    "letter.presented": "presented on {date}",
    "letter.received": "received",
    "letter.returned": "comes back on {date}: unknown at this address",
}
REASONS = {
    "opened_late": "its day had passed when the case was opened",
    "debtor_refuses": "the debtor refuses to pay",
    "amicable_phase_over": "the amicable phase is over",
    "no_usable_email": "no address that works",
    "promise_broken": "a promise was broken: nothing courteous follows",
}
CONDITIONS = {"reminded_before": "they had been reminded in writing before"}
ATTENTION = {"letter_returned": "to find the new address, then to have it sent again"}
PAUSES = {"dispute": "until the dispute is answered"}


@dataclass
class Row:
    """One line of the table; ``results`` come later than ``did``, and stand beside it."""

    on: date
    did: str
    results: list[str] = field(default_factory=list)

    def text(self, day_zero: date) -> str:
        return f"| D{(self.on - day_zero).days:+} | {self.on:%a %d %b} | {self.did} | {'; '.join(self.results)} |"


def rows(events: Sequence[Event], scenario: Scenario) -> list[Row]:
    """In the order in which things were done; what came of a call or a message is told where it was made."""
    told = _Told(scenario)
    for event in events:
        told.take(event)
    for row in told.rows:
        row.results = row.results or ["no longer needed" if row.did.startswith(CALL) else "–"]
    return told.rows


class _Told:
    def __init__(self, scenario: Scenario) -> None:
        self.rows: list[Row] = []
        self._scenario = scenario
        self._of: dict[str, Row] = {}

    def take(self, event: Event) -> None:
        kind, data = event["type"], event["data"]
        if kind == "call_task.done":
            self._result(data["call_task_id"], CALLS[data["outcome"]], data.get("date"))
        elif kind in REPORTS:
            self._result(data["contact_id"], REPORTS[kind], data["on"])
        elif kind == "contact.sent":
            self._sent(event)
        elif kind == "case.decision_required" and data["times_asked"] > 1:
            self.rows[-1].results.append(f"asked again on {_day(event):%d %b}")
        else:
            for did, result in self._did(kind, data):
                self._add(event, did, result)

    def _sent(self, event: Event) -> None:
        """What leaves together, in one step, is one row."""
        data = event["data"]
        name, by = self._title(data), BY[data["channel"]]
        last = self.rows[-1] if self.rows else None
        if last is not None and last.on == _day(event) and last.did.startswith(name):
            if REPORTS["contact.bounced"] in last.results:
                last.results[-1] += f", and goes {by} instead"
            else:
                last.did += f" and {by}"
            self._of[data["contact_id"]] = last
        else:
            self._add(event, f"{name}, {by}", None, data["contact_id"])

    def _did(self, kind: str, data: Event) -> Iterator[tuple[str, str | None]]:
        match kind:
            case "call_task.created":
                yield f"{CALL}{self._title(data)}", None
            case "step.skipped" | "step.blocked":
                yield f"Left out: {self._title(data)}{_channel(data)}", self._why(data)
            case "payment.recorded" | "promise.broken":
                yield _money(kind, data)
            case "case.paused":
                yield "Everything stops", PAUSES[data["kind"]]
            case "case.needs_attention":
                yield "The creditor is asked", ATTENTION[data["code"]]
            case "case.decision_required":
                yield "The creditor is asked to decide", "hand over, extend, write off, withdraw or sell"
            case "case.closed":
                yield "The case is closed", data["outcome"]

    def _title(self, data: Event) -> str:
        template = data.get("template")
        if template in SERVICE:
            return SERVICE[template]
        return f"« {self._scenario.step(data['step_id']).title} »"

    def _why(self, data: Event) -> str:
        branch = data.get("branch")
        if branch and branch["go_to"] == DECISION:
            return "the creditor decides instead"
        if branch:
            return f"the scenario goes on with {self._title({'step_id': branch['go_to']})}"
        if data.get("conditions"):
            return ", ".join(CONDITIONS[name] for name in data["conditions"])
        return REASONS[data["reason"]]

    def _add(self, event: Event, did: str, result: str | None, contact_id: str | None = None) -> None:
        row = Row(_day(event), did, [result] if result else [])
        self.rows.append(row)
        owner = contact_id or event["data"].get("call_task_id")
        if owner:
            self._of[owner] = row

    def _result(self, owner: str, told: str, on: str | None) -> None:
        if owner in self._of:
            day = f"{date.fromisoformat(on):%d %b}" if on else ""
            self._of[owner].results.append(told.format(date=day))


def _day(event: Event) -> date:
    return datetime.fromisoformat(event["occurred_at"]).astimezone(PARIS).date()


def _channel(data: Event) -> str:
    return f" {BY.get(data['channel'], '')}".rstrip() if data.get("channel") else ""


def _money(kind: str, data: Event) -> tuple[str, str]:
    """What came, or did not."""
    amount = _amount(data["amount"])
    if kind == "promise.broken":
        return "The promise is looked at", f"{_amount(data['received'])} of {amount} came"
    return f"The debtor pays {amount}", f"{_amount(data['outstanding'])} is left"


def _amount(money: Mapping[str, Any]) -> str:
    return f"EUR {money['amount'] / 100:,.2f}"
