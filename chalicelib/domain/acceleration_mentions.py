"""What a notice of acceleration must say: the clause, what is missing, by when, and what follows (PLAN_02, R-077).

A notice that does not say that the term may be lost, or leaves no reasonable time, does not bring it about (Cass. 1re
civ., 22 March 2023, no. 21-16.044).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .first_letter_mentions import Problem
from .messages import MessageFacts, MessageIncomplete
from .plain_words import plain_words
from .written_form import FORMS, WrittenForm

TEMPLATE = "acceleration_notice"
_DEMAND = re.compile(r"\bmettons en demeure\b")
_CLAUSE = re.compile(r"\bdecheance du terme\b")
_CONSEQUENCE = re.compile(r"\ben une fois\b")


def acceleration_problems(text: str, facts: MessageFacts) -> Iterator[Problem]:
    """Every mention that the words of the letter lack."""
    told, plan = facts.instalment, facts.plan
    if told is None or plan is None or told.last_day is None:
        yield Problem("PLAN_02", "a notice of acceleration needs its plan, its instalment and its last day")
        return
    read, form = plain_words(text), FORMS["fr"]
    for name in (facts.creditor.name, facts.debtor.name):
        if plain_words(name) not in read:
            yield Problem("PLAN_02", f"a party is not named: {name}")
    wanted = {
        "the instalment that was missed": form.format_date(told.on),
        "the amount that is missing": form.format_money(told.missing),
        "what could be claimed at once": form.format_money(told.left),
        "the last day for paying": form.format_date(told.last_day),
        "the delay that the plan gives": _days(plan.acceleration_days, form),
    }
    for what, words in wanted.items():
        if plain_words(words) not in read:
            yield Problem("PLAN_02", f"the text does not say {what}: {words}")
    for pattern, what in (
        (_CLAUSE, "the clause (« déchéance du terme »)"),
        (_DEMAND, "that it is a formal notice (« mettons en demeure »)"),
        (_CONSEQUENCE, "what may follow: the balance at once (« en une fois »)"),
    ):
        if not pattern.search(read):
            yield Problem("PLAN_02", f"the text does not say {what}")


def check_acceleration(template: str, text: str, facts: MessageFacts) -> None:
    """Errors: ``message_incomplete`` names what a notice of acceleration lacks."""
    missing = tuple(acceleration_problems(text, facts)) if template == TEMPLATE else ()
    if missing:
        raise MessageIncomplete("; ".join(map(str, missing))[:500])


def _days(count: int, form: WrittenForm) -> str:
    return form.format_days(count)
