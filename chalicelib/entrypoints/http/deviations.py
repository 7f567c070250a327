"""``/cases/{id}/deviations``: a step skipped, moved or added by hand (R-028)."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.case_deviations import Wanted
from chalicelib.domain.contact import Channel
from chalicelib.domain.scenarios.deviation import Deviation
from chalicelib.domain.tenant import KeyScope
from chalicelib.usecases.change_case import Outcome
from chalicelib.usecases.deviate_from_scenario import (
    DeviateFromScenario,
    WithdrawDeviation,
    deviate_from_scenario,
    withdraw_case_deviation,
)
from chalicelib.usecases.view_case import CaseView

from .case_commands import CASE, changing
from .case_views import viewed
from .framework.answers import Answer
from .framework.api_blueprint import ApiBlueprint
from .framework.call import Call
from .presenters.deviations import deviation, deviations
from .presenters.outcomes import beside
from .schemas.cases import ReasonRequest
from .schemas.deviations import DeviationRequest

blueprint = ApiBlueprint(__name__)
DEVIATIONS = f"{CASE}/deviations"


def deviation_answer(outcome: Outcome, call: Call[Any, Any]) -> Answer:
    """The deviation, and what the case does next with it."""
    del call
    made = outcome.result
    if not isinstance(made, Deviation):
        raise TypeError("the command gives a Deviation")
    return Answer({**deviation(made, outcome.view.case, outcome.view.as_of), **beside(outcome.view)})


def deviations_answer(view: CaseView, call: Call[Any, Any]) -> Answer:
    """All of them; a case holds few."""
    del call
    return Answer({"object": "list", "data": deviations(view.case, view.as_of), "has_more": False, "next_cursor": None})


@blueprint.operation(
    "POST",
    DEVIATIONS,
    scope=KeyScope.CASES_WRITE,
    request=DeviationRequest,
    status=201,
    idempotent=True,
    present=deviation_answer,
)
def post_case_deviation(call: Call[DeviationRequest, None]) -> Outcome:
    """Skip, move or add a step of this case, with the reason."""
    body = call.body
    channel = Channel(body.channel) if body.channel else None
    wanted = Wanted(body.kind, body.step_id, body.on, channel, body.template, body.tone)
    command = DeviateFromScenario(changing(call), wanted, body.reason)
    return deviate_from_scenario(command, recording=call.deps.recording, reply=call.reply)


@blueprint.operation("GET", DEVIATIONS, scope=KeyScope.CASES_READ, present=deviations_answer)
def get_case_deviations(call: Call[None, None]) -> CaseView:
    """Every deviation of this case, in order."""
    return viewed(call)


@blueprint.operation(
    "POST",
    f"{DEVIATIONS}/{{deviation_id}}/withdraw",
    scope=KeyScope.CASES_WRITE,
    request=ReasonRequest,
    idempotent=True,
    present=deviation_answer,
)
def post_case_deviation_withdraw(call: Call[ReasonRequest, None]) -> Outcome:
    """The scenario is followed again as it stood."""
    command = WithdrawDeviation(changing(call), call.id("deviation_id"), call.body.reason)
    return withdraw_case_deviation(command, recording=call.deps.recording, reply=call.reply)
