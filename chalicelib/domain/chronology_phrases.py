"""What every sentence of the chronology is made of: typesetting, dates, amounts, quotations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from .french import format_date, format_money, typeset
from .money import Money

OWN_REASONS = {
    "fully paid": "paiement intégral",
    "payment_reversed": "retour d’un paiement",
    "the contact was reported": "l’envoi a été confirmé",
    "the fact was withdrawn": "le fait a été retiré",
    "the pause is over": "la suspension est arrivée à son terme",
}
LONGEST_QUOTE = 240
Payload = Mapping[str, Any]


def say(template: str, **values: object) -> str:
    """A sentence, typeset before values enter it: what people wrote is quoted as it is."""
    return typeset(template).format(**values)


def day(text: object) -> str:
    """A date in French words."""
    return format_date(date.fromisoformat(str(text)))


def money(value: Mapping[str, Any]) -> str:
    """An amount in French form."""
    return format_money(Money(int(value["amount"]), str(value["currency"])))


def quoted(text: object) -> str:
    """What somebody wrote, on one line; empty when nothing was written. What the product wrote itself is in French."""
    written = " ".join(str(text or "").split())
    if not written:
        return ""
    if written in OWN_REASONS:
        return say(" Motif : {text}.", text=OWN_REASONS[written])
    short = written if len(written) <= LONGEST_QUOTE else f"{written[: LONGEST_QUOTE - 1]}…"
    return say(" Motif indiqué : « {text} ».", text=short)


def capital(text: str) -> str:
    """With a capital first letter."""
    return text[:1].upper() + text[1:]


def shared(payload: Payload) -> str:
    """That a contact spoke for other cases too (R-123); nothing where it did not."""
    count = len(payload.get("grouped_with") or ())
    others = "un autre dossier" if count == 1 else f"{count} autres dossiers"
    return say(" Démarche commune à {others}.", others=others) if count else ""
