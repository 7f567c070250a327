"""What the chronology says of the last look at a balance, and of deviations from the scenario, in French."""

from __future__ import annotations

from collections.abc import Callable

from . import chronology_words as words
from .chronology_phrases import Payload, capital, day, quoted, say
from .chronology_steps import step_in_words
from .events import EventType

WHY_DOUBTED = {
    "balance_differs": "montant différent",
    "told_to_wait": "demande d’attendre",
    "invoice_missing": "facture non citée",
    "answer_malformed": "réponse illisible",
}


def _confirmed(payload: Payload) -> str:
    if not payload.get("as_of"):
        return "Solde confirmé par le créancier."
    return say("Solde confirmé par le créancier au {day}.", day=day(payload["as_of"]))


def _doubted(payload: Payload) -> str:
    why = WHY_DOUBTED.get(str(payload.get("reason")), "sans réponse")
    step = step_in_words(payload)
    held = say(" ({step})", step=step) if step else ""
    return say("Démarche retenue{held} : solde non confirmé, {why}.", held=held, why=why)


def _required(payload: Payload) -> str:
    step = step_in_words(payload)
    held = say(" ({step})", step=step) if step else ""
    since = day(payload["balance_as_of"])
    return say("Démarche retenue{held} : solde connu au {since}, à confirmer.", held=held, since=since)


def _deviated(payload: Payload) -> str:
    step, kind = capital(step_in_words(payload)), payload.get("kind")
    if kind == "skip":
        said = say("{step} : étape non effectuée, prévue le {day}.", step=step, day=day(payload["from"]))
    elif kind == "move":
        said = say(
            "{step} : étape déplacée du {old} au {new}.", step=step, old=day(payload["from"]), new=day(payload["to"])
        )
    else:
        how = words.BY_CHANNEL.get(str(payload.get("channel")), "")
        what = words.TEMPLATES.get(str(payload.get("template")), "message")
        said = say("Étape ajoutée : {what} {how}, le {day}.", what=what, how=how, day=day(payload["to"]))
    return said + quoted(payload.get("reason"))


def _withdrawn(payload: Payload) -> str:
    said = say("{step} : retour au scénario prévu.", step=capital(step_in_words(payload)))
    return said + quoted(payload.get("reason"))


BALANCE_TELLERS: dict[str, Callable[[Payload], str]] = {
    EventType.BALANCE_CONFIRMED: _confirmed,
    EventType.BALANCE_DOUBTED: _doubted,
    EventType.BALANCE_CONFIRMATION_REQUIRED: _required,
    EventType.STEP_DEVIATED: _deviated,
    EventType.STEP_DEVIATION_WITHDRAWN: _withdrawn,
}
