"""What the chronology says of a mandate, in French: the switch, proposals, what is passed on (R124-5, R124-6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from .events import EventType
from .french import format_date, format_money, typeset
from .money import Money

Payload = Mapping[str, Any]

UNTOLD = {
    "no_creditor_email": "aucune adresse e-mail du créancier",
    "sending_failed": "échec de l’envoi",
    "delivery_unknown": "envoi au sort incertain",
}


def _say(template: str, **values: object) -> str:
    return typeset(template.format(**values))


def _day(text: object) -> str:
    return format_date(date.fromisoformat(str(text)))


def _mandated(payload: Payload) -> str:
    return _say(
        "Dossier confié au recouvrement sous le mandat {reference} signé le {day}.",
        reference=payload["reference"],
        day=_day(payload["signed_on"]),
    )


def _remitted(payload: Payload) -> str:
    amount = payload["amount"]
    return _say(
        "{amount} reversés au créancier le {day}, échéance du reversement le {due}.",
        amount=format_money(Money(int(amount["amount"]), str(amount["currency"]))),
        day=_day(payload["on"]),
        due=_day(payload["due_on"]),
    )


def _proposed(payload: Payload) -> str:
    said = _say("Proposition du débiteur du {day}", day=_day(payload["made_on"]))
    if not payload.get("pay_on"):
        return f"{said}."
    return said + _say(" : payer au plus tard le {day}.", day=_day(payload["pay_on"]))


def _untold(payload: Payload) -> str:
    reason = UNTOLD.get(str(payload.get("reason")), "une mention manque")
    return _say("Le créancier n’a pas pu être informé par e-mail : {reason}.", reason=reason)


MANDATE_TELLERS: dict[str, Callable[[Payload], str]] = {
    EventType.CASE_MANDATED: _mandated,
    EventType.PAYMENT_REMITTED: _remitted,
    EventType.PROPOSAL_RECEIVED: _proposed,
    EventType.CREDITOR_NOT_INFORMED: _untold,
}
