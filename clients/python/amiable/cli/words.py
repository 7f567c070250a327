"""Events in a person's words, one line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from .money import euros, paris_day

Json = dict[str, Any]
QUIET = frozenset({"step.scheduled", "contact.intended"})
"""Events that say what will happen; the next ones say that it did."""

_STYLES = {
    "case.closed": "bold green",
    "payment.recorded": "green",
    "receipt.issued": "green",
    "contact.bounced": "red",
    "contact.failed": "red",
    "case.needs_attention": "bold red",
    "payment.reversed": "red",
    "case.decision_required": "yellow",
}


def style_of(event: Json) -> str | None:
    """How an event stands out on a terminal."""
    return _STYLES.get(event["type"])


def day_label(event: Json, day_zero: date | None) -> str:
    """``2026-02-14  D+30``: the day in Paris, and its number counted from the due date."""
    day = paris_day(event.get("occurred_at") or event["timestamp"])
    number = f"D{(day - day_zero).days:+d}" if day_zero else ""
    return f"{day}  {number:<5}"


def told(event: Json) -> str:
    """What happened, in words; empty where the type says it all."""
    data = event.get("data") or {}
    teller = _TELLERS.get(event["type"])
    return teller(data) if teller else _named(data)


def _named(data: Json) -> str:
    """Whatever names the thing: template or step, channel, recipient, reason."""
    step, reason = str(data.get("step_id") or ""), str(data.get("reason") or "")
    known = "" if reason.startswith(step) else step
    parts = [data.get("channel"), data.get("template"), known, data.get("kind"), data.get("outcome"), reason]
    seen = dict.fromkeys(str(part) for part in (*parts, data.get("code")) if part)
    return ", ".join(seen)


def _contact(data: Json) -> str:
    to = str(data.get("recipient") or "").partition("\n")[0]
    what = " ".join(str(part) for part in (data.get("channel"), data.get("template") or data.get("step_id")) if part)
    return f"{what} to {to}" if to else what


def _payment(data: Json) -> str:
    amount, left = data.get("amount"), data.get("outstanding")
    parts = [euros(amount) if amount else "", f"by {data['method']}" if data.get("method") else ""]
    parts.append(f"({euros(left)} left)" if left else "")
    return " ".join(part for part in parts if part)


def _receipt(data: Json) -> str:
    return "final receipt" if data.get("is_final") else "receipt of a part payment"


def _closed(data: Json) -> str:
    return str(data.get("outcome") or "")


def _moved(data: Json) -> str:
    rules = dict.fromkeys(str(move.get("rule")) for move in data.get("moves") or () if isinstance(move, dict))
    due = str(data.get("due_at") or "")[:10]
    return " ".join(part for part in (str(data.get("step_id") or ""), f"to {due}" if due else "", *rules) if part)


def _opened(data: Json) -> str:
    scenario = data.get("scenario")
    return f"scenario {scenario} v{data.get('scenario_version')}" if scenario else ""


def _limitation(data: Json) -> str:
    left = data.get("days_left")
    return f"{left} days left, until {data.get('safe_last_day')}" if left is not None else ""


def _clock(data: Json) -> str:
    return str(data.get("test_clock_id") or "")


_TELLERS: Mapping[str, Callable[[Json], str]] = {
    **dict.fromkeys(("contact.sent", "contact.intended", "contact.delivered", "contact.bounced"), _contact),
    **dict.fromkeys(("payment.recorded", "payment.reversed"), _payment),
    "receipt.issued": _receipt,
    "case.closed": _closed,
    "case.opened": _opened,
    "step.moved": _moved,
    "test_clock.ready": _clock,
    "limitation.warning": _limitation,
}
