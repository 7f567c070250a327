"""Refuses a text that puts a cost of collection on the debtor (COST_01, COST_02, CPCE L111-8, C. conso L121-21).

The law's own indemnities for a late payment between professionals are no such cost: the fixed one (IND_01) and the
complementary one (IND_05). A consumer owes neither (IND_02), so there they are refused as well. Statutory text is
exempt by checksum; a denial passes (« aucuns frais ne vous sont demandés »).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from .cost_english import ENGLISH_COSTS, ENGLISH_INDEMNITY
from .plain_words import plain_words
from .wording_lint import ENGLISH, WordingProblem, WordingRule, compiled, lint, own_paragraphs, problems_of, sentences

RULE = "costs_on_debtor"
_COLLECTION = (
    r"(?:recouvrement|dossiers?|relances?|rappels?|mises? en demeure|lettres?|courriers?|timbres?|affranchissement"
    r"|postaux|postal|envois?|impayes?|rejets?|gestion|traitement|intervention|poursuites?|contentieux|procedure"
    r"|justice|huissiers?|commissaires? de justice|avocats?|mandataires?|retard|suivi|enquete|deplacement|visite"
    r"|appels?|telephone|sms)"
)
_COST = (
    r"(?:frais|honoraires|couts?|commissions?|forfaits?|participations?(?: aux frais)?)"
    rf" (?:(?:de la|de l'|de|du|des|d'|au|aux|pour) ?)?(?:[\w-]+ ){{0,2}}?{_COLLECTION}"
)
_AMOUNT = r"\d[\d ]{0,15}(?:[,.]\d{1,2})? ?(?:€|euros?|eur\b)"
_SHARE = r"\d[\d ]{0,15}(?:[,.]\d{1,2})? ?(?:€|euros?|eur\b|%)"
_EXTRA = r"(?:participations?|contributions?|supplements?|surcouts?|redevances?|majorations?|forfaits?)"
_OUR_WORK = (
    r"(?:recouvrement|(?:votre|du|de|ce) dossier|relances?|rappels?|notre intervention|nos demarches|impayes?"
    r"|courriers?|lettres?)"
)
_COSTS = r"(?:frais|honoraires|couts?|remuneration|emoluments|debours|depens)"
_ADDED = "puts a cost of collection on the debtor"
_RULES: tuple[WordingRule, ...] = tuple(
    (RULE, re.compile(pattern), _ADDED)
    for pattern in (
        rf"\b{_COST}(?: \w+)?[^.;€]{{0,25}}{_AMOUNT}",
        rf"{_AMOUNT} (?:de |d'|pour |au titre d(?:e|es|u) |correspondant aux? )(?:les |nos |vos )?{_COST}",
        rf"\b(?:redevables?|debiteurs?|debitrices?|tenue?s?)\b[^.;]{{0,25}}\b{_COST}",
        rf"\b(?:y compris|majoree?s?|augmentee?s?|outre|plus|hors|inclu\w+|comprenant)\b[^.;]{{0,20}}\b{_COST}",
        (
            rf"\b{_COST}[^.;]{{0,30}}\b(?:inclus(?:es?)?|compris(?:es?)?|en sus|a regler|a payer|exigibles?"
            r"|du(?:s|es?)?\b(?! (?:creancier|mandant)))"
        ),
        rf"\b(?:reglez|payez|acquittez|rembours\w+|reglerez|acquitterez)\b[^.;]{{0,30}}\b{_COST}",
        (
            r"\b(?:le cout|les frais|le prix) (?:de |du |d')(?:la |l'|cet? ?|cette |notre |votre )?"
            r"(?:presente?|lettre|courrier|mise en demeure|relance|rappel|appel|recouvrement)\b[^.;]{0,30}"
            r"\b(?:vous|votre|debiteur)\b"
        ),
        rf"(?:^|[:;] |- )frais ?[:=(]? ?{_AMOUNT}",
        r"\bpenalites? (?:de|pour) (?:relances?|rappels?|dossiers?|gestion|recouvrement|impayes?)\b",
        rf"\bclause penale\b[^.;]{{0,30}}{_SHARE}",
        r"\bdommages(?: et |[ -]+)interets?\b",
        rf"\b{_EXTRA}\b[^.;]{{0,30}}{_SHARE}[^.;]{{0,50}}\b{_OUR_WORK}\b",
        rf"\b{_EXTRA}\b[^.;]{{0,30}}\b{_OUR_WORK}\b[^.;]{{0,30}}{_SHARE}",
        (
            r"\b(?:emoluments?|debours|remuneration|timbres?|affranchissement|recommande|courriers?|lettres?)\b"
            r"[^.;,]{0,40}\b(?:a votre charge|vous (?:sera|seront|est|sont) (?:factur|reclam|imput|compt|demand)\w*"
            r"|vous incomb\w+)"
        ),
        (
            r"\b(?:devrez|devez|regler\w*|payer\w*|acquitter\w*)\b[^.;]{0,30}"
            r"\b(?:nos|notre) (?:emoluments|debours|remuneration|commission|vacations?)\b"
        ),
        (
            r"\b(?:nos|notre) (?:honoraires|frais|commission|remuneration|emoluments)\b[^.;]{0,30}"
            r"\b(?:inclu\w+|compris\w*|en sus|ajout\w+)\b"
        ),
        rf"\b{_COSTS}\b[^.;]{{0,40}}\b(?:supportee?s?|prise?s? en charge|acquittee?s?) par (?:vous|le debiteur)\b",
        rf"\b(?:vous|debiteur)\b[^.;]{{0,40}}\b(?:prendre en charge|supporter|assumer) (?:[\w']+ ){{0,3}}?{_COSTS}\b",
        rf"\b{_COSTS}\b[^.;]{{0,40}}\ba la charge (?:du debiteur|du client)\b",
    )
)
_ENGLISH_RULES: tuple[WordingRule, ...] = compiled((RULE, pattern, _ADDED) for pattern in ENGLISH_COSTS)
_ENGLISH_CONSUMER_RULES: tuple[WordingRule, ...] = compiled(
    [(RULE, ENGLISH_INDEMNITY, "claims from a consumer an indemnity that only professionals owe")]
)
_CONSUMER_RULES: tuple[WordingRule, ...] = (
    (
        RULE,
        re.compile(r"\bindemnites? (?:\w+ )?(?:forfaitaires?|complementaires?|de recouvrement|pour frais)\b"),
        "claims from a consumer an indemnity that only professionals owe",
    ),
)
_LEGAL_INDEMNITY = re.compile(
    r"(indemnites? (?:forfaitaires?|complementaires?)(?: legales?)?) (?:pour|de|au titre des?) (?:les )?"
    r"frais de recouvrement"
)


def cost_problems(
    text: str, *, consumer: bool, linted: Iterable[WordingProblem] | None = None
) -> tuple[WordingProblem, ...]:
    """The passages that put a cost of collection on the debtor. ``consumer``: whoever owes no indemnity (IND_02).

    ``linted`` is what ``lint`` found in the same text, where that is known.
    """
    found = [problem for problem in (lint(text) if linted is None else linted) if problem.rule == RULE]
    for paragraph in own_paragraphs(text):
        for sentence in sentences(paragraph):
            found += _of_sentence(sentence, consumer=consumer)
    return tuple({problem.excerpt: problem for problem in found}.values())


def _of_sentence(sentence: str, *, consumer: bool) -> list[WordingProblem]:
    plain = plain_words(sentence)
    read = plain if consumer else _LEGAL_INDEMNITY.sub(r"\1", plain)
    french = (*_RULES, *_CONSUMER_RULES) if consumer else _RULES
    english = (*_ENGLISH_RULES, *_ENGLISH_CONSUMER_RULES) if consumer else _ENGLISH_RULES
    found = (*problems_of(read, french), *problems_of(read, english, ENGLISH))
    return [replace(problem, excerpt=sentence.strip()) for problem in found]
