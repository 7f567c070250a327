"""Amounts in words beside the figures (R-078, C. civ. 1376), against what a schoolbook says."""

from __future__ import annotations

import pytest

from chalicelib.domain.amount_in_words import in_english, in_french
from chalicelib.domain.money import Money

FRENCH = {
    50: "cinquante centimes",
    100: "un euro",
    101: "un euro et un centime",
    2_100: "vingt et un euros",
    7_100: "soixante et onze euros",
    8_000: "quatre-vingts euros",
    8_100: "quatre-vingt-un euros",
    9_100: "quatre-vingt-onze euros",
    9_900: "quatre-vingt-dix-neuf euros",
    20_000: "deux cents euros",
    20_100: "deux cent un euros",
    28_000: "deux cent quatre-vingts euros",
    100_000: "mille euros",
    124_560: "mille deux cent quarante-cinq euros et soixante centimes",
    8_000_000: "quatre-vingt mille euros",
    20_000_000: "deux cent mille euros",
    100_000_000: "un million d’euros",
    200_000_180: "deux millions un euros et quatre-vingts centimes",
}
ENGLISH = {
    1: "one cent",
    100: "one euro",
    2_100: "twenty-one euros",
    20_100: "two hundred and one euros",
    100_500: "one thousand and five euros",
    124_560: "one thousand two hundred and forty-five euros and sixty cents",
    100_000_000: "one million euros",
}


@pytest.mark.parametrize(("cents", "said"), FRENCH.items())
def test_french_agrees_and_hyphenates(cents: int, said: str) -> None:
    assert in_french(Money(cents)) == said


@pytest.mark.parametrize(("cents", "said"), ENGLISH.items())
def test_english_agrees_and_hyphenates(cents: int, said: str) -> None:
    assert in_english(Money(cents)) == said


def test_different_amounts_are_never_said_alike() -> None:
    amounts = [*range(0, 120_000, 7), *range(100_000, 300_000_000, 999_983)]
    assert len({in_french(Money(each)) for each in amounts}) == len(amounts)
    assert len({in_english(Money(each)) for each in amounts}) == len(amounts)


@pytest.mark.parametrize("value", [Money(-1), Money(10**11), Money(100, "USD")])
def test_what_has_no_words_is_refused(value: Money) -> None:
    with pytest.raises(ValueError, match="euros"):
        in_french(value)
