"""What the chronology says of promises, plans, offers, disputes and the debtor's page, in French (R-073..R-082)."""

from __future__ import annotations

from collections.abc import Callable

from . import chronology_words as words
from .chronology_phrases import Payload, day, money, quoted, say
from .events import EventType

SIDES = {"creditor": "le créancier", "debtor": "le débiteur"}
SAID_BY = {**words.BY_CHANNEL, "page": "sur la page du débiteur"}
WITHDRAWN = {
    "withdrawn_by_creditor": "Le créancier ne l'attend plus.",
    "replaced_by_promise": "Une autre promesse la remplace.",
    "replaced_by_plan": "Un échéancier la remplace.",
    "nothing_owed": "Plus rien n'est dû.",
    "case_closed": "Le dossier est clos.",
}
CODES = {"view": "consultation", "sign": "signature"}
CONTESTED_FOR = {
    "goods_not_received": "Livraison non reçue",
    "not_as_agreed": "Prestation ou marchandise non conforme",
    "wrong_amount": "Montant erroné",
    "not_ordered": "Commande non reconnue",
    "invoiced_twice": "Facturation en double",
    "credit_note_missing": "Avoir manquant",
    "already_paid": "Règlement déjà effectué",
    "time_barred": "Prescription",
    "other": "Autre motif",
}
RESOLUTIONS = {
    "upheld": "Contestation admise.",
    "partly": "Contestation admise en partie.",
    "rejected": "Contestation écartée.",
}


REINSTATED = {
    "paid_in_time": "La somme réclamée avait été reçue dans le délai : la déchéance du terme est sans effet.",
    "payment_reversed": "Un paiement a été annulé : l'échéancier n'est plus soldé.",
}


def _promised(payload: Payload) -> str:
    how = SAID_BY.get(str(payload.get("channel")))
    return say(
        "{amount} promis{how} pour le {day}.",
        amount=money(payload["amount"]),
        how=f" {how}" if how else "",
        day=day(payload["pay_on"]),
    )


def _kept(payload: Payload) -> str:
    return say("{received} reçus.", received=money(payload["received"]))


def _broken(payload: Payload) -> str:
    return say(
        "{received} reçus sur {amount} promis pour le {day}.",
        received=money(payload["received"]),
        amount=money(payload["amount"]),
        day=day(payload["pay_on"]),
    )


def _no_longer_waited_for(payload: Payload) -> str:
    return say(WITHDRAWN.get(str(payload.get("reason")), "")) + quoted(payload.get("detail"))


def _proposed(payload: Payload) -> str:
    count = int(payload["instalments"])
    told = say(
        "{total} en {count}, du {first} au {last}, à l'initiative {side}.",
        total=money(payload["total"]),
        count=say("{count} échéances", count=count) if count > 1 else "une échéance",
        first=day(payload["first_on"]),
        last=day(payload["last_on"]),
        side="du créancier" if payload["proposed_by"] == "creditor" else "du débiteur",
    )
    return told + say(" Réponse attendue au plus tard le {day}.", day=day(payload["answer_by"]))


def _accepted(payload: Payload) -> str:
    how = " selon les règles du créancier" if payload.get("by_rule") else ""
    by = SIDES.get(str(payload["accepted_by"]), "")
    return say("Accepté par {by}{how}. À signer au plus tard le {day}.", by=by, how=how, day=day(payload["sign_by"]))


def _refused(payload: Payload) -> str:
    return say("Refusé par {by}.", by=SIDES.get(str(payload["refused_by"]), "")) + quoted(payload.get("reason"))


def _signed(payload: Payload) -> str:
    both = " L'échéancier entre en vigueur." if payload.get("complete") else ""
    return say("Signé par {by}." + both, by=SIDES.get(str(payload["side"]), ""))


def _instalment(payload: Payload) -> str:
    return say(
        "Échéance n° {number} du {day} : {amount}.",
        number=payload["number"],
        day=day(payload["on"]),
        amount=money(payload["amount"]),
    )


def _missed(payload: Payload) -> str:
    return _instalment(payload) + say(" Il manque {missing}.", missing=money(payload["missing"]))


def _announced(payload: Payload) -> str:
    return say(
        "Échéance n° {number} : à régulariser au plus tard le {day}.",
        number=payload["number"],
        day=day(payload["last_day"]),
    )


def _accelerated(payload: Payload) -> str:
    left = payload.get("outstanding")
    return say("Reste dû : {left}.", left=money(left)) if left else ""


def _reinstated(payload: Payload) -> str:
    return REINSTATED.get(str(payload.get("reason")), "")


def _offered(payload: Payload) -> str:
    return say(
        "{amount} à régler au plus tard le {day}, contre une remise de {waived}.",
        amount=money(payload["amount"]),
        day=day(payload["valid_until"]),
        waived=money(payload["waived"]),
    )


def _completed(payload: Payload) -> str:
    return say("{amount} réglés, remise de {waived}.", amount=money(payload["amount"]), waived=money(payload["waived"]))


def _contested(payload: Payload) -> str:
    """The reason in words, never its code; what was said, what is contested and until when it is answered."""
    code, reason = str(payload.get("code") or ""), str(payload.get("reason") or "")
    amount, by = payload.get("amount"), payload.get("answer_by")
    known = CONTESTED_FOR.get(code)
    told = [known and say("{reason}.", reason=known)]
    told.append(amount and say("Somme contestée : {amount}.", amount=money(amount)))
    told.append(quoted("" if reason == code else reason.removeprefix(f"{code}: ")).strip())
    told.append(by and say("Réponse attendue au plus tard le {day}.", day=day(by)))
    return " ".join(part for part in told if part)


def _overdue(payload: Payload) -> str:
    return say("Réponse du créancier attendue pour le {day}.", day=day(payload["answer_by"]))


def _resolved(payload: Payload) -> str:
    said = RESOLUTIONS.get(str(payload.get("resolution")), "")
    return (said + quoted(payload.get("reason"))).strip()


def _code(payload: Payload) -> str:
    how = SAID_BY.get(str(payload.get("channel")), "")
    purpose = CODES.get(str(payload.get("purpose")), "")
    return say("Code à usage unique {how} ({purpose}).", how=how, purpose=purpose).replace("  ", " ")


def _reason(payload: Payload) -> str:
    return quoted(payload.get("reason")).strip()


def _acted(payload: Payload) -> str:
    return quoted(payload.get("text")).replace("Motif indiqué", "Texte affiché").strip()


def _nothing_more(_payload: Payload) -> str:
    return ""


NEGOTIATION_TELLERS: dict[str, Callable[[Payload], str]] = {
    EventType.PROMISE_CREATED: _promised,
    EventType.PROMISE_KEPT: _kept,
    EventType.PROMISE_BROKEN: _broken,
    EventType.PROMISE_WITHDRAWN: _no_longer_waited_for,
    EventType.PLAN_PROPOSED: _proposed,
    EventType.PLAN_ACCEPTED: _accepted,
    EventType.PLAN_REFUSED: _refused,
    EventType.PLAN_EXPIRED: _nothing_more,
    EventType.PLAN_SIGNED: _signed,
    EventType.PLAN_INSTALMENT_DUE: _instalment,
    EventType.PLAN_INSTALMENT_PAID: _instalment,
    EventType.PLAN_INSTALMENT_MISSED: _missed,
    EventType.PLAN_ACCELERATION_ANNOUNCED: _announced,
    EventType.PLAN_ACCELERATED: _accelerated,
    EventType.PLAN_COMPLETED: _nothing_more,
    EventType.PLAN_CANCELLED: _nothing_more,
    EventType.PLAN_REINSTATED: _reinstated,
    EventType.SETTLEMENT_OFFERED: _offered,
    EventType.SETTLEMENT_COMPLETED: _completed,
    EventType.SETTLEMENT_EXPIRED: _nothing_more,
    EventType.SETTLEMENT_WITHDRAWN: _nothing_more,
    EventType.DISPUTE_OPENED: _contested,
    EventType.DISPUTE_ANSWERED: _reason,
    EventType.DISPUTE_ANSWER_OVERDUE: _overdue,
    EventType.DISPUTE_RESOLVED: _resolved,
    EventType.DEBTOR_PAGE_CODE_SENT: _code,
    EventType.DEBTOR_PAGE_CODE_CONFIRMED: _code,
    EventType.DEBTOR_PAGE_ACTION_CONFIRMED: _acted,
}
