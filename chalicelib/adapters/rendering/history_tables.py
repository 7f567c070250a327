"""The blocks that tell what happened: past contacts, chronology, and whom to call."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from chalicelib.domain.messages import MessageFacts
from chalicelib.domain.templates.model import is_own

from .addresses import full_address
from .blocks import Column, Fields, Table
from .wording import Labels, written

PARIS = ZoneInfo("Europe/Paris")
FINGERPRINT_LENGTH = 16


def call_contact_fields(facts: MessageFacts, labels: Labels) -> Fields:
    """Whom to call and on which number; blocked numbers are left out (CON_09)."""
    names, debtor, form = labels["fields"], facts.debtor, written(labels)
    rows = (
        (names["debtor"], debtor.name),
        (names["person"], facts.recipient_name if facts.recipient_name and facts.recipient_name != debtor.name else ""),
        (names["phone"], " – ".join(form.format_phone(phone) for phone in debtor.usable_phones())),
        (names["email"], " – ".join(debtor.usable_emails())),
        (names["address"], full_address(debtor.address)),
        (names["solvency"], labels["solvency"][debtor.solvency.value]),
        (names["creditor"], facts.creditor.name),
    )
    return Fields(tuple(row for row in rows if row[1]), framed=True)


def past_table(facts: MessageFacts, labels: Labels) -> Table:
    """The earlier contacts, oldest first, with what came of them."""
    titles = labels["columns"]
    columns = (
        Column(titles["date"], 1.2),
        Column(titles["channel"], 1.8),
        Column(titles["content"], 2.2),
        Column(titles["outcome"], 3.2, breakable=True),
    )
    rows = tuple(
        (
            written(labels).format_short_date(message.on),
            labels["channels"].get(message.channel, message.channel),
            _called(message.template or "", labels),
            labels["outcomes"].get(message.outcome or "", message.outcome or labels["none"]),
        )
        for message in sorted(facts.past_messages, key=lambda message: message.on)
    )
    return Table(columns, rows, small=True)


def _called(template: str, labels: Labels) -> str:
    """What a text is called; one of the tenant's own has a name in no language."""
    known = "own" if is_own(template) else template
    return str(labels["texts"].get(known, labels["none"] if known in ("", "own") else template))


def chronology_table(facts: MessageFacts, labels: Labels) -> Table:
    """Every event in order, at Paris time, with the start of its fingerprint."""
    titles = labels["columns"]
    columns = (
        Column(titles["number"], 0.5, right=True),
        Column(titles["moment"], 1.6),
        Column(titles["event"], 2.3),
        Column(titles["content"], 3.6, breakable=True),
        Column(titles["fingerprint"], 1.9),
    )
    rows = tuple(
        (
            str(entry.sequence),
            f"{entry.occurred_at.astimezone(PARIS):%d/%m/%Y %H:%M}",
            labels["events"].get(entry.type, entry.type),
            _described(entry.summary, labels["actors"].get(entry.actor, entry.actor)) or labels["none"],
            entry.event_hash[:FINGERPRINT_LENGTH] or labels["none"],
        )
        for entry in facts.chronology
    )
    return Table(columns, rows, small=True)


def _described(summary: str, actor: str) -> str:
    return f"{summary} ({actor})" if summary and actor else summary or actor
