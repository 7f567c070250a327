"""Payment plans are proposed, answered and taken back: acts for ``amiable trigger``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .session import json_of

if TYPE_CHECKING:
    from .stage import Stage
    from .trigger_acts import Doing

WAITS = 8  # days in which nobody answers


def propose(stage: Stage) -> None:
    """Somebody records what the debtor proposed by telephone: four times, the first at once."""
    body = {"proposed_by": "debtor", "channel": "call", "count": 4, "first_on": stage.today.isoformat()}
    stage.case["plan_id"] = json_of(stage.client.negotiation.propose_payment_plan(stage.case_id, body))["id"]
    stage.look()


def accept(stage: Stage) -> None:
    """The creditor agrees."""
    stage.client.negotiation.accept_payment_plan(stage.case_id, stage.case["plan_id"], {})
    stage.look()


def refuse(stage: Stage) -> None:
    """The creditor says no."""
    body = {"reason": "Four months are too long for us."}
    stage.client.negotiation.refuse_payment_plan(stage.case_id, stage.case["plan_id"], body)
    stage.look()


def cancel(stage: Stage) -> None:
    """The plan is taken back."""
    body = {"reason": "The debtor pays at once instead."}
    stage.client.negotiation.cancel_payment_plan(stage.case_id, stage.case["plan_id"], body)
    stage.look()


def leave_unanswered(stage: Stage) -> None:
    """Nobody answers until the last day is over."""
    stage.until("plan.expired", by=(stage.today - stage.due).days + WAITS + 1)


def sign_online(kind: str) -> Doing:
    """A simulated debtor proposes on D+10, the creditor agrees, and the debtor signs the day after."""

    def do(stage: Stage) -> None:
        stage.open("proposes-plan-on-day-10-and-keeps-it")
        stage.until("plan.proposed", by=10)
        plans = json_of(stage.client.negotiation.list_payment_plans(stage.case_id))
        stage.case["plan_id"] = plans["data"][0]["id"]
        accept(stage)
        stage.until(f"debtor_page.{kind}", by=12)

    return do
