"""The words of the page: both languages complete, typeset, courteous, and every key that code asks for exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chalicelib.adapters.page_rendering.words import FOLDER, LANGUAGES, PageWords, UnknownWords, page_words
from chalicelib.domain.debtor_page.screens import said
from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.dispute import DisputeReason
from chalicelib.domain.wording_lint import lint

ROOT = Path(__file__).resolve().parents[4]
PLACES = re.compile(r"\{\w+\}")
ASKED = re.compile(r"""(?:said|t|dated)\(\s*f?"([a-z_-]+\.[\w{}.-]+)\"""")


def _texts(language: str) -> dict[str, str]:
    words = page_words(language)
    return {key: words._texts[key] for key in words.keys}


def test_both_languages_say_the_same_things_with_the_same_values() -> None:
    french, english = _texts("fr"), _texts("en")
    assert french.keys() == english.keys()
    differing = [k for k in french if set(PLACES.findall(french[k])) != set(PLACES.findall(english[k]))]
    assert differing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_typeset(language: str) -> None:
    """No plain space before « : ; ? ! » in French, no straight apostrophe in any language."""
    for key, text in _texts(language).items():
        assert "'" not in text, key
        if language == "fr":
            assert not re.search(r" [:;?!»]|« |\d (?:€|jours?|Mo|Ko)", text), (key, text)
        assert page_words(language).form.typeset(text) == text, key


def test_every_french_text_passes_the_lint_of_wording() -> None:
    """LTR_06: no threat, no imitation of a court, no pressure."""
    found = {key: [p.excerpt for p in lint(text)] for key, text in _texts("fr").items() if lint(text)}
    assert found == {}


def test_every_text_that_code_and_layouts_ask_for_exists() -> None:
    sources = [
        *(ROOT / "chalicelib/entrypoints/page").glob("*.py"),
        *(ROOT / "chalicelib/wording/layout/page").glob("*.j2"),
        ROOT / "chalicelib/adapters/page_rendering/renderer.py",
    ]
    asked = {key for path in sources for key in ASKED.findall(path.read_text("utf-8"))}
    keys = page_words("fr").keys
    for key in asked:
        pattern = re.compile(re.sub(r"\\\{.*?\\\}", r".+", re.escape(key)) + r"\Z")
        assert any(pattern.match(known) for known in keys), key
    assert len(asked) > 100


def test_every_reason_of_a_dispute_has_its_words() -> None:
    for reason in DisputeReason:
        assert page_words("fr").has(f"dispute.{reason.value}")
        assert page_words("fr").has(f"dispute.because_{reason.value}")


def test_a_value_is_written_as_its_language_writes_it_and_never_read_as_words() -> None:
    assert page_words("fr").said(said("claim.state_reference", payment="{on} \u202e<b>\n'")) == (
        "Référence du paiement\u00a0: {on} <b> '."
    )
    assert "1\u202f234,56\u00a0€" in page_words("fr").text("pay.link", amount=Money(123_456))
    assert "€1,234.56" in page_words("en").text("pay.link", amount=Money(123_456))


def test_a_missing_text_or_value_is_a_fault_and_no_hole() -> None:
    with pytest.raises(UnknownWords):
        page_words("fr").text("no.such")
    with pytest.raises(UnknownWords):
        page_words("fr").text("pay.link")


def test_another_language_reads_french() -> None:
    assert page_words("de").language == "fr"
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(LANGUAGES)
    assert isinstance(page_words("en"), PageWords)
