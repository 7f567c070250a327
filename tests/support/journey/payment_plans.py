"""The part of the journey about payment plans: the rules, a quote, proposals of both sides and their answers."""

from __future__ import annotations

from typing import Any

from tests.support.http_client import HttpClient

from .voice import Journey

RULES: dict[str, Any] = {
    "promises": {"most": 2, "within_days": 30},
    "plans": {
        "allowed": True,
        "most_instalments": 8,
        "longest_months": 8,
        "least_instalment": {"amount": 5_000, "currency": "EUR"},
        "least_first": {"amount": 1_000, "currency": "EUR"},
        "first_within_days": 7,
        "accepts_by_itself": False,
        "answer_days": 7,
        "most_proposals": 3,
        "interest_during": "waived",
    },
    "disputes": {"answer_days": 15, "undisputed_goes_on": False},
}


def payment_plans(journey: Journey, client: HttpClient, case: Any) -> None:
    """The creditor proposes, the debtor counters by letter, is refused, proposes by telephone and is accepted."""
    rules = f"/v1/creditors/{case['creditor_id']}/negotiation-rules"
    journey.say(client, "PUT", rules, RULES, If_Match="*")
    journey.say(client, "GET", rules)
    path = f"/v1/cases/{case['id']}/payment-plans"
    wanted = {"count": 6, "first_on": "2026-11-27", "first_amount": {"amount": 20_000, "currency": "EUR"}}
    journey.say(client, "POST", f"{path}/quote", {"proposed_by": "debtor", **wanted})
    offered = journey.say(client, "POST", path, {"count": 3, "first_on": "2026-11-24"})
    countered = journey.say(client, "POST", f"{path}/{offered['id']}/counter", {**wanted, "channel": "letter"})
    refusal = {"reason": "Six months are too long for us."}
    journey.say(client, "POST", f"{path}/{countered['id']}/refuse", refusal)
    spoken = {"proposed_by": "debtor", "channel": "call", "count": 4, "first_on": "2026-11-24"}
    again = journey.say(client, "POST", path, spoken)
    journey.say(client, "POST", f"{path}/{again['id']}/accept", {})
    journey.say(client, "POST", f"{path}/{again['id']}/sign", {"side": "creditor", "signatory": "Paul Durand"})
    journey.say(client, "GET", path)
    journey.say(client, "GET", f"{path}/{again['id']}")
    journey.say(client, "POST", f"{path}/{again['id']}/cancel", {"reason": "The debtor pays at once instead."})
