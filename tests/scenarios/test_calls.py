"""What the debtor says on the phone decides what comes next (R-031, R-071)."""

from __future__ import annotations

import pytest

from infra.local.api_client import ApiClient

from .story import open_story

pytestmark = pytest.mark.local_cloud

EXPECTED = {
    "reached_promise": [  # until D+18, and two days of grace; then firmer
        "D+8: call made: reached_promise",
        "D+8: promise given",
        "D+8: e-mail promise_confirmation",
        "D+20: promise broken",
        "D+20: first_reminder skipped: promise_broken",
        "D+20: e-mail promise_broken",
        "D+30: e-mail reminder_2",
        "D+30: SMS reminder_2_sms",
    ],
    "reached_dispute": [
        "D+8: call made: reached_dispute",
        "D+8: dispute opened",
        "D+8: paused (dispute)",
        "D+8: e-mail dispute_received",
        "D+24: answer overdue",
    ],
    "wrong_number": [  # nobody calls or texts that number again
        "D+8: call made: wrong_number",
        "D+9: verification_call skipped: no_usable_phone",
        "D+15: e-mail reminder_1",
        "D+30: e-mail reminder_2",
        "D+30: second_reminder skipped: no_usable_mobile",
    ],
    "no_answer": [  # tried again the next day, then no more
        "D+8: call made: no_answer",
        "D+9: call to make: verification_call",
        "D+9: call made: no_answer",
        "D+15: e-mail reminder_1",
        "D+30: e-mail reminder_2",
        "D+30: SMS reminder_2_sms",
    ],
    "reached_refuses": [  # one written reminder five days later, then the notice, once the days it gave are over
        "D+8: call made: reached_refuses",
        "D+8: first_reminder skipped: debtor_refuses",
        "D+13: e-mail reminder_2",
        "D+13: SMS reminder_2_sms",
        "D+22: registered letter formal_notice",
        "D+25: letter presented",
    ],
}


@pytest.mark.parametrize("answer", EXPECTED)
def test_what_the_debtor_says_decides_what_comes_next(client: ApiClient, answer: str) -> None:
    story = open_story(client)
    story.until(8)
    story.answer_call(answer, on=18 if answer == "reached_promise" else None)
    story.until(9)
    if answer == "no_answer":
        story.answer_call(answer)
    story.until(31)
    assert story.told() == ["D+1: case opened", "D+8: call to make: verification_call", *EXPECTED[answer]]
