"""What the chronology says of a mandate, in French: the switch, proposals, what is passed on (R124-5, R124-6)."""

from __future__ import annotations

from collections.abc import Callable

from .chronology_phrases import Payload, day, money, say
from .events import EventType

UNTOLD = {
    "no_creditor_email": "aucune adresse e-mail du créancier",
    "sending_failed": "échec de l’envoi",
    "delivery_unknown": "envoi au sort incertain",
}


def _mandated(payload: Payload) -> str:
    return say(
        "Dossier confié au recouvrement sous le mandat {reference} signé le {day}.",
        reference=payload["reference"],
        day=day(payload["signed_on"]),
    )


def _remitted(payload: Payload) -> str:
    return say(
        "{amount} reversés au créancier le {day}, échéance du reversement le {due}.",
        amount=money(payload["amount"]),
        day=day(payload["on"]),
        due=day(payload["due_on"]),
    )


def _proposed(payload: Payload) -> str:
    said = say("Proposition du débiteur du {day}", day=day(payload["made_on"]))
    if not payload.get("pay_on"):
        return f"{said}."
    return said + say(" : payer au plus tard le {day}.", day=day(payload["pay_on"]))


def _untold(payload: Payload) -> str:
    reason = UNTOLD.get(str(payload.get("reason")), "une mention manque")
    return say("Le créancier n’a pas pu être informé par e-mail : {reason}.", reason=reason)


MANDATE_TELLERS: dict[str, Callable[[Payload], str]] = {
    EventType.CASE_MANDATED: _mandated,
    EventType.PAYMENT_REMITTED: _remitted,
    EventType.PROPOSAL_RECEIVED: _proposed,
    EventType.CREDITOR_NOT_INFORMED: _untold,
}
