"""What an event says in one French sentence, for the chronology of the evidence pack (R-128).

Sentences are typeset before values enter them: what people wrote is quoted as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from . import chronology_words as words
from .chronology_balance import BALANCE_TELLERS
from .chronology_facts import FACT_TELLERS
from .chronology_limitation import LIMITATION_TELLERS, barred_since, on_limitation
from .chronology_mandate import MANDATE_TELLERS
from .chronology_money import MONEY_TELLERS
from .chronology_negotiation import NEGOTIATION_TELLERS
from .chronology_phrases import Payload, capital, day, quoted, say, shared
from .chronology_scenario import SCENARIO_TELLERS
from .chronology_steps import TITLES, message_in_words, step_in_words
from .events import EventType
from .evidence import EventHeader, header_hash
from .french import format_date, format_list, format_money, format_phone
from .messages import ChronologyEntry
from .money import Money

ERASED = "Contenu effacé à la demande d’une personne."
PARIS = ZoneInfo("Europe/Paris")


def chronology_entry(
    header: EventHeader, payload: Payload | None, titles: Mapping[str, str] = MappingProxyType({})
) -> ChronologyEntry:
    """A line of the chronology. ``payload`` is ``None`` once it is erased.

    ``titles`` are what a creditor's own scenario calls its steps, by their ids.
    """
    return ChronologyEntry(
        sequence=header.sequence,
        type=header.type,
        occurred_at=header.occurred_at,
        summary=ERASED if payload is None else summary_of(header.type, payload, titles),
        actor=_actor(header.actor_id),
        event_hash=header_hash(header),
    )


def summary_of(kind: str, payload: Payload, titles: Mapping[str, str] = MappingProxyType({})) -> str:
    """One sentence; empty where the name of the event says it all, or where the event is not known."""
    tell = _TELLERS.get(kind)
    told = {**payload, TITLES: titles} if titles else payload
    return (tell(told) + on_limitation(told)).strip() if tell else ""


def _actor(actor_id: str) -> str:
    """Who did it, as the chronology names its actors; an API key acts for the creditor."""
    return "api" if actor_id.startswith("key_") else "system"


def _moment(text: object) -> str:
    return format_date(datetime.fromisoformat(str(text)).astimezone(PARIS).date())


def _opened(payload: Payload) -> str:
    invoices = payload.get("invoices", [])
    numbers = format_list([str(invoice["number"]) for invoice in invoices])
    total = sum(int(invoice["principal"]["amount"]) for invoice in invoices)
    amount = format_money(Money(total))
    if len(invoices) == 1:
        due = day(invoices[0]["due_date"])
        return say(
            "Facture n° {number}, échue le {due}, restant due pour {amount}.", number=numbers, due=due, amount=amount
        )
    return say("Factures n° {numbers}, restant dues pour {amount} en principal.", numbers=numbers, amount=amount)


def _phase(payload: Payload) -> str:
    return "Passage à la phase judiciaire." if payload.get("phase") == "judicial" else "Passage à la phase amiable."


def _paused(payload: Payload) -> str:
    why = words.PAUSES.get(str(payload.get("kind")), "")
    until = say(" jusqu'au {day}", day=day(payload["until"])) if payload.get("until") else ""
    return f"Démarches suspendues{until}{why and ', '}{why}.{quoted(payload.get('reason'))}"


def _resumed(payload: Payload) -> str:
    extended = payload.get("extended_until")
    said = say("Délai accordé jusqu'au {day}.", day=day(str(extended)[:10])) if extended else "Démarches reprises."
    return said + quoted(payload.get("reason"))


def _decision(payload: Payload) -> str:
    times = int(payload.get("times_asked", 1))
    return "Première demande." if times == 1 else f"{times}e demande."


def _attention(payload: Payload) -> str:
    code = str(payload.get("code"))
    return f"{capital(words.ATTENTION.get(code, 'une personne doit décider de la suite'))}."


def _resolved(payload: Payload) -> str:
    action = words.ATTENTION_ACTIONS.get(str(payload.get("action")), "")
    return f"{capital(action)}.{quoted(payload.get('reason'))}" if action else quoted(payload.get("reason")).strip()


def _closed(payload: Payload) -> str:
    return f"{capital(words.OUTCOMES.get(str(payload.get('outcome')), 'dossier clos'))}{barred_since(payload)}."


def _reason_only(payload: Payload) -> str:
    return quoted(payload.get("reason")).strip()


def _interaction(payload: Payload) -> str:
    direction = words.DIRECTIONS.get(str(payload.get("direction")), "Échange avec le débiteur")
    channel = words.BY_CHANNEL.get(str(payload.get("channel")), "")
    return say("{who} : « {text} ».", who=f"{direction} {channel}".strip(), text=payload.get("summary", ""))


def _planned(payload: Payload) -> str:
    if not payload.get("due_at"):
        return "Aucune démarche prévue."
    action = str(payload.get("action"))
    if action == "stand_still":
        return say("Aucune démarche avant le {day}.", day=_moment(payload["due_at"]))
    what = words.FOLLOWED_UP.get(action, "{step}").format(step=step_in_words(payload) or words.ACTIONS.get(action, ""))
    rules = format_list(list(dict.fromkeys(str(move["rule"]) for move in payload.get("moves", []))))
    when = say("{what} : le {day}", what=capital(what), day=_moment(payload["due_at"]))
    return f"{when} ({rules})." if rules else f"{when}."


def _passed_over(payload: Payload) -> str:
    reason = str(payload.get("reason", ""))
    why = words.REASONS.get(reason, reason) + _because(payload)
    return say("{step} : {reason}.", step=capital(step_in_words(payload)), reason=why)


def _because(payload: Payload) -> str:
    """Which conditions did not hold, or where the scenario goes on instead."""
    conditions = [words.CONDITIONS.get(str(name), str(name)) for name in payload.get("conditions", ())]
    if conditions:
        return f" ({format_list(conditions)})"
    branch = payload.get("branch")
    if not branch:
        return ""
    return say(", suite : {step}", step=step_in_words({**payload, "step_id": branch["go_to"]}))


def _sent(payload: Payload) -> str:
    what = message_in_words(payload)
    how = words.BY_CHANNEL.get(str(payload.get("channel")), "")
    to = ", ".join(_address(line) for line in str(payload.get("recipient") or "").splitlines())
    doubt = say(" Envoi possiblement reçu deux fois.") if payload.get("duplicate_possible") else ""
    return f"{capital(what)} {how}{to and ' à '}{to}.{doubt}{shared(payload)}"


def _address(line: str) -> str:
    return format_phone(line) if line.startswith("+") else line


def _failed(payload: Payload) -> str:
    what = message_in_words(payload)
    return f"{capital(what)} {words.BY_CHANNEL.get(str(payload.get('channel')), '')}, non parti."


def _doubted(payload: Payload) -> str:
    what = message_in_words(payload)
    return f"{capital(what)} {words.BY_CHANNEL.get(str(payload.get('channel')), '')}, sort incertain."


def _reported(payload: Payload) -> str:
    what = step_in_words(payload)
    complaint = payload.get("kind") == "complained"
    about = "signalé comme indésirable par le destinataire, " if complaint else ""
    supposed = ", date présumée en l’absence de retour du transporteur" if payload.get("presumed") else ""
    return say(
        "{what} : {about}le {day}{supposed}.",
        what=capital(what),
        about=about,
        day=day(payload["on"]),
        supposed=supposed,
    )


def _call_asked(payload: Payload) -> str:
    asked = say("{step}, à passer le {day}.", step=capital(step_in_words(payload)), day=day(payload["due_on"]))
    return asked + shared(payload)


def _called(payload: Payload) -> str:
    outcome = words.CALLS.get(str(payload.get("outcome")), "")
    on = say(" ({day})", day=day(payload["date"])) if payload.get("date") else ""
    by = say(" Appel passé par {by}.", by=payload["by"]) if payload.get("by") else ""
    minutes, seconds = divmod(int(payload.get("duration_seconds") or 0), 60)
    lasted = say(" Durée : {minutes}\u00a0min {seconds}\u00a0s.", minutes=minutes, seconds=seconds)
    lasted = lasted if minutes or seconds else ""
    notes = say(" Noté : « {text} ».", text=" ".join(str(payload["notes"]).split())) if payload.get("notes") else ""
    return f"{capital(outcome)}{on}.{by}{lasted}{notes}" if outcome else ""


def _document(payload: Payload) -> str:
    kind = words.DOCUMENTS.get(str(payload.get("kind")), "document")
    return say("{kind} : {name}.", kind=capital(kind), name=payload.get("name", ""))


def _pack(payload: Payload) -> str:
    return say("Dossier établi jusqu'à l'événement n° {number}.", number=payload.get("sequence", ""))


_TELLERS: dict[str, Callable[[Payload], str]] = {
    EventType.CASE_OPENED: _opened,
    EventType.CASE_PHASE_CHANGED: _phase,
    EventType.CASE_PAUSED: _paused,
    EventType.CASE_RESUMED: _resumed,
    EventType.CASE_DECISION_REQUIRED: _decision,
    EventType.CASE_NEEDS_ATTENTION: _attention,
    EventType.CASE_ATTENTION_RESOLVED: _resolved,
    EventType.CASE_CLOSED: _closed,
    EventType.CASE_REOPENED: lambda _: "Un paiement a été annulé, la dette renaît.",
    EventType.REPLY_RECEIVED: _interaction,
    EventType.INTERACTION_RECORDED: _interaction,
    EventType.STEP_SCHEDULED: _planned,
    EventType.STEP_MOVED: _planned,
    EventType.STEP_SKIPPED: _passed_over,
    EventType.STEP_BLOCKED: _passed_over,
    EventType.CONTACT_INTENDED: _sent,
    EventType.CONTACT_SENT: _sent,
    EventType.CONTACT_DELIVERED: _reported,
    EventType.CONTACT_FAILED: _failed,
    EventType.CONTACT_UNKNOWN: _doubted,
    EventType.CONTACT_BOUNCED: _reported,
    EventType.LETTER_POSTED: _reported,
    EventType.LETTER_PRESENTED: _reported,
    EventType.LETTER_RECEIVED: _reported,
    EventType.LETTER_UNCLAIMED: _reported,
    EventType.LETTER_REFUSED: _reported,
    EventType.LETTER_RETURNED: _reported,
    EventType.CALL_TASK_CREATED: _call_asked,
    EventType.CALL_TASK_DONE: _called,
    **NEGOTIATION_TELLERS,
    **MONEY_TELLERS,
    EventType.HANDOVER_READY: _reason_only,
    **MANDATE_TELLERS,
    **SCENARIO_TELLERS,
    **BALANCE_TELLERS,
    **LIMITATION_TELLERS,
    **FACT_TELLERS,
    EventType.DOCUMENT_ADDED: _document,
    EventType.EVIDENCE_PACK_READY: _pack,
}
