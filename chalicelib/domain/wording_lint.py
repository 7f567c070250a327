"""Refuses wording that frightens or misleads (LTR_06, R-050, R-063): C. conso L121-2, L121-5 to L121-7, C. pén. 433-13.

It reads a template's own words, with data masked (``mask``), or free text. It refuses what is stated as under way or
certain; a reserved right (« nous nous réservons le droit de saisir la juridiction compétente ») and a plain denial
(« aucune procédure n'est engagée ») pass. Statutory text is exempt by checksum (CPCE L111-8).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .plain_words import plain_words
from .wording_english import ENGLISH_LINE_RULES, ENGLISH_RULES
from .wording_pressure import PRESSURE_RULES
from .wording_rules import LINE_RULES, RULES

MASK = "…"

STATUTORY_CHECKSUMS = frozenset(
    {
        "f9fd1b7aa44478c48f6d99a95b6176cd8ac1f0eecb5d29a290b781be94f231dc",  # CPCE L111-8, second paragraph
        "ccf5a3a0290edda093199d6aa709b59337f14197467230a45f28d8c77db598cc",  # CPCE L111-8, third paragraph
    }
)

WordingRule = tuple[str, re.Pattern[str], str]
_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True)
class Grammar:
    """How a language parts its clauses, denies, and reserves a right."""

    clauses: re.Pattern[str]
    denied_before: re.Pattern[str]
    denied_within: re.Pattern[str]
    denied_after: re.Pattern[str]
    reserve: re.Pattern[str]


FRENCH = Grammar(
    clauses=re.compile(r"[,;:()–—]|\b(?:et|mais|car|donc|or|puis|tandis que|alors que)\b"),
    denied_before=re.compile(
        r"\b(?:aucune?s?|pas|ni|jamais|sans|nullement)(?: (?:un|une|de|du|des|la|le|les|en"
        r"|notre|votre|autres?|d'autres?))*(?: [dl]'?)?\s?$"
    ),
    denied_within=re.compile(r"\b(?:aucune?s?|ni|jamais|nullement|personne ne)\b|\bn'?\w* [\w' ]*\bpas\b(?! encore)"),
    denied_after=re.compile(r" (?:n'|ne )[\w' ]{0,20}\b(?:pas|ni)\b(?! encore)"),
    reserve=re.compile(
        r"\b(?:droit|possibilite|faculte) d[e']"
        r"|\b(?:pourr(?:a|ait|aient|ions|ons|ont)|peut|peuvent|susceptibles? de)\b"
    ),
)
ENGLISH = Grammar(
    clauses=re.compile(r"[,;:()–—]|\b(?:and|but|so|then|because|whereas|while)\b"),
    denied_before=re.compile(
        r"\b(?:no|not|never|nor|neither|without|\w+n't)"
        r"(?: (?:a|an|any|the|our|your|of|be|been|yet|other|further|such"
        r"|collection|recovery|reminder|file|additional))*\s?$"
    ),
    denied_within=re.compile(
        r"\b(?:no|not|never|nor|neither|nobody|none|\w+n't)\b(?! (?:hesitate|yet|only|choice|option|alternative))"
    ),
    denied_after=re.compile(r" (?:(?:is|are|has|have|will|shall|does|do) )?(?:not|never)\b(?! (?:yet|only))"),
    reserve=re.compile(r"\b(?:rights?|option|possibility|freedom) (?:to|of)\b|\b(?:may|might|could|can|would only)\b"),
)


def compiled(rules: Iterable[tuple[str, str, str]]) -> tuple[WordingRule, ...]:
    """Rules ready to be read with."""
    return tuple((rule, re.compile(pattern), detail) for rule, pattern, detail in rules)


_LANGUAGES = (
    (FRENCH, compiled((*RULES, *PRESSURE_RULES)), compiled(LINE_RULES)),
    (ENGLISH, compiled(ENGLISH_RULES), compiled(ENGLISH_LINE_RULES)),
)
"""Every text is read in both languages: a threat in the other one is a threat."""


@dataclass(frozen=True)
class WordingProblem:
    """A refused passage: the rule (``proceeding_stated``, ``imitation``, …), the words, and why."""

    rule: str
    excerpt: str
    detail: str


def lint(text: str) -> tuple[WordingProblem, ...]:
    """The refused passages of a text, in order; empty when it may be sent."""
    problems = []
    for paragraph in own_paragraphs(text):
        for grammar, rules, line_rules in _LANGUAGES:
            for sentence in sentences(paragraph):
                problems += problems_of(sentence, rules, grammar)
            for line in paragraph.split("\n"):
                problems += problems_of(line, line_rules, grammar)
    return tuple(problems)


def own_paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a text but for those that quote the law word for word."""
    return (p for p in paragraphs(text) if checksum(p) not in STATUTORY_CHECKSUMS)


def paragraphs(text: str) -> list[str]:
    """What blank lines part."""
    return re.split(r"\n\s*\n", text)


def sentences(paragraph: str) -> list[str]:
    """Across the lines of a wrapped message; an item of a list begins a sentence."""
    return _SENTENCES.split(re.sub(r"\s*\n\s*(?!- )", " ", paragraph))


def mask(text: str, data: Iterable[str]) -> str:
    """The text with each value of ``data`` replaced by « … »: a debtor may live « place du Tribunal ».

    A value is found whole, across the lines of a wrapped message too.
    """
    values = sorted({" ".join(v.split()) for v in data if v.strip()}, key=len, reverse=True)
    if not values:
        return text
    found = "|".join(r"\s+".join(map(re.escape, value.split(" "))) for value in values)
    return re.sub(rf"(?<!\w)(?:{found})(?!\w)", MASK, text)


def checksum(paragraph: str) -> str:
    """SHA-256 of the words, whatever the spaces and apostrophes."""
    words = " ".join(paragraph.replace("’", "'").split())
    return hashlib.sha256(words.encode()).hexdigest()


def problems_of(sentence: str, rules: Iterable[WordingRule], grammar: Grammar = FRENCH) -> list[WordingProblem]:
    """Each rule that a sentence breaks, once, unless it is denied or reserved there."""
    plain = plain_words(sentence)
    found: dict[str, WordingProblem] = {}
    for rule, pattern, detail in rules:
        for match in pattern.finditer(plain):
            if rule not in found and not _harmless(plain, match, rule, grammar):
                found[rule] = WordingProblem(rule, sentence.strip(), detail)
    return list(found.values())


def _harmless(plain: str, match: re.Match[str], rule: str, grammar: Grammar) -> bool:
    """Denied at the match itself, or reserved in its clause; papers and pressure have no excuse but a denial."""
    if rule == "threat":
        return False
    start = max((m.end() for m in grammar.clauses.finditer(plain, 0, match.start() + 1)), default=0)
    end = next((m.start() for m in grammar.clauses.finditer(plain, match.end())), len(plain))
    before, within = plain[start : match.start()], plain[match.start() : match.end()]
    denied = grammar.denied_before.search(before) or grammar.denied_within.search(within)
    if denied or grammar.denied_after.match(plain[match.end() : end]):
        return True
    return rule not in ("imitation", "pressure") and bool(grammar.reserve.search(before + within))
