"""What the chronology says of money, in French: payments, reversals, credit notes, indemnities, receipts (R-092)."""

from __future__ import annotations

from collections.abc import Callable

from . import chronology_words as words
from .chronology_phrases import Payload, day, money, quoted, say
from .events import EventType


def _paid(payload: Payload) -> str:
    how = words.METHODS.get(str(payload.get("method")), "")
    return say(
        "{amount} reçus {how} le {day}. Reste dû : {left}.",
        amount=money(payload["amount"]),
        how=how,
        day=day(payload["received_on"]),
        left=_left(payload),
    ).replace("  ", " ")


def _left(payload: Payload) -> str:
    """What is left, as far as the rates were known then."""
    left = payload["outstanding"]
    return money(left) if left else "en attente du taux d’intérêt applicable"


def _reversed(payload: Payload) -> str:
    said = say("Paiement annulé le {day}. Reste dû : {left}.", day=day(payload["on"]), left=_left(payload))
    closed = " Dossier non rouvert, une facture figurant dans un autre dossier."
    return said + (closed if payload.get("not_reopened") else "") + quoted(payload.get("reason"))


def _overpaid(payload: Payload) -> str:
    return say("{excess} reçus au-delà de la dette.", excess=money(payload["excess"]))


def _credited(payload: Payload) -> str:
    return say(
        "Avoir n° {number} de {amount}. Reste dû : {left}.",
        number=payload["number"],
        amount=money(payload["amount"]),
        left=_left(payload),
    )


def _complementary(payload: Payload) -> str:
    said = say(
        "Indemnité complémentaire de {amount}, sur justificatif. Reste dû : {left}.",
        amount=money(payload["amount"]),
        left=_left(payload),
    )
    return said + quoted(payload.get("reason"))


def _given_up(payload: Payload) -> str:
    said = say(
        "Indemnité complémentaire de {amount} retirée. Reste dû : {left}.",
        amount=money(payload["amount"]),
        left=_left(payload),
    )
    return said + quoted(payload.get("reason"))


def _receipt(payload: Payload) -> str:
    kind = "Quittance pour solde" if payload.get("is_final") else "Quittance"
    corrects = payload.get("corrects")
    replaced = say(", annulant et remplaçant la quittance n° {number}", number=corrects) if corrects else ""
    return say("{kind} n° {number}{replaced}.", kind=kind, number=payload["number"], replaced=replaced)


MONEY_TELLERS: dict[str, Callable[[Payload], str]] = {
    EventType.PAYMENT_RECORDED: _paid,
    EventType.PAYMENT_REVERSED: _reversed,
    EventType.PAYMENT_OVERPAID: _overpaid,
    EventType.CREDIT_NOTE_RECORDED: _credited,
    EventType.COMPLEMENTARY_INDEMNITY_RECORDED: _complementary,
    EventType.COMPLEMENTARY_INDEMNITY_WITHDRAWN: _given_up,
    EventType.RECEIPT_ISSUED: _receipt,
}
