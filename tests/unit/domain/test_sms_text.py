"""SMS: alphabet, segments and safe cuts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.sms_text import is_gsm7, shorten_gsm7, sms_segments, sms_units, to_gsm7


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ê" * 70, 1),
        ("ê" * 71, 2),
        ("ê" * 134, 2),
        ("ê" * 135, 3),
        ("", 1),
    ],
)
def test_segments_are_counted_as_the_operator_bills_them(text: str, segments: int) -> None:
    assert sms_segments(text) == segments


def test_an_escape_sequence_never_straddles_two_segments() -> None:
    assert sms_segments("a" * 152 + "€" + "a" * 152) == 3  # 306 septets, of which one is left unused


def test_one_letter_outside_the_alphabet_makes_it_ucs2() -> None:
    assert is_gsm7("réf. où à é ù ò Ç")
    assert not any(is_gsm7(letter) for letter in "çêûœâî’\u00a0")


def test_french_letters_become_their_nearest() -> None:
    assert to_gsm7("Forêt d’Œuvre\u00a0: ça coûte 10\u202f000 €…") == "Foret d'Oeuvre : ca coute 10 000 €..."


@given(st.text(max_size=300))
def test_whatever_comes_in_gsm7_comes_out(text: str) -> None:
    assert is_gsm7(to_gsm7(text))


@given(st.text(alphabet="abc dé€{}", max_size=300), st.integers(min_value=4, max_value=160))
def test_a_cut_text_fits(text: str, units: int) -> None:
    assert sms_units(shorten_gsm7(text, units)) <= units


def test_a_cut_falls_at_a_word_and_shows() -> None:
    assert shorten_gsm7("Etablissements Durand et Fils", 24) == "Etablissements Durand..."
