"""Whatever debtor and creditor say in whatever order: money, word and silence keep their rules (R-073..R-082)."""

from __future__ import annotations

from random import Random

import pytest

from tests.support.dialogue import acts, begun, left_alone
from tests.support.dialogue_invariants import check_now, check_whole
from tests.support.invariants import check
from tests.support.mandate_story import check_letter_first


def converse(seed: int) -> None:
    """One dialogue; a failure tells all that happened in it."""
    chance = Random(seed)  # noqa: S311  # a story by chance, no secret
    story, happened = begun(chance), []
    try:
        for what in acts(story, chance, chance.randint(4, 14)):
            happened.append(f"{story.today(story.case_id)} {what}")
            check_now(story)
        left_alone(story)
        check_now(story)
        check(story)
        check_letter_first(story, story.case_id)
        check_whole(story)
    except Exception as error:
        raise AssertionError(f"seed {seed}: {error!r} after {happened}") from error


@pytest.mark.parametrize("seed", range(1, 4))
def test_a_dialogue_keeps_every_rule_of_money_and_word(seed: int) -> None:
    converse(seed)


@pytest.mark.campaign
@pytest.mark.parametrize("hundred", range(20))
def test_two_thousand_dialogues(hundred: int) -> None:
    for seed in range(1_000 + 100 * hundred, 1_100 + 100 * hundred):
        converse(seed)
