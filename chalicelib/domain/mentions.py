"""What every text must say and may not say, checked on the very words that leave (LTR_01 to LTR_07, COST, CON_07).

A problem refuses the text, whoever wrote it: nothing goes out and a person is asked. The first letter of a mandate has
its own five mentions (``first_letter_mentions``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .cost_lint import RULE as COST_RULE
from .cost_lint import cost_problems
from .errors import FieldProblem, Refused
from .first_letter_mentions import Problem, asks_to_pay, first_letter_problems
from .message_data import PAYMENT_REFERENCE, TRUE_NAMES, free_texts, identifiers, known_data
from .messages import MessageFacts
from .parties import DebtorKind
from .plain_words import plain_words
from .premium_numbers import premium_numbers
from .scenarios.model import FIRST_LETTER
from .secrecy import debt_words
from .sms_text import to_gsm7
from .wording_lint import lint, mask, own_paragraphs
from .written_form import FORMS

RECEIPTS = frozenset({"receipt", "final_receipt", "receipt_withdrawal"})
STATEMENT = "statement"
ASK_FOR_NOTHING = RECEIPTS | {STATEMENT}
NAME_FLOOR = 8  # what is left at least of a name that was cut for an SMS
_FOR = re.compile(r"\b(?:pour|for)\b")
_ON_BEHALF = re.compile(r"\bau nom et pour le compte d|\bin the name and on behalf of\b")

CODES = {
    "COST_02": "consumer_cost",
    "LTR_01": "first_letter_missing",
    "LTR_02": "mention_missing",
    "LTR_03": "statutory_text_altered",
    "LTR_04": "first_letter_not_recalled",
    "LTR_05": "creditor_not_named",
    "COST_01": "cost_on_debtor",
    "LTR_06": "wording_refused",
    "LTR_07": "premium_number",
    "CON_07": "debt_disclosed",
}
"""The code of each rule, the gravest first: where a text breaks several, the first one is the refusal's."""


@dataclass(frozen=True)
class Words:
    """A text as it leaves. ``exposed`` is what third parties may see or hear of it: (what it is, its words).

    ``apart`` are passages that are heard or read alone and so recall the first letter by themselves (a voicemail).
    ``data`` are values that stand in this text alone and are no wording of it.
    """

    template: str
    text: str
    exposed: tuple[tuple[str, str], ...] = ()
    apart: tuple[str, ...] = ()
    is_short: bool = False
    data: tuple[str, ...] = ()


class WordingRefused(Refused):
    """A text breaks a rule of what is said to a debtor; ``code`` names the gravest, ``errors`` every one."""

    code = "wording_refused"


def refuse(words: Words, facts: MessageFacts) -> None:
    """Raises WordingRefused where the words break a rule; the detail begins with the rule's name."""
    problems = sorted(problems_in(words, facts), key=lambda problem: list(CODES).index(problem.rule))
    if problems:
        raise WordingRefused(
            "; ".join(str(problem) for problem in problems)[:500],
            code=CODES[problems[0].rule],
            errors=tuple(FieldProblem(f"#/{words.template}", CODES[p.rule], str(p)) for p in problems),
        )


def problems_in(words: Words, facts: MessageFacts) -> tuple[Problem, ...]:
    """Every rule that a text breaks, in the order they were looked at."""
    checks: tuple[Callable[[Words, MessageFacts], Iterator[Problem]], ...] = (
        _first_letter,
        _creditor_named,
        _wording,
        _premium,
        _secrecy,
    )
    return tuple(problem for check in checks for problem in check(words, facts))


def _first_letter(words: Words, facts: MessageFacts) -> Iterator[Problem]:
    """LTR_01 to LTR_04: under a mandate, the letter itself, or its reference and date in whatever follows it."""
    if facts.collector is None:
        return
    if words.template == FIRST_LETTER:
        yield from first_letter_problems(words.text, facts)
    elif facts.first_letter is not None:
        yield from _recall(words, facts)
    elif words.template not in ASK_FOR_NOTHING:
        yield Problem("LTR_01", "the letter of CPCE R124-4 comes before any other contact")
    elif asks_to_pay(words.text, facts):
        yield Problem("LTR_01", "what precedes the letter of CPCE R124-4 asks for nothing")


def _recall(words: Words, facts: MessageFacts) -> Iterator[Problem]:
    letter = facts.first_letter
    if letter is None or letter.posted_on is None:
        yield Problem("LTR_04", "the first letter has no sending date yet")
        return
    days = {
        plain_words(written)
        for form in FORMS.values()
        for written in (form.format_date(letter.posted_on), form.format_short_date(letter.posted_on))
    }
    for text in map(plain_words, (words.text, *words.apart)):
        if not _has(text, plain_words(letter.reference)):
            yield Problem("LTR_04", f"the reference of the first letter is not recalled: {letter.reference}")
        if not any(_has(text, day) for day in days):
            yield Problem("LTR_04", f"the sending date of the first letter is not recalled: {letter.posted_on}")


def _has(text: str, value: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(value)}(?![\w-])", text) is not None


def _creditor_named(words: Words, facts: MessageFacts) -> Iterator[Problem]:
    """LTR_05: who is owed is named in every message; under a mandate, as the one for whom the collector acts."""
    yield from _named_in(plain_words(words.text), facts, is_short=words.is_short)
    for text in map(plain_words, words.apart):
        yield from _named_in(text, facts, is_short=True)


def _named_in(text: str, facts: MessageFacts, *, is_short: bool) -> Iterator[Problem]:
    creditor = facts.creditor
    names = [plain_words(creditor.name)]
    if is_short:
        shorter = (to_gsm7(creditor.name), creditor.sender_name, to_gsm7(creditor.sender_name))
        names += [plain_words(name) for name in shorter]
    said = [shown for name in names if (shown := _as_shown(name, text))]
    if not said:
        yield Problem("LTR_05", "the creditor is not named")
        return
    speaks_as_creditor = is_short and facts.public_name == creditor.sender_name
    if facts.collector is None or speaks_as_creditor:
        return
    on_behalf = _FOR if is_short else _ON_BEHALF
    after = [text[match.end() : match.end() + 40] for match in on_behalf.finditer(text)]
    if not any(part.find(name[:NAME_FLOOR]) >= 0 for part in after for name in said):
        yield Problem("LTR_05", "the text does not say for whom the collector acts (C. conso L121-2, 3°)")


def _as_shown(name: str, text: str) -> str:
    """The name as it stands in the text: whole, or cut with « ... »; empty when it does not."""
    if name in text:
        return name
    return next((name[:k] for k in range(len(name) - 1, NAME_FLOOR - 1, -1) if f"{name[:k]}..." in text), "")


def _wording(words: Words, facts: MessageFacts) -> Iterator[Problem]:
    """LTR_06, on the words with data masked and on free text apart; COST_01, and COST_02 towards a consumer."""
    read = "\n\n".join((*own_paragraphs(words.text), *(text for _, text in words.exposed)))
    masked = mask(read, (*known_data(facts), *words.data))
    found = lint(masked)
    for excerpt, problem in {each.excerpt: each for each in found if each.rule != COST_RULE}.items():
        yield Problem("LTR_06", f"{problem.detail}: « {excerpt} »")
    for name, text in free_texts(facts):
        for problem in lint(text):
            if problem.rule != COST_RULE and not (name in TRUE_NAMES and problem.rule == "imitation"):
                yield Problem("LTR_06", f"{problem.detail} ({name}): « {problem.excerpt} »")
    kind = facts.debtor.kind
    rule = "COST_02" if kind is DebtorKind.CONSUMER else "COST_01"  # an offence: C. conso L121-21, L132-23
    is_professional = kind.is_business or kind is DebtorKind.PUBLIC_BODY
    owes_indemnity = is_professional and not facts.creditor.is_private_individual
    for problem in cost_problems(masked, consumer=not owes_indemnity, linted=found):
        yield Problem(rule, f"{problem.detail}: « {problem.excerpt} »")
    for name, text in free_texts(facts):
        for problem in cost_problems(text, consumer=not owes_indemnity) if name != PAYMENT_REFERENCE else ():
            yield Problem(rule, f"{problem.detail} ({name}): « {problem.excerpt} »")


def _premium(words: Words, facts: MessageFacts) -> Iterator[Problem]:
    """LTR_07: in nothing that a consumer reads or hears."""
    if facts.debtor.kind is not DebtorKind.CONSUMER:
        return
    for number in premium_numbers(mask(words.text, (*identifiers(facts), *words.data))):
        yield Problem("LTR_07", f"a premium-rate number: {number} (C. conso L121-16)")


def _secrecy(words: Words, facts: MessageFacts) -> Iterator[Problem]:
    """CON_07: what the creditor or the debtor is called tells nothing; any other word may."""
    for name, text in words.exposed:
        found = debt_words(mask(text, known_data(facts, public=True)))
        if found:
            yield Problem("CON_07", f"{name} tells third parties of a debt: {', '.join(found)}")
