"""The blocks about who is who: both parties, the account to pay to, the signature."""

from __future__ import annotations

from typing import Any

from chalicelib.domain import french
from chalicelib.domain.messages import MessageFacts

from .addresses import address_lines
from .blocks import Columns, Fields, Signature
from .marks import clean_value
from .sender import account_of
from .view import is_named
from .wording import Labels, written


def payment_fields(facts: MessageFacts, labels: Labels) -> Fields:
    """Where and how to pay: to the payee's account only (PAY_06), with the reference to quote."""
    names, account, form = labels["fields"], account_of(facts), written(labels)
    rows = (
        (names["payee"], account.holder),
        (names["iban"], form.format_iban(account.iban)),
        (names["bic"], account.bic),
        (names["amount_due"], form.format_money(facts.statement.total)),
        (names["quote"], facts.case_reference),
        (names["other_references"], ", ".join(facts.other_references)),
    )
    return Fields(tuple(row for row in rows if row[1]), framed=True)


def signature(facts: MessageFacts, labels: Labels) -> Signature:
    """The case's one named person, in the creditor's name, or in the collector's for the creditor (R-091, LTR_05)."""
    sender = facts.creditor.name
    signs = (facts.collector.name, f"{labels['acts_for']} {sender}") if facts.collector else (sender,)
    return _signed(facts, (*signs, *(facts.brand.signature if facts.brand else ())), labels)


def own_signature(facts: MessageFacts, labels: Labels) -> Signature:
    """As ``signature``, where the creditor is who reads it."""
    return _signed(facts, (facts.collector.name if facts.collector else facts.creditor.name,), labels)


def _signed(facts: MessageFacts, signs: tuple[str, ...], labels: Labels) -> Signature:
    manager = facts.case_manager
    phone = (written(labels).format_phone(manager.phone),) if manager.phone else ()
    email = (manager.email,) if manager.email else ()
    names = (manager.name,) if is_named(facts) else ()
    return Signature((*names, *signs, *phone, *email))


def parties_columns(facts: MessageFacts, labels: Labels) -> Columns:
    """Both parties with their identity (R-004, R-049)."""
    return Columns(
        labels["fields"]["creditor"],
        identity(facts.creditor, labels),
        labels["fields"]["debtor"],
        identity(facts.debtor, labels),
    )


def identity(party: Any, labels: Labels) -> tuple[str, ...]:
    """A party's name, address and numbers, a line each."""
    numbers = [
        f"{labels[key]}{french.NO_BREAK}{getattr(party, key)}"
        for key in ("siret" if party.siret else "siren", "vat_number")
        if getattr(party, key)
    ]
    return tuple(clean_value(line) for line in (party.name, *address_lines(party.address), *numbers))
