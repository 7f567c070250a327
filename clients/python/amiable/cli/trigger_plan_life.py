"""A plan that both sides have signed is kept, or not: acts for ``amiable trigger``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import sample
from .session import json_of
from .trigger_plans import accept, propose

if TYPE_CHECKING:
    from .stage import Stage
    from .trigger_acts import Doing

UP_TO_SIXTEEN = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit"),
    *("neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize"),
)
ONES = (*UP_TO_SIXTEEN, "dix-sept", "dix-huit", "dix-neuf")
TENS = ("", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt")


def sign(stage: Stage) -> None:
    """The creditor signs by its key, the debtor on paper: figures, and the amount in words (C. civ. 1376)."""
    propose(stage)
    accept(stage)
    plan = stage.case["plan_id"]
    total = json_of(stage.client.negotiation.get_payment_plan(stage.case_id, plan))["total"]["amount"]
    paper = {"type": "correspondence", "name": "reconnaissance.pdf", "content_base64": sample.PAPER}
    by_debtor = {"side": "debtor", "figures": in_figures(total), "words": in_words(total), "document": paper}
    by_creditor = {"side": "creditor", "signatory": "Paul Durand, directeur"}
    for body in (by_creditor, by_debtor):
        stage.client.negotiation.sign_payment_plan(stage.case_id, plan, body)
    stage.look()


def pay_the_first(stage: Stage) -> None:
    """The first instalment, today."""
    plan = json_of(stage.client.negotiation.get_payment_plan(stage.case_id, stage.case["plan_id"]))
    stage.pay(plan["instalments"][0]["amount"]["amount"])


def wait_for(kind: str, *, days: int) -> Doing:
    """Nobody pays, and it happens within so many days."""

    def do(stage: Stage) -> None:
        stage.until(kind, by=(stage.today - stage.due).days + days)

    return do


def in_figures(cents: int) -> str:
    """As a person writes it."""
    return f"{cents // 100},{cents % 100:02d}"


def in_words(cents: int) -> str:
    """In French; under one million euros."""
    euros, rest = divmod(cents, 100)
    said = f"{_number(euros)} euros"
    return f"{said} et {_number(rest)} centimes" if rest else said


def _number(value: int) -> str:
    thousands, rest = divmod(value, 1_000)
    hundreds, units = divmod(rest, 100)
    said = [] if not thousands else ["mille"] if thousands == 1 else [_number(thousands), "mille"]
    if hundreds:
        said += ["cent"] if hundreds == 1 else [ONES[hundreds], "cent"]
    return " ".join([*said, _small(units)] if units or not said else said)


def _small(value: int) -> str:
    if value < len(ONES):
        return ONES[value]
    tens, units = divmod(value, 10)
    if tens in (7, 9):
        units += 10
    if units in (1, 11) and tens < 8:
        return f"{TENS[tens]} et {ONES[units]}"
    return f"{TENS[tens]}-{ONES[units]}" if units else TENS[tens]
