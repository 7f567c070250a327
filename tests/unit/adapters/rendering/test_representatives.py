"""Whoever stands for the debtor is addressed in their own quality; what is said of the debtor stays the debtor's."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from chalicelib.adapters.rendering.renderer import Renderer
from chalicelib.domain.debtor_fact import DebtorFact, FactKind, Representative
from chalicelib.domain.messages import EmailContent, MessageFacts
from chalicelib.domain.parties import Address, DebtorKind

from .facts import facts
from .mandate_facts import after_the_letter, before_the_letter
from .sending import final, send

RENDERER = Renderer()
SOMEONE = Representative(
    "Maître Solène Aubrac", Address("27 rue de la Pépinière", "75008", "Paris"), "a@avocat.example"
)
WRITTEN = {FactKind.LAWYER: "Maître,", FactKind.GUARDIANSHIP: "Madame, Monsieur,", FactKind.DEATH: "Madame, Monsieur,"}
QUALITY = {
    FactKind.LAWYER: "en votre qualité de conseil. ",
    FactKind.GUARDIANSHIP: "en votre qualité de représentant légal. ",
    FactKind.DEATH: "en votre qualité de représentant d'une succession. ",
}
REMINDERS = ("reminder_1", "reminder_2", "formal_notice")
RECEIPTS = ("receipt", "final_receipt", "receipt_withdrawal")


def represented(some: MessageFacts, kind: FactKind) -> MessageFacts:
    fact = DebtorFact("fact_1", kind, date(2026, 2, 20), datetime(2026, 2, 20, 9, tzinfo=UTC), 1, 1, addressee=SOMEONE)
    debtor = replace(some.debtor, facts=(fact,))
    return replace(some, debtor=debtor, recipient_name=SOMEONE.name)


def for_template(template: str, kind: FactKind, *, mandate: bool) -> MessageFacts:
    whose = DebtorKind.COMPANY if kind is FactKind.LAWYER else DebtorKind.CONSUMER
    some = before_the_letter(whose) if template == "first_letter" else after_the_letter(whose)
    some = some if mandate else facts(whose)
    if template == "final_receipt":
        some = final(some)
    return represented(some if template in RECEIPTS else replace(some, receipt=None), kind)


def words_of(email: EmailContent) -> str:
    return " ".join(email.text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'").split())


@pytest.mark.parametrize("kind", WRITTEN)
@pytest.mark.parametrize("mandate", [False, True])
@pytest.mark.parametrize("template", [*REMINDERS, *RECEIPTS])
def test_each_message_says_in_what_quality_it_is_read_and_whom_it_concerns(
    template: str, kind: FactKind, mandate: bool
) -> None:
    """STOP_04: the debtor is named, and « vous » is said to be them; every mention still stands (R-048)."""
    some = for_template(template, kind, mandate=mandate)
    words = words_of(RENDERER.email(template, some))
    assert words.startswith(WRITTEN[kind])
    opening = words[: words.index("Ci-après")]
    assert QUALITY[kind] in opening
    assert some.debtor.name in opening
    assert ("redevable" in opening) is (template not in RECEIPTS)
    assert "Bonjour" not in words
    send(RENDERER, template, "email", some)
    send(RENDERER, template, "letter", some)


@pytest.mark.parametrize("kind", WRITTEN)
def test_the_first_letter_of_a_mandate_keeps_its_five_mentions_when_somebody_else_reads_it(kind: FactKind) -> None:
    """STOP_04, LTR_02."""
    some = for_template("first_letter", kind, mandate=True)
    send(RENDERER, "first_letter", "letter", some)
    words = " ".join(RENDERER.letter("first_letter", some).words.replace("’", "'").split())
    assert QUALITY[kind] in words
    assert f"agréer, {WRITTEN[kind]} l'expression" in words
    assert "Le présent courrier" in words


@pytest.mark.parametrize("kind", WRITTEN)
@pytest.mark.parametrize("template", [*REMINDERS, "receipt_withdrawal"])
def test_a_letter_takes_leave_as_it_greeted(template: str, kind: FactKind) -> None:
    words = " ".join(RENDERER.letter(template, for_template(template, kind, mandate=False)).words.split())
    assert f"agréer, {WRITTEN[kind]} l" in words
    assert ("Madame" in words) is (kind is not FactKind.LAWYER)


@pytest.mark.parametrize("template", [*REMINDERS, *RECEIPTS, "first_letter"])
def test_a_subject_tells_third_parties_nothing_of_a_representation(template: str) -> None:
    """CON_07: the subject is that of a message to the debtor."""
    some = for_template(template, FactKind.GUARDIANSHIP, mandate=True)
    alone = replace(some, debtor=replace(some.debtor, facts=()))
    assert RENDERER.email(template, some).subject == RENDERER.email(template, alone).subject


@pytest.mark.parametrize("template", [*REMINDERS, *RECEIPTS])
def test_once_the_fact_is_withdrawn_the_debtor_is_written_to_as_before(template: str) -> None:
    """STOP_04: not a word of it is left."""
    some = for_template(template, FactKind.LAWYER, mandate=False)
    gone = tuple(replace(fact, withdrawn_at=datetime(2026, 2, 21, 9, tzinfo=UTC)) for fact in some.debtor.facts)
    back = replace(some, debtor=replace(some.debtor, facts=gone), recipient_name=None)
    never = replace(back, debtor=replace(back.debtor, facts=()))
    assert RENDERER.email(template, back) == RENDERER.email(template, never)
    assert "Ci-après" not in words_of(RENDERER.email(template, back))
