"""The lines of the chronology about facts of the debtor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from . import chronology_words as words
from .events import EventType
from .french import format_date, format_money, typeset
from .money import Money

Payload = Mapping[str, Any]


def _insolvent(payload: Payload) -> str:
    procedure = words.PROCEDURES.get(str(payload.get("procedure")), "procédure collective")
    said = f"{procedure[:1].upper()}{procedure[1:]} ouverte le {_day(payload['judgment_on'])}."
    if payload.get("procedure") == "receivership":
        said = said.replace("ouverte", "ouvert")
    deadline = payload.get("declaration_deadline")
    return typeset(f"{said} Créance à déclarer jusqu'au {_day(deadline)}." if deadline else said)


def _recorded(payload: Payload) -> str:
    return typeset(f"{_fact(payload)}, le {_day(payload['on'])}.")


def _withdrawn(payload: Payload) -> str:
    reason = payload.get("reason")
    said = typeset(f"{_fact(payload)} : enregistré par erreur.")
    return f"{said} {typeset('Motif : « ')}{reason}{typeset(' ».')}" if reason else said


def _declared(payload: Payload) -> str:
    amount = Money(payload["total"]["amount"], payload["total"]["currency"])
    as_of = _day(payload["as_of"])
    return typeset(f"Déclaration de créance de {format_money(amount)}, arrêtée au {as_of}.")


def _fact(payload: Payload) -> str:
    said = words.FACTS.get(str(payload.get("kind")), "fait")
    return said[:1].upper() + said[1:]


def _day(value: Any) -> str:
    return format_date(date.fromisoformat(str(value)))


FACT_TELLERS: dict[str, Callable[[Payload], str]] = {
    EventType.INSOLVENCY_DETECTED: _insolvent,
    EventType.DECLARATION_ISSUED: _declared,
    EventType.DEBTOR_FACT_RECORDED: _recorded,
    EventType.DEBTOR_FACT_WITHDRAWN: _withdrawn,
}
