"""Disputes and offers of settlement: acts for ``amiable trigger``."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from .session import json_of

if TYPE_CHECKING:
    from .stage import Stage

DAYS = 10


def answer(stage: Stage) -> None:
    """The creditor takes a position."""
    body = {"answer": "We are having the delivery checked.", "undisputed_goes_on": False}
    stage.client.negotiation.answer_dispute(stage.case_id, _open_dispute(stage), body)
    stage.look()


def leave_unanswered(stage: Stage) -> None:
    """Nobody answers by the last day."""
    stage.until("dispute.answer_overdue")


def offer(stage: Stage) -> None:
    """The creditor takes a tenth of what is owed."""
    owed = json_of(stage.client.cases.get_case(stage.case_id))["balance"]["total"]["amount"]
    body = {
        "amount": {"amount": owed // 10, "currency": "EUR"},
        "valid_until": (stage.today + timedelta(days=DAYS)).isoformat(),
    }
    stage.case["settlement"] = json_of(stage.client.negotiation.offer_settlement(stage.case_id, body))
    stage.look()


def let_expire(stage: Stage) -> None:
    """Nothing comes in time."""
    stage.until("settlement.expired")


def take_back(stage: Stage) -> None:
    """The creditor thinks better of it."""
    settlement_id = stage.case["settlement"]["id"]
    reason = {"reason": "We agreed on a payment plan instead."}
    stage.client.negotiation.withdraw_settlement(stage.case_id, settlement_id, reason)
    stage.look()


def _open_dispute(stage: Stage) -> str:
    found = json_of(stage.client.negotiation.list_disputes(stage.case_id))["data"]
    return str(found[-1]["id"])
