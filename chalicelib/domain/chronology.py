"""What an event says in one French sentence, for the chronology of the evidence pack (R-128).

Sentences are typeset before values enter them: what people wrote is quoted as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from . import chronology_words as words
from .chronology_facts import FACT_TELLERS
from .chronology_limitation import LIMITATION_TELLERS, barred_since, on_limitation
from .chronology_mandate import MANDATE_TELLERS
from .events import EventType
from .evidence import EventHeader, header_hash
from .french import format_date, format_list, format_money, format_phone, typeset
from .messages import ChronologyEntry
from .money import Money

ERASED = "Contenu effacé à la demande d’une personne."
PARIS = ZoneInfo("Europe/Paris")
LONGEST_QUOTE = 240

Payload = Mapping[str, Any]


def chronology_entry(header: EventHeader, payload: Payload | None) -> ChronologyEntry:
    """A line of the chronology. ``payload`` is ``None`` once it is erased."""
    return ChronologyEntry(
        sequence=header.sequence,
        type=header.type,
        occurred_at=header.occurred_at,
        summary=ERASED if payload is None else summary_of(header.type, payload),
        actor=_actor(header.actor_id),
        event_hash=header_hash(header),
    )


def summary_of(kind: str, payload: Payload) -> str:
    """One sentence; empty where the name of the event says it all, or where the event is not known."""
    tell = _TELLERS.get(kind)
    return (tell(payload) + on_limitation(payload)).strip() if tell else ""


def _actor(actor_id: str) -> str:
    """Who did it, as the chronology names its actors; an API key acts for the creditor."""
    return "api" if actor_id.startswith("key_") else "system"


def _say(template: str, **values: object) -> str:
    return typeset(template).format(**values)


def _day(text: object) -> str:
    return format_date(date.fromisoformat(str(text)))


def _moment(text: object) -> str:
    return format_date(datetime.fromisoformat(str(text)).astimezone(PARIS).date())


def _money(value: Mapping[str, Any]) -> str:
    return format_money(Money(int(value["amount"]), str(value["currency"])))


def _quoted(text: object) -> str:
    """What somebody wrote, on one line; empty when nothing was written."""
    written = " ".join(str(text or "").split())
    if not written:
        return ""
    short = written if len(written) <= LONGEST_QUOTE else f"{written[: LONGEST_QUOTE - 1]}…"
    return _say(" Motif indiqué : « {text} ».", text=short)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _step(payload: Payload) -> str:
    step_id = str(payload.get("step_id") or "")
    return words.STEPS.get(step_id) or words.TEMPLATES.get(step_id, step_id)


def _opened(payload: Payload) -> str:
    invoices = payload.get("invoices", [])
    numbers = format_list([str(invoice["number"]) for invoice in invoices])
    total = sum(int(invoice["principal"]["amount"]) for invoice in invoices)
    amount = format_money(Money(total))
    if len(invoices) == 1:
        due = _day(invoices[0]["due_date"])
        return _say(
            "Facture n° {number}, échue le {due}, restant due pour {amount}.", number=numbers, due=due, amount=amount
        )
    return _say("Factures n° {numbers}, restant dues pour {amount} en principal.", numbers=numbers, amount=amount)


def _phase(payload: Payload) -> str:
    return "Passage à la phase judiciaire." if payload.get("phase") == "judicial" else "Passage à la phase amiable."


def _paused(payload: Payload) -> str:
    why = words.PAUSES.get(str(payload.get("kind")), "")
    until = _say(" jusqu'au {day}", day=_day(payload["until"])) if payload.get("until") else ""
    return f"Démarches suspendues{until}{why and ', '}{why}.{_quoted(payload.get('reason'))}"


def _resumed(payload: Payload) -> str:
    extended = payload.get("extended_until")
    said = _say("Délai accordé jusqu'au {day}.", day=_day(str(extended)[:10])) if extended else "Démarches reprises."
    return said + _quoted(payload.get("reason"))


def _decision(payload: Payload) -> str:
    times = int(payload.get("times_asked", 1))
    return "Première demande." if times == 1 else f"{times}e demande."


def _attention(payload: Payload) -> str:
    code = str(payload.get("code"))
    return f"{_capital(words.ATTENTION.get(code, 'une personne doit décider de la suite'))}."


def _resolved(payload: Payload) -> str:
    action = words.ATTENTION_ACTIONS.get(str(payload.get("action")), "")
    return f"{_capital(action)}.{_quoted(payload.get('reason'))}" if action else _quoted(payload.get("reason")).strip()


def _closed(payload: Payload) -> str:
    return f"{_capital(words.OUTCOMES.get(str(payload.get('outcome')), 'dossier clos'))}{barred_since(payload)}."


def _reason_only(payload: Payload) -> str:
    return _quoted(payload.get("reason")).strip()


def _interaction(payload: Payload) -> str:
    direction = words.DIRECTIONS.get(str(payload.get("direction")), "Échange avec le débiteur")
    channel = words.BY_CHANNEL.get(str(payload.get("channel")), "")
    return _say("{who} : « {text} ».", who=f"{direction} {channel}".strip(), text=payload.get("summary", ""))


def _planned(payload: Payload) -> str:
    if not payload.get("due_at"):
        return "Aucune démarche prévue."
    action = str(payload.get("action"))
    what = words.FOLLOWED_UP.get(action, "{step}").format(step=_step(payload) or words.ACTIONS.get(action, ""))
    rules = format_list(list(dict.fromkeys(str(move["rule"]) for move in payload.get("moves", []))))
    when = _say("{what} : le {day}", what=_capital(what), day=_moment(payload["due_at"]))
    return f"{when} ({rules})." if rules else f"{when}."


def _passed_over(payload: Payload) -> str:
    reason = str(payload.get("reason", ""))
    return _say("{step} : {reason}.", step=_capital(_step(payload)), reason=words.REASONS.get(reason, reason))


def _sent(payload: Payload) -> str:
    what = words.TEMPLATES.get(str(payload.get("template")), str(payload.get("template")))
    how = words.BY_CHANNEL.get(str(payload.get("channel")), "")
    to = ", ".join(_address(line) for line in str(payload.get("recipient") or "").splitlines())
    doubt = _say(" Envoi possiblement reçu deux fois.") if payload.get("duplicate_possible") else ""
    return f"{_capital(what)} {how}{to and ' à '}{to}.{doubt}"


def _address(line: str) -> str:
    return format_phone(line) if line.startswith("+") else line


def _failed(payload: Payload) -> str:
    what = words.TEMPLATES.get(str(payload.get("template")), str(payload.get("template")))
    return f"{_capital(what)} {words.BY_CHANNEL.get(str(payload.get('channel')), '')}, non parti."


def _doubted(payload: Payload) -> str:
    what = words.TEMPLATES.get(str(payload.get("template")), str(payload.get("template")))
    return f"{_capital(what)} {words.BY_CHANNEL.get(str(payload.get('channel')), '')}, sort incertain."


def _reported(payload: Payload) -> str:
    what = _step(payload)
    complaint = payload.get("kind") == "complained"
    about = "signalé comme indésirable par le destinataire, " if complaint else ""
    supposed = ", date présumée en l’absence de retour du transporteur" if payload.get("presumed") else ""
    return _say(
        "{what} : {about}le {day}{supposed}.",
        what=_capital(what),
        about=about,
        day=_day(payload["on"]),
        supposed=supposed,
    )


def _call_asked(payload: Payload) -> str:
    return _say("{step}, à passer le {day}.", step=_capital(_step(payload)), day=_day(payload["due_on"]))


def _called(payload: Payload) -> str:
    outcome = words.CALLS.get(str(payload.get("outcome")), "")
    on = _say(" ({day})", day=_day(payload["date"])) if payload.get("date") else ""
    return f"{_capital(outcome)}{on}." if outcome else ""


def _paid(payload: Payload) -> str:
    how = words.METHODS.get(str(payload.get("method")), "")
    return _say(
        "{amount} reçus {how} le {day}. Reste dû : {left}.",
        amount=_money(payload["amount"]),
        how=how,
        day=_day(payload["received_on"]),
        left=_left(payload),
    ).replace("  ", " ")


def _left(payload: Payload) -> str:
    """What is left, as far as the rates were known then."""
    left = payload["outstanding"]
    return _money(left) if left else "en attente du taux d’intérêt applicable"


def _reversed(payload: Payload) -> str:
    said = _say("Paiement annulé le {day}. Reste dû : {left}.", day=_day(payload["on"]), left=_left(payload))
    closed = " Dossier non rouvert, une facture figurant dans un autre dossier."
    return said + (closed if payload.get("not_reopened") else "") + _quoted(payload.get("reason"))


def _overpaid(payload: Payload) -> str:
    return _say("{excess} reçus au-delà de la dette.", excess=_money(payload["excess"]))


def _credited(payload: Payload) -> str:
    return _say(
        "Avoir n° {number} de {amount}. Reste dû : {left}.",
        number=payload["number"],
        amount=_money(payload["amount"]),
        left=_left(payload),
    )


def _complementary(payload: Payload) -> str:
    said = _say(
        "Indemnité complémentaire de {amount}, sur justificatif. Reste dû : {left}.",
        amount=_money(payload["amount"]),
        left=_left(payload),
    )
    return said + _quoted(payload.get("reason"))


def _receipt(payload: Payload) -> str:
    kind = "Quittance pour solde" if payload.get("is_final") else "Quittance"
    corrects = payload.get("corrects")
    replaced = _say(", annulant et remplaçant la quittance n° {number}", number=corrects) if corrects else ""
    return _say("{kind} n° {number}{replaced}.", kind=kind, number=payload["number"], replaced=replaced)


def _document(payload: Payload) -> str:
    kind = words.DOCUMENTS.get(str(payload.get("kind")), "document")
    return _say("{kind} : {name}.", kind=_capital(kind), name=payload.get("name", ""))


def _pack(payload: Payload) -> str:
    return _say("Dossier établi jusqu'à l'événement n° {number}.", number=payload.get("sequence", ""))


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
    EventType.DISPUTE_OPENED: _reason_only,
    EventType.DISPUTE_RESOLVED: _reason_only,
    EventType.PAYMENT_RECORDED: _paid,
    EventType.PAYMENT_REVERSED: _reversed,
    EventType.PAYMENT_OVERPAID: _overpaid,
    EventType.CREDIT_NOTE_RECORDED: _credited,
    EventType.COMPLEMENTARY_INDEMNITY_RECORDED: _complementary,
    EventType.RECEIPT_ISSUED: _receipt,
    EventType.HANDOVER_READY: _reason_only,
    **MANDATE_TELLERS,
    **LIMITATION_TELLERS,
    **FACT_TELLERS,
    EventType.DOCUMENT_ADDED: _document,
    EventType.EVIDENCE_PACK_READY: _pack,
}
