"""The five mentions of the first letter of a mandate (CPCE R124-4): omitting any one is an offence (R124-7)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from . import french
from .collector import Payee
from .messages import MessageFacts
from .parties import Address
from .plain_words import plain_words
from .wording_lint import STATUTORY_CHECKSUMS, checksum, paragraphs

_ACTIVITY = re.compile(r"\b(?:exerce\w*|activite)\b[^.]{0,40}\brecouvrement amiable\b")
_DEMAND = re.compile(
    r"\b(?:demandons|prions|invitons|mettons en demeure)\b[^.]{0,60}\b(?:payer|regler|paiement|reglement|verser)\b"
    r"|\b(?:ask|request|require|invite|please|notice)\b[^.]{0,60}\b(?:pay|payment|settle|remit|transfer)\b"
)
_LIKE_THE_LAW = re.compile(r"^\W*(?:les frais de recouvrement entrepris sans|cependant,? le creancier qui justifie)")


@dataclass(frozen=True)
class Problem:
    """A rule that a text breaks, by its id. ``mention`` is the number in R124-4 of the mention that is missing."""

    rule: str
    detail: str
    mention: int | None = None

    def __str__(self) -> str:
        return f"{self.rule} {self.mention}°: {self.detail}" if self.mention else f"{self.rule}: {self.detail}"


def first_letter_problems(text: str, facts: MessageFacts) -> Iterator[Problem]:
    """LTR_02 by the number of the mention, LTR_03 for the statutory text, LTR_04 for its own reference and date."""
    read = plain_words(text)
    for number, missing in (
        (1, _who_collects(read, facts)),
        (2, _who_is_owed(read, facts)),
        (3, _what_is_owed(read, facts)),
        (4, _how_to_pay(read, facts)),
    ):
        for detail in missing:
            yield Problem("LTR_02", detail, number)
    yield from _statutory_text(text)
    for what, value in (("reference", facts.own_reference), ("date", french.format_date(facts.today))):
        if plain_words(value) not in read:
            yield Problem("LTR_04", f"the letter does not show its own {what}, which is recalled ever after")


def _who_collects(read: str, facts: MessageFacts) -> Iterator[str]:
    collector = facts.collector
    if collector is None:
        return
    yield from _identity(read, "collector", collector.name, collector.address)
    if not _ACTIVITY.search(read):
        yield "it is not said that the collector carries on the activity of amicable collection"


def _who_is_owed(read: str, facts: MessageFacts) -> Iterator[str]:
    yield from _identity(read, "creditor", facts.creditor.name, facts.creditor.address)


def _identity(read: str, who: str, name: str, address: Address) -> Iterator[str]:
    if plain_words(name) not in read:
        yield f"the name of the {who} is missing"
    if any(plain_words(line) not in read for line in (address.line1, address.postal_code, address.city)):
        yield f"the address of the {who} is missing"


def asks_to_pay(text: str, facts: MessageFacts) -> bool:
    """Whether a text demands a payment, or gives an account to pay to."""
    read = plain_words(text)
    accounts = (facts.creditor.iban, facts.collector.dedicated_iban if facts.collector else None)
    closely = read.replace(" ", "")
    return bool(_DEMAND.search(read)) or any(plain_words(iban).replace(" ", "") in closely for iban in accounts if iban)


def _what_is_owed(read: str, facts: MessageFacts) -> Iterator[str]:
    """Each debt named; principal, interest and each accessory apart, each with its own name; then the total."""
    account = facts.statement
    for line in account.lines:
        if line.total_left.amount > 0 and plain_words(line.invoice.number) not in read:
            yield f"the basis of the claim is missing: invoice {line.invoice.number}"
    elements = [
        ("principal", r"\bprincipal\b", account.principal),
        ("interest", r"\b(?:interets?|penalites de retard)\b", account.interest),
        ("indemnity", r"\bindemnite", account.fixed_indemnity),
        ("complementary indemnity", r"\bcomplementaire", account.complementary_indemnity),
        ("total", r"\btotal\b|\bsomme\b", account.total),
    ]
    for name, label, amount in elements:
        if amount.amount > 0 and not (re.search(label, read) and _amount_in(read, french.format_money(amount))):
            yield f"the {name} is not itemised: {french.format_money(amount)}"


def _amount_in(read: str, amount: str) -> bool:
    return re.search(rf"(?<!\d)(?<!\d ){re.escape(plain_words(amount))}", read) is not None


def _how_to_pay(read: str, facts: MessageFacts) -> Iterator[str]:
    """The demand, the account of the right payee alone (PAY_06), the reference to quote, whom to ask."""
    if not _DEMAND.search(read):
        yield "the demand to pay is missing"
    collector = facts.collector
    accounts = {Payee.CREDITOR: facts.creditor.iban, Payee.COLLECTOR: collector.dedicated_iban if collector else None}
    closely = read.replace(" ", "")
    for payee, iban in accounts.items():
        given = bool(iban) and plain_words(iban or "").replace(" ", "") in closely
        if payee is facts.payee and not given:
            yield "how to pay is missing: the account of the payee"
        elif payee is not facts.payee and given and iban != accounts[facts.payee]:
            yield "how to pay is wrong: the account of another than the payee"
    if plain_words(facts.case_reference) not in read:
        yield "the reference to quote is missing"
    if not any(contact in closely for contact in _contacts(facts)):
        yield "whom to contact is missing"


def _contacts(facts: MessageFacts) -> list[str]:
    people = (facts.case_manager, facts.collector)
    numbers = [french.format_phone(each.phone) for each in people if each and each.phone]
    emails = [each.email for each in people if each and each.email]
    return [plain_words(value).replace(" ", "") for value in (*numbers, *emails)]


def _statutory_text(text: str) -> Iterator[Problem]:
    """The second and third paragraphs of CPCE L111-8, word for word (LTR_03)."""
    found = [checksum(paragraph) for paragraph in paragraphs(text)]
    if set(found) >= STATUTORY_CHECKSUMS:
        return
    alike = [paragraph for paragraph in paragraphs(text) if _LIKE_THE_LAW.search(plain_words(paragraph))]
    if len(alike) < len(STATUTORY_CHECKSUMS):
        yield Problem("LTR_02", "the second and third paragraphs of CPCE L111-8 are missing", 5)
    if any(checksum(paragraph) not in STATUTORY_CHECKSUMS for paragraph in alike):
        yield Problem("LTR_03", "the text of CPCE L111-8 is not word for word")
