"""The receiver of the guide answers a real look, signed as it leaves here, with the Python client (R-133)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from chalicelib.domain.webhook_schedule import Answer
from tests.support.looks import with_callback
from tests.support.story import Story, d

GUIDE = Path(__file__).parents[3] / "docs/guides/last-look.md"


def receiver(secret: str, unpaid: dict[str, int]) -> Callable[[bytes, Any], tuple[int, Any]]:
    """The Python of the guide, with this secret and these books."""
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    told: dict[str, Any] = {}
    exec(code, told)  # noqa: S102 - the guide's own words
    told.update(SECRET=secret, UNPAID=unpaid)
    found: Callable[[bytes, Any], tuple[int, Any]] = told["balance"]
    return found


def test_the_receiver_of_the_guide_agrees_where_it_should() -> None:
    story = Story(d(9))
    story.debtor()
    answering = receiver(with_callback(story).secret or "", {"FA-1": 120_000})
    asked: list[int] = []

    def answer(question: dict[str, Any]) -> Answer:
        del question
        status, body = _at_its_time(answering, story)
        asked.append(status)
        return Answer(status, excerpt=json.dumps(body))

    story.books.answering = answer
    case_id = story.open()
    story.play(d(16))
    assert asked == [200]
    assert story.happened(case_id) == ["D+15 email reminder_1"]


def _at_its_time(answering: Callable[[bytes, Any], tuple[int, Any]], story: Story) -> tuple[int, Any]:
    """The guide verifies against the present instant, which here is that of the story."""
    from amiable import webhooks

    verify = webhooks.verify
    told: Any = answering.__globals__["webhooks"]

    class Then:
        @staticmethod
        def verify(body: bytes, headers: Any, secret: str) -> Any:
            return verify(body, headers, secret, now=story.now())

    answering.__globals__["webhooks"] = Then
    try:
        return answering(story.books.bodies[-1], story.books.headers[-1])
    finally:
        answering.__globals__["webhooks"] = told


def test_the_receiver_of_the_guide_refuses_another_secret() -> None:
    answering = receiver("whsec_" + "A" * 43 + "=", {})
    headers = {"webhook-id": "look_1", "webhook-timestamp": "1", "webhook-signature": "v1,AAAA"}
    assert answering(b"{}", headers)[0] == 400
