"""Live wake-ups are spread inside the hours that the creditor chose, and nobody's crowd meets at an opening."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, time

import pytest

from chalicelib.domain.contact_guard import HOURS
from chalicelib.domain.contact_policy import GuardPolicy, Profile
from chalicelib.domain.decide import decide
from chalicelib.domain.receipt import Receipt, ReceiptState
from chalicelib.domain.scenarios.presets import PROGRESSIF
from tests.support.story import PARIS

from .cases import at, case, facts

CASES = 400


def local_times(policy: GuardPolicy) -> list[time]:
    """When each of many cases would wake on the day of its first step, by the clock of its debtor."""
    found = []
    for number in range(CASES):
        asked = replace(facts(case(id=f"case_{number}", test_clock_id=None)), policy=policy)
        due = decide(asked, PROGRESSIF, at(2)).due_at
        assert due is not None
        found.append(due.astimezone(PARIS).time())
    return found


@pytest.mark.parametrize("profile", Profile)
def test_every_wake_up_lies_in_an_open_span_and_no_minute_has_a_crowd(profile: Profile) -> None:
    """CON_01, CON_02; design: time. The strict profile's midday break is stepped over, not rounded to its opening."""
    times = local_times(GuardPolicy(profile))
    spans = HOURS[profile].spans
    assert all(any(opening <= each < closing for opening, closing in spans) for each in times)
    assert max(Counter((each.hour, each.minute) for each in times).values()) <= 8
    assert sum(each == spans[0][0] for each in times) <= 1
    for opening, closing in spans:
        assert any(opening <= each < closing for each in times)


def test_the_same_case_wakes_at_the_same_instant_however_often_it_is_decided() -> None:
    asked = replace(facts(case(test_clock_id=None)), policy=GuardPolicy(Profile.STRICT))
    assert len({decide(asked, PROGRESSIF, at(2, hour)).due_at for hour in range(8, 20)}) == 1


def test_receipts_of_a_night_leave_at_once_when_it_is_open_and_spread_when_it_is_not() -> None:
    """R-092: a thousand payments read from a bank file at night make no thousand receipts at eight o'clock."""
    dues = {at(2, 10): set[datetime](), at(2, 5): set[datetime]()}
    for now, found in dues.items():
        for number in range(60):
            owing = Receipt("pay_1", ReceiptState.ISSUED, document_id="doc_1")
            asked = facts(case(id=f"case_{number}", test_clock_id=None, receipts=(owing,)))
            step = decide(asked, PROGRESSIF, now)
            assert step.template == "receipt"
            assert step.due_at is not None
            found.add(step.due_at)
    assert dues[at(2, 10)] == {at(2, 10)}
    assert len(dues[at(2, 5)]) > 50
    assert min(dues[at(2, 5)]) >= at(2, 8)
    assert max(dues[at(2, 5)]) < at(2, 20)
