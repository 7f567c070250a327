"""A debtor who reads English: every text in English, as strict as in French; legal letters stay French."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.adapters.rendering import Renderer
from chalicelib.adapters.rendering.wording import wording_for
from chalicelib.domain.mentions import CODES
from chalicelib.domain.parties import CaseManager, DebtorKind
from chalicelib.domain.wording_lint import lint
from tests.support.wordings import Change, renderer_with

from .mandate_facts import COLLECTOR, after_the_letter, before_the_letter, told_to_the_creditor
from .scenes import english_company, english_consumer, english_first_letter, english_under_mandate, in_english
from .sending import refused, send
from .test_scenes import SCRIPTS, SMS, WRITTEN
from .test_texts import said_by, unwrapped

RENDERER = Renderer()
FRENCH_ONLY = {
    # what a French authority, the creditor or a court reads
    "call_public_body",
    "public_body_letter",
    "mandate_annex",
    "payment_advice",
    "proposal_advice",
    "claim_declaration",
    "chronology",
}
FRENCH_LABELS = ("events.", "declaration.", "actors.", "call_list.", "acknowledgement.")
LEGAL_LETTERS = ("formal_notice", "first_letter", "acceleration_notice")
IN_ENGLISH = [template for template in WRITTEN if template not in FRENCH_ONLY and template not in LEGAL_LETTERS]
FRENCH_SPACING = re.compile(r"[\s\u00a0\u202f][:;!?](?!\S)|«|»|'|\"|n°| {2,}")


def test_every_text_that_a_debtor_reads_or_hears_exists_in_english() -> None:
    assert set(wording_for("fr").templates) - set(wording_for("en").templates) == FRENCH_ONLY
    assert set(wording_for("en").templates) <= set(wording_for("fr").templates)


def test_every_passage_and_label_exists_in_english() -> None:
    assert set(wording_for("fr").fragments) <= set(wording_for("en").fragments)
    french = {key for key in _keys(wording_for("fr").labels) if not key.startswith(FRENCH_LABELS)}
    assert set(_keys(wording_for("en").labels)) - {"courtesy", "courtesy_lead", "courtesy_note"} == french


def _keys(labels: dict[str, Any], before: str = "") -> Iterator[str]:
    for key, value in labels.items():
        if isinstance(value, dict):
            yield from _keys(value, f"{before}{key}.")
        else:
            yield before + key


@pytest.mark.parametrize("template", wording_for("en").templates)
def test_the_own_words_of_every_text_pass_the_lint_in_every_branch(template: str) -> None:
    words = "\n\n".join(words for _, words in wording_for("en").own_parts(template))
    assert len(words) > 40
    assert lint(words) == ()


@pytest.mark.parametrize("template", wording_for("en").templates)
def test_the_same_parts_are_written_in_both_languages(template: str) -> None:
    english, french = wording_for("en").text(template), wording_for("fr").text(template)
    if not english.get("courtesy"):
        assert set(english) == set(french)
        for part, value in english.items():
            if isinstance(value, list):
                assert len(value) == len(french[part]), part


@pytest.mark.parametrize("kind", DebtorKind)
def test_english_is_written_with_english_marks_and_dates(kind: DebtorKind) -> None:
    some = in_english(replace(english_company(), debtor=after_the_letter(kind).debtor))
    words = [RENDERER.email(template, some).text.replace("\n-- \n", "\n") for template in IN_ENGLISH]
    words += [each for script in SCRIPTS[:2] for each in said_by(RENDERER.call_script(script, some))]
    for text in words:
        for line in text.replace("n° 4455667", "").split("\n"):
            if not line.startswith("  "):
                assert not FRENCH_SPACING.search(line), line
        assert not re.search(r"\d{2}/\d{2}/\d{4}|\d,\d\d\u00a0€", text)


def test_an_english_reminder_says_what_is_owed_how_to_pay_and_that_an_arrangement_is_open() -> None:
    """R-037, R-048, R-051."""
    for template in ("reminder_1", "reminder_2", "last_notice", "promise_broken"):
        text = unwrapped(RENDERER.email(template, english_company()).text)
        for said in (
            "F-2025-0412",
            "€15,104.73",
            "FR76 3000 6000 0112 3456 7890 189",
            "An amicable solution remains possible at any time",
            "2\u00a0March 2026",
        ):
            assert said in text, (template, said)


def test_an_english_consumer_reads_of_mediator_and_commission_and_of_no_commercial_penalty() -> None:
    """R-053, IND_02, COST_02."""
    for template in ("reminder_1", "reminder_2", "last_notice"):
        text = unwrapped(RENDERER.email(template, english_consumer()).text)
        assert "over-indebtedness commission" in text
        assert "Médiateur du bâtiment" in text
        for word in ("L441-10", "D441-5", "indemnity", "€40", "pénalités"):
            assert word not in text, word


def test_an_english_plan_has_its_terms_of_law_in_both_languages() -> None:
    """R-076 to R-078, PLAN_02."""
    text = unwrapped(RENDERER.email("plan_proposal", english_consumer()).text)
    for said in ("eight hundred euros and fifty-three cents", "€800.53", "déchéance du terme", "for 30\u00a0days"):
        assert said in text, said


def test_a_formal_notice_is_french_and_its_translation_follows() -> None:
    """R-049, LTR_02: what counts in law is the French text; a translation that adds no figure of its own follows."""
    for some in (english_company(), english_consumer(), english_under_mandate()):
        words = unwrapped(RENDERER.letter_words("formal_notice", some).words)
        assert words.index("translation into English follows") < words.index("Madame, Monsieur")
        french, english = words.split("Courtesy translation")
        assert "nous vous mettons en demeure" in french
        assert "au plus tard le 14\u00a0mars 2026" in french
        assert "we give you formal notice (mise en demeure)" in english
        assert "by 14\u00a0March 2026 at the latest" in english
        assert "the right to refer the matter to the competent court" in english
    subject = RENDERER.email("formal_notice", english_company()).subject
    assert subject == "Menuiserie Bellanger: an important letter for your attention (ref.\u00a0BEL-2026-0042)"


def test_the_first_letter_of_a_mandate_keeps_the_law_word_for_word_in_french() -> None:
    """LTR_02, LTR_03."""
    some = english_first_letter()
    send(RENDERER, "first_letter", "words", some)
    words = unwrapped(RENDERER.letter_words("first_letter", some).words)
    assert words.index("Les frais de recouvrement entrepris") < words.index("Courtesy translation")
    assert "carries on the activity of amicable collection" in words


def test_what_the_creditor_reads_stays_french_whatever_the_debtor_reads() -> None:
    """PAY_04."""
    some = in_english(told_to_the_creditor())
    assert "Madame, Monsieur," in RENDERER.email("payment_advice", some).text


def test_a_french_debtor_gets_no_translation() -> None:
    assert "Courtesy" not in RENDERER.letter_words("formal_notice", after_the_letter()).words


ENGLISH_FAULTS = (
    ("LTR_04", "reminder_1", "email", Change("fragments", "acting", "{{ letter.reference }}")),
    ("LTR_04", "reminder_1", "email", Change("fragments", "acting", "{{ letter.date }}")),
    ("LTR_04", "last_notice_sms", "sms", Change("last_notice_sms", "sms_short", "ref. {{ letter.reference }}")),
    ("LTR_04", "call_firm", "call", Change("fragments", "voicemail", "{{ letter.reference }}")),
    ("LTR_05", "last_notice", "email", Change("fragments", "acting", "in the name and on behalf of our client, ")),
    ("LTR_05", "reminder_2_sms", "sms", Change("reminder_2_sms", "sms", " for {{ creditor_name }}")),
    (
        "LTR_06",
        "reminder_2",
        "letter",
        Change("fragments", "arrangement", "An amicable", "We will sue you. An amicable"),
    ),
    (
        "LTR_06",
        "call_firm",
        "call",
        Change("call_firm", "closing.1", "Thank you", "Your assets will be seized. Thank you"),
    ),
    (
        "COST_01",
        "reminder_1",
        "email",
        Change("fragments", "arrangement", "An amicable", "File fee: €15.00. An amicable"),
    ),
    ("CON_07", "reminder_1", "email", Change("reminder_1", "subject", "a message", "your unpaid invoice, a message")),
    ("CON_07", "reminder_2_sms", "sms", Change("reminder_2_sms", "sms", "please contact", "about your debt, contact")),
    (
        "CON_07",
        "call_verification",
        "call",
        Change("fragments", "voicemail", "Thank you", "It is about a payment. Thank you"),
    ),
)


@pytest.mark.parametrize(("rule", "template", "channel", "change"), ENGLISH_FAULTS)
def test_each_mention_and_each_ban_holds_in_english(rule: str, template: str, channel: str, change: Change) -> None:
    """LTR_04 to LTR_06, COST_01, CON_07: by the rule's name, as in French."""
    both = [change]
    if template.endswith("_sms"):
        other = "sms" if change.part == "sms_short" else "sms_short"
        short = change.old.replace("contact {%", "contact us{%")
        if short in wording_for("en").text(template)[other]:
            both.append(replace(change, part=other, old=short))
    refusal = refused(renderer_with(*both, language="en"), template, channel, in_english(after_the_letter()))
    assert rule in refusal.detail
    assert CODES[rule] in {problem.code for problem in refusal.errors}


def test_an_english_letter_before_the_first_one_is_refused_under_a_mandate() -> None:
    """LTR_01: in English as in French, nothing that asks for money precedes the letter of R124-4."""
    refusal = refused(RENDERER, "reminder_1", "email", in_english(before_the_letter()))
    assert "LTR_01" in refusal.detail


def test_an_english_consumer_is_given_no_premium_number_and_no_indemnity() -> None:
    """LTR_07, COST_02, IND_02."""
    dear = CaseManager("Claire Fontaine", "+33892123456")
    refusal = refused(RENDERER, "reminder_1", "email", replace(english_consumer(), case_manager=dear))
    assert refusal.code == "premium_number"
    words = Change("fragments", "arrangement", "An amicable", "The fixed recovery indemnity is due. An amicable")
    assert (
        refused(renderer_with(words, language="en"), "reminder_1", "email", english_consumer()).code == "consumer_cost"
    )


def test_a_collector_that_is_called_by_debts_in_english_lets_the_creditor_s_name_stand() -> None:
    """CON_07."""
    some = in_english(after_the_letter(collector=replace(COLLECTOR, name="Aubrac Debt Recovery SAS")))
    for template in SMS:
        assert "Recovery" not in RENDERER.sms(template, some)
    assert RENDERER.email("reminder_1", some).subject.startswith("Menuiserie Bellanger:")
