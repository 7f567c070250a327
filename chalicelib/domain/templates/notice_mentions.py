"""What a text must say of the debt itself: every reminder (R-048), and a formal notice above all (R-040, R-049)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chalicelib.domain.first_letter_mentions import Problem
from chalicelib.domain.message_data import known_data
from chalicelib.domain.messages import MessageFacts
from chalicelib.domain.plain_words import plain_words
from chalicelib.domain.wording_lint import mask
from chalicelib.domain.written_form import form_of

_DEMAND = re.compile(r"\b(?:mettons en demeure|mise en demeure|formal notice|formally (?:require|demand)\w*)\b")
_CONSEQUENCE = re.compile(r"\b(?:juridiction\w*|tribuna\w+|juges?|en justice|judiciaire\w*|courts?)\b")


def notice_problems(text: str, facts: MessageFacts) -> Iterator[Problem]:
    """Parties, amount with the detail, due dates, the demand, a last day as a date, and what may follow (R-049)."""
    read, form = plain_words(text), form_of(facts.debtor.language)
    for name in (facts.creditor.name, facts.debtor.name):
        if plain_words(name) not in read:
            yield Problem("R-049", f"a party is not named: {name}")
    yield from origin_problems(text, facts, "R-049")
    for line in facts.statement.lines:
        due = line.invoice.due_date
        if not any(plain_words(day) in read for day in (form.format_date(due), form.format_short_date(due))):
            yield Problem("R-049", f"the due date of an invoice is not said: {line.invoice.number}")
    if not _DEMAND.search(read):
        yield Problem("R-049", "the text does not say that it is a formal notice (« mettons en demeure »)")
    if not _CONSEQUENCE.search(plain_words(mask(text, known_data(facts)))):
        yield Problem("R-049", "the text does not say what may follow: the competent court")
    last_day = facts.notice_last_day
    if last_day is not None and plain_words(form.format_date(last_day)) not in read:
        yield Problem("R-040", "the last day for paying is not named as a date")


def origin_problems(text: str, facts: MessageFacts, rule: str = "R-048") -> Iterator[Problem]:
    """The exact amount, and the invoices that it comes from."""
    read, form = plain_words(text), form_of(facts.debtor.language)
    amounts = (facts.statement.total, facts.statement.principal)
    if not any(plain_words(form.format_money(amount)) in read for amount in amounts):
        yield Problem(rule, "the exact amount is not said")
    for line in facts.statement.lines:
        if plain_words(line.invoice.number) not in read:
            yield Problem(rule, f"an invoice is not named: {line.invoice.number}")
