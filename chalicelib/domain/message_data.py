"""Which values of a message are data and which are free text: data is masked before wording is judged (LTR_06)."""

from __future__ import annotations

from collections.abc import Iterator

from .messages import MessageFacts
from .parties import Address
from .secrecy import debt_words
from .sms_text import to_gsm7

CREDITOR, ADDRESS, ATTACHMENT, PAYMENT_REFERENCE = "creditor", "address", "attachment", "payment reference"
TRUE_NAMES = frozenset({CREDITOR, ADDRESS, ATTACHMENT})
"""What may be called like a court or an officer because it is one, or lies beside one (« place du Tribunal »)."""


def known_data(facts: MessageFacts, *, public: bool = False) -> tuple[str, ...]:
    """Names, addresses, references and numbers as they are on file, also as an SMS spells them.

    ``public``: what may stand before third parties; a collector, or a sender that calls itself by what it does with
    debts, may not (CON_07).
    """
    creditor, collector = facts.creditor, facts.collector
    values = [
        facts.debtor.name,
        facts.recipient_name,
        creditor.name,
        *_lines(creditor.address),
        *_lines(facts.debtor.address),
        facts.debtor.postal_name,
        *_lines(facts.debtor.postal_address),
        *_lines(facts.debtor.postal_address),
        facts.case_manager.name,
        facts.case_manager.email,
        creditor.email,
        *identifiers(facts),
    ]
    if not public or set(debt_words(creditor.sender_name)) <= set(debt_words(creditor.name)):
        values.append(creditor.sender_name)
    if collector is not None and not public:
        values += [collector.name, collector.email, *_lines(collector.address)]
    if not public:
        values += [text for _, text in free_texts(facts)]
    known = {value for value in values if value and len(value) > 1}
    return tuple({*known, *(to_gsm7(value) for value in known)})


def identifiers(facts: MessageFacts) -> tuple[str, ...]:
    """References and numbers of things, which no reader dials."""
    account, creditor, receipt, letter = facts.statement, facts.creditor, facts.receipt, facts.first_letter
    numbers = [line.invoice.number for line in (*account.lines, *account.not_yet_due)]
    parties = [value for party in (creditor, facts.debtor) for value in (party.siren, party.siret, party.vat_number)]
    link = [facts.page_link, facts.code.digits if facts.code else None]
    told = [receipt.number, receipt.corrects, receipt.payment.reference] if receipt else []
    recalled = [letter.reference] if letter else []
    values = (*numbers, *parties, *told, *recalled, facts.own_reference, facts.case_reference)
    values = (*values, *facts.other_references, *link)
    return tuple(value for value in values if value)


def statement_references(facts: MessageFacts) -> tuple[str, ...]:
    """What banks and creditors called the payments and credit notes that a statement lists."""
    values = [each.reference for each in facts.payments] + [note.number for note in facts.statement.credit_notes]
    return tuple(value for value in values if value)


def free_texts(facts: MessageFacts) -> Iterator[tuple[str, str]]:
    """What somebody typed and the reader reads: its name and its words."""
    yield from _letterhead(facts)
    yield "case manager", facts.case_manager.name
    yield from (("signature", line) for line in (facts.brand.signature if facts.brand else ()))
    if facts.recipient_name and facts.recipient_name not in (facts.debtor.name, facts.debtor.postal_name):
        yield "recipient", facts.recipient_name
    for attachment in facts.attachments:
        yield ATTACHMENT, attachment.name
    mediator, receipt = facts.mediator, facts.receipt
    others = [("mediator", part) for part in (mediator.name, mediator.address, mediator.website)] if mediator else []
    others.append((PAYMENT_REFERENCE, receipt.payment.reference if receipt else None))
    others.append(("stop instruction", facts.stop_instruction))
    if facts.dispute is not None:
        others += [("answer", facts.dispute.answer), ("explanation", facts.dispute.explanation)]
    yield from ((name, text) for name, text in others if text)


def _letterhead(facts: MessageFacts) -> Iterator[tuple[str, str]]:
    """Creditor and collector as the sheet shows them."""
    creditor, collector = facts.creditor, facts.collector
    yield CREDITOR, creditor.name
    if collector is not None:
        yield "collector", collector.name
    addresses = [creditor.address, *([collector.address] if collector else [])]
    yield from ((ADDRESS, line) for address in addresses for line in _lines(address))
    if creditor.sender is not None and creditor.sender.name != creditor.name:
        yield "sender name", creditor.sender.name


def _lines(address: Address | None) -> tuple[str, ...]:
    """The lines of an address, and its town as it is sorted."""
    if address is None:
        return ()
    town = f"{address.postal_code} {address.city}"
    return tuple(v for v in (address.line1, address.line2, address.city, town, town.upper()) if v)
