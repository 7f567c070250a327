"""Take any one mention or recall out of a text of a mandate: it is refused by the name of the rule (LTR_01..LTR_05)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.adapters.rendering.renderer import Renderer
from chalicelib.domain.ledger import Payment
from chalicelib.domain.mentions import CODES
from chalicelib.domain.messages import MessageFacts
from chalicelib.domain.money import Money
from chalicelib.domain.parties import DebtorKind
from tests.support.wordings import Change, renderer_with

from .facts import CREDITOR, facts, line, receipt_facts, statement_of
from .mandate_facts import after_the_letter, before_the_letter
from .sending import final, refused, send

FOR_WHOM = "au nom et pour le compte de notre mandant, {{ creditor.name }}"
SECOND = "Les frais de recouvrement entrepris sans titre exécutoire restent à la charge du créancier"
THIRD = "Cependant, le créancier qui justifie du caractère nécessaire"
LETTER = "first_letter"
MENTIONS = (
    ("LTR_02 1°", "letter", [Change(LETTER, "body", "exerce une activité de recouvrement amiable", "s'occupe")]),
    ("LTR_02 2°", "letter", [Change(LETTER, "body", "@mandate_parties\n")]),
    ("LTR_02 3°: the basis", "letter", [Change(LETTER, "body", "@invoices_detailed\n")]),
    (
        "LTR_02 3°: the principal",
        "letter",
        [Change(LETTER, "body", "@amounts\n"), Change(LETTER, "body", "@invoices_detailed", "{{ invoice_numbers }}")],
    ),
    ("LTR_02 4°: the demand", "letter", [Change(LETTER, "body", "Nous vous demandons de payer", "Il reste")]),
    ("LTR_02 4°: how to pay", "letter", [Change(LETTER, "body", '{% include "payment" %}')]),
    (
        "LTR_02 4°: whom to contact",
        "email",
        [Change("fragments", "arrangement", '{% include "reach" %}'), Change(LETTER, "body", "@signature\n")],
    ),
    ("LTR_02 5°", "letter", [Change(LETTER, "body", SECOND)]),
    ("LTR_02 5°", "letter", [Change(LETTER, "body", THIRD)]),
    ("LTR_03", "letter", [Change(LETTER, "body", "sauf disposition législative contraire", "sauf exception")]),
    ("LTR_03", "letter", [Change(LETTER, "body", "du débiteur de mauvaise foi", "du débiteur")]),
    (
        "LTR_04",
        "email",
        [
            Change(LETTER, "body", "**{{ own_reference }}**", "ci-dessus"),
            Change(LETTER, "subject", "{{ own_reference }}", "{{ reference }}"),
        ],
    ),
    ("LTR_05", "letter", [Change(LETTER, "body", FOR_WHOM, "ici")]),
)


@pytest.mark.parametrize(("rule", "channel", "changes"), MENTIONS)
def test_a_first_letter_without_any_one_mention_is_refused(rule: str, channel: str, changes: list[Change]) -> None:
    """LTR_02 by the number of the mention, LTR_03, LTR_04, LTR_05."""
    refusal = refused(renderer_with(*changes), LETTER, channel, before_the_letter())
    assert rule in refusal.detail
    assert refusal.code == CODES[rule[:6]]


RECALLED = (
    ("reminder_1", "email", "fragments", "acting"),
    ("reminder_1", "letter", "fragments", "acting"),
    ("reminder_2", "email", "fragments", "acting"),
    ("formal_notice", "letter", "fragments", "acting"),
    ("formal_notice", "email", "fragments", "acting"),
    ("receipt", "email", "fragments", "acting"),
    ("receipt", "letter", "receipt", "body"),
    ("receipt_withdrawal", "letter", "fragments", "acting"),
    ("receipt_withdrawal", "email", "fragments", "acting"),
    ("call_verification", "call", "call_verification", "opening.0"),
    ("call_verification", "call", "call_verification", "voicemail"),
    ("last_call", "call", "last_call", "opening.0"),
    ("last_call", "call", "last_call", "voicemail"),
    ("reminder_2_sms", "sms", "reminder_2_sms", "sms"),
)


@pytest.mark.parametrize("recalled", ["{{ letter.reference }}", "{{ letter.date }}"])
@pytest.mark.parametrize(("template", "channel", "text", "part"), RECALLED)
def test_a_later_text_that_does_not_recall_the_letter_is_refused(
    template: str, channel: str, text: str, part: str, recalled: str
) -> None:
    """LTR_04: its reference and the day it was sent, on every channel."""
    if channel == "sms":
        recalled = recalled.replace("date", "short_date")
    refusal = refused(renderer_with(Change(text, part, recalled, "…")), template, channel, after_the_letter())
    assert refusal.detail.startswith("LTR_04")
    assert refusal.code == "first_letter_not_recalled"


@pytest.mark.parametrize("lost", ["{{ letter.reference }}", "{{ letter.date }}"])
def test_a_final_receipt_recalls_the_letter_too(lost: str) -> None:
    """LTR_04, R124-6."""
    some = final(after_the_letter())
    assert (
        "LTR_04"
        in refused(renderer_with(Change("final_receipt", "body", lost)), "final_receipt", "letter", some).detail
    )


NAMED = (
    ("reminder_1", "email", "fragments", "acting", FOR_WHOM),
    ("formal_notice", "letter", "fragments", "acting", FOR_WHOM),
    ("receipt", "letter", "receipt", "body", "au nom et pour le compte de son mandant, {{ creditor.name }}"),
    ("call_verification", "call", "call_verification", "opening.0", FOR_WHOM),
    ("last_call", "call", "last_call", "voicemail", "pour {{ creditor.name }}"),
    ("reminder_2_sms", "sms", "reminder_2_sms", "sms", "pour {{ creditor_name }}"),
)


@pytest.mark.parametrize(("template", "channel", "text", "part", "words"), NAMED)
def test_a_text_that_hides_for_whom_the_collector_acts_is_refused(
    template: str, channel: str, text: str, part: str, words: str
) -> None:
    """LTR_05, C. conso L121-2 3°."""
    some = after_the_letter()
    renderer = renderer_with(Change(text, part, words, "ici"))
    if template == "formal_notice":
        renderer = renderer_with(
            Change(text, part, words, "ici"), Change(template, "body", "au nom et pour le compte de notre mandant, ")
        )
    refusal = refused(renderer, template, channel, some)
    assert "LTR_05" in refusal.detail


def test_before_the_first_letter_nothing_is_written_but_a_receipt() -> None:
    """LTR_01, R124-6."""
    some = after_the_letter(first_letter=None)
    assert refused(Renderer(), "reminder_1", "email", some).code == "first_letter_missing"
    assert refused(Renderer(), "call_verification", "call", some).code == "first_letter_missing"
    send(Renderer(), "receipt", "letter", some)


@pytest.mark.parametrize("kind", list(DebtorKind))
def test_a_statement_that_the_debtor_may_be_given_is_checked_too(kind: DebtorKind) -> None:
    """LTR_04, LTR_05, COST_01: it sends itself to nobody, yet the debtor may read it; bank references are data."""
    taken = Payment("pay_1", Money(20_000), date(2026, 2, 20), 1, "cheque", "saisie, frais de dossier 15,00 €")
    for some in (facts(kind), before_the_letter(kind), after_the_letter(kind)):
        send(Renderer(), "statement", "letter", replace(some, payments=(taken,)))
    unnamed = renderer_with(Change("statement", "body", "{{ letter.reference }}"))
    assert "LTR_04" in refused(unnamed, "statement", "letter", after_the_letter(kind)).detail
    billed = renderer_with(Change("statement", "body", "## Factures", "Frais de dossier : 15,00 €\n\n## Factures"))
    rule = "COST_02" if kind is DebtorKind.CONSUMER else "COST_01"
    assert rule in refused(billed, "statement", "letter", facts(kind)).detail


@pytest.mark.parametrize("template", ["receipt", "receipt_withdrawal"])
def test_what_precedes_the_first_letter_asks_for_nothing(template: str) -> None:
    """LTR_01: neither an account to pay to nor a demand stands in a receipt, or in what withdraws one."""
    some = before_the_letter(receipt=receipt_facts(reversed_on=date(2026, 2, 26)))
    for channel in ("email", "letter"):
        send(Renderer(), template, channel, some)
    for words in (Renderer().email(template, some).text, Renderer().letter(template, some).words):
        assert "Comment régler" not in words
        assert "FR76" not in words
    asking = renderer_with(Change("fragments", "acting", "{% if mandate %}", "{{ iban }} {% if mandate %}"))
    assert "LTR_01" in refused(asking, template, "email", some).detail
    send(Renderer(), template, "email", after_the_letter(receipt=some.receipt))


def test_a_letter_that_was_not_posted_yet_cannot_be_recalled() -> None:
    """LTR_04: its sending date."""
    some = after_the_letter()
    assert some.first_letter is not None
    unposted = replace(some, first_letter=replace(some.first_letter, posted_on=None))
    assert refused(Renderer(), "reminder_1", "email", unposted).code == "first_letter_not_recalled"


@pytest.mark.parametrize("kind", tuple(DebtorKind))
def test_the_shipped_first_letter_has_its_five_mentions(kind: DebtorKind) -> None:
    """LTR_02, R124-4."""
    for channel in ("letter", "email"):
        send(Renderer(), "first_letter", channel, before_the_letter(kind))


def with_costs_on_proof(some: MessageFacts) -> MessageFacts:
    """150,00 EUR of costs beyond the fixed indemnity, on proof (IND_05)."""
    proven = Money(15_000)
    first, *others = some.statement.lines
    claimed = replace(
        first,
        complementary_indemnity=proven,
        complementary_indemnity_left=proven,
        total_left=first.total_left + proven,
    )
    account = some.statement
    return replace(
        some,
        statement=replace(
            account,
            lines=(claimed, *others),
            complementary_indemnity=proven,
            total=account.total + proven,
        ),
    )


def test_the_complementary_indemnity_is_itemised_and_is_no_cost_put_on_a_business() -> None:
    """IND_05, LTR_02 3°, COST_01."""
    some = with_costs_on_proof(before_the_letter())
    assert "150,00\u00a0€" in Renderer().letter(LETTER, some).words
    send(Renderer(), LETTER, "letter", some)
    later = with_costs_on_proof(after_the_letter())
    for template in ("reminder_1", "reminder_2", "formal_notice"):
        send(Renderer(), template, "email", later)
    unsaid = renderer_with(
        Change(LETTER, "body", "@amounts\n"), Change(LETTER, "body", "@invoices_detailed", "{{ invoice_numbers }}")
    )
    assert "the complementary indemnity is not itemised" in refused(unsaid, LETTER, "letter", some).detail


def test_a_private_individual_may_mandate_a_collector() -> None:
    """INT_06: no word of L441-10 is left in the letter."""
    person = replace(CREDITOR, siren=None, siret=None, vat_number=None, is_private_individual=True)
    account = statement_of(line("Prêt 2025", date(2026, 1, 5), 10_000, business=False))
    some = before_the_letter(creditor=person, statement=account)
    send(Renderer(), LETTER, "letter", some)
    assert "L441-10" not in Renderer().letter(LETTER, some).words


def test_a_debtor_named_like_the_words_of_the_law_leaves_them_word_for_word() -> None:
    """LTR_03: data is masked around the statutory text, not in it."""
    some = before_the_letter()
    named = replace(some, debtor=replace(some.debtor, name="frais"), recipient_name="juge")
    send(Renderer(), LETTER, "letter", named)
