"""What the chronology says of limitation, in French: what an act did to it, warnings, suspensions (PRE_07..15)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .chronology_phrases import Payload, capital, day, say
from .events import EventType

LIMITATION_EFFECTS = {
    "interrupts": "Prescription interrompue ({rule}), acquise à la fin du {day}.",
    "none": "Sans effet sur la prescription ({rule}), acquise à la fin du {day}.",
    "after_expiry": "Intervenu après la prescription ({rule}), acquise à la fin du {day}.",
}
LIMITATION_ACTS = {
    "acknowledgement": "reconnaissance de dette",
    "request_for_time": "demande de délai du débiteur",
    "part_payment": "paiement partiel",
    "payment_plan": "échéancier accepté",
    "court_claim": "demande en justice",
    "payment_order_filed": "requête en injonction de payer déposée",
    "payment_order_served": "injonction de payer signifiée",
    "enforcement_act": "mesure conservatoire ou acte d’exécution forcée",
    "insolvency_claim": "déclaration de créance",
    "officer_summons": "sommation de payer",
    "written_demand": "demande écrite de paiement",
}
SUSPENSIONS = {
    "mediation": "médiation",
    "conciliation": "conciliation",
    "participatory_procedure": "procédure participative",
    "small_claims_procedure": "procédure simplifiée de recouvrement",
}
UNDONE = {
    "recorded_by_mistake": "enregistrement par erreur",
    "claim_withdrawn": "désistement",
    "claim_rejected": "demande rejetée",
    "act_annulled": "acte annulé",
}


def on_limitation(payload: Payload) -> str:
    """What the act of an event did to limitation, and until when the claim can be sued on; empty for no act."""
    said = payload.get("limitation")
    if not isinstance(said, Mapping) or "effect" not in said:
        return ""
    sentence = LIMITATION_EFFECTS[str(said["effect"])]
    return say(f" {sentence}", rule=said["rule"], day=day(said["last_day"]))


def barred_since(payload: Payload) -> str:
    """Since when a claim that was closed for it is time-barred (PRE_15)."""
    said = payload.get("limitation")
    return say(" depuis la fin du {day}", day=day(said["last_day"])) if isinstance(said, Mapping) else ""


def _warned(payload: Payload) -> str:
    return say(
        "Prescription à la fin du {last} ; dernier jour sûr : le {safe}.",
        last=day(payload["last_day"]),
        safe=day(payload["safe_last_day"]),
    )


def _act(payload: Payload) -> str:
    return say("{what} du {day}.", what=capital(_kind(payload)), day=day(payload["on"]))


def _kind(payload: Payload) -> str:
    return LIMITATION_ACTS.get(str(payload.get("kind")), "acte")


def _act_withdrawn(payload: Payload) -> str:
    cause = UNDONE.get(str(payload.get("cause")), "acte retiré")
    return say("{what} du {day} : {cause}.", what=capital(_kind(payload)), day=day(payload["on"]), cause=cause)


def _suspended(payload: Payload) -> str:
    return say(
        "{what} : prescription suspendue du {start} au {end}.",
        what=capital(_suspension(payload)),
        start=day(payload["from"]),
        end=day(payload["to"]),
    )


def _suspension_withdrawn(payload: Payload) -> str:
    return say(
        "Suspension retirée : {what} du {start} au {end}.",
        what=_suspension(payload),
        start=day(payload["from"]),
        end=day(payload["to"]),
    )


def _suspension(payload: Payload) -> str:
    return SUSPENSIONS.get(str(payload.get("kind")), "suspension")


LIMITATION_TELLERS: dict[str, Callable[[Payload], str]] = {
    EventType.LIMITATION_WARNING: _warned,
    EventType.LIMITATION_ACT_RECORDED: _act,
    EventType.LIMITATION_ACT_WITHDRAWN: _act_withdrawn,
    EventType.LIMITATION_SUSPENSION_RECORDED: _suspended,
    EventType.LIMITATION_SUSPENSION_WITHDRAWN: _suspension_withdrawn,
}
