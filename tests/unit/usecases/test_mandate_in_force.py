"""A case under a mandate takes another one exactly when its own gives no power that day (MAND_01)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.errors import Conflict
from chalicelib.domain.mandate_switch import require_switchable
from tests.support.mandate_story import MandateStory
from tests.support.story import d


@pytest.mark.parametrize(
    ("signed_in", "ended_in", "in_force"), [(0, None, True), (0, 1, True), (0, 0, False), (1, None, False)]
)
def test_one_rule_says_whether_a_mandate_is_in_force(signed_in: int, ended_in: int | None, in_force: bool) -> None:
    story = MandateStory(d(2))
    story.debtor()
    case_id = story.open()
    story.switch(case_id)
    case = story.case(case_id)
    creditor = story.memory.creditor(story.scope, case.creditor_id)
    today = d(2).date()
    ended_on = None if ended_in is None else today + timedelta(days=ended_in)
    signed_on = today + timedelta(days=signed_in)
    mandates = tuple(replace(each, signed_on=signed_on, ended_on=ended_on) for each in creditor.mandates)
    changed = replace(creditor, mandates=mandates)
    if in_force:
        with pytest.raises(Conflict) as refused:
            require_switchable(case, changed, d(2))
        assert refused.value.code == "already_under_mandate"
    else:
        require_switchable(case, changed, d(2))
