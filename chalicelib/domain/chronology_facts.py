"""The lines of the chronology about facts of the debtor."""

from __future__ import annotations

from collections.abc import Callable

from . import chronology_words as words
from .chronology_phrases import Payload, capital, day, money, quoted, say
from .events import EventType


def _insolvent(payload: Payload) -> str:
    procedure = words.PROCEDURES.get(str(payload.get("procedure")), "procédure collective")
    opened = "ouvert" if payload.get("procedure") == "receivership" else "ouverte"
    said = say("{what} {opened} le {on}.", what=capital(procedure), opened=opened, on=day(payload["judgment_on"]))
    deadline = payload.get("declaration_deadline")
    return said + say(" Créance à déclarer jusqu'au {deadline}.", deadline=day(deadline)) if deadline else said


def _recorded(payload: Payload) -> str:
    return say("{fact}, le {on}.", fact=_fact(payload), on=day(payload["on"]))


def _withdrawn(payload: Payload) -> str:
    return say("{fact} : enregistré par erreur.", fact=_fact(payload)) + quoted(payload.get("reason"))


def _declared(payload: Payload) -> str:
    amount, as_of = money(payload["total"]), day(payload["as_of"])
    return say("Déclaration de créance de {amount}, arrêtée au {as_of}.", amount=amount, as_of=as_of)


def _fact(payload: Payload) -> str:
    return capital(words.FACTS.get(str(payload.get("kind")), "fait"))


FACT_TELLERS: dict[str, Callable[[Payload], str]] = {
    EventType.INSOLVENCY_DETECTED: _insolvent,
    EventType.DECLARATION_ISSUED: _declared,
    EventType.DEBTOR_FACT_RECORDED: _recorded,
    EventType.DEBTOR_FACT_WITHDRAWN: _withdrawn,
}
