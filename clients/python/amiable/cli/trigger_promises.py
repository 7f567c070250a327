"""Promises to pay: acts for ``amiable trigger``."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from .session import json_of

if TYPE_CHECKING:
    from .stage import Stage

DAYS = 10


def promise(stage: Stage) -> None:
    """The debtor writes that they will pay everything in ten days."""
    body = {"pay_on": (stage.today + timedelta(days=DAYS)).isoformat(), "channel": "email"}
    stage.case["promise_id"] = json_of(stage.client.negotiation.make_promise(stage.case_id, body))["id"]
    stage.look()


def break_it(stage: Stage) -> None:
    """Nothing comes."""
    stage.until("promise.broken")


def give_it_up(stage: Stage) -> None:
    """The creditor no longer waits for it."""
    stage.client.negotiation.withdraw_promise(
        stage.case_id, stage.case["promise_id"], {"reason": "They told us that they will not pay after all."}
    )
    stage.look()
