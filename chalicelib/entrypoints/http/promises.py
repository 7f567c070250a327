"""``/cases/{id}/promises``: what the debtor promised to pay, and what became of it (R-081)."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.negotiation.promise import Promise
from chalicelib.domain.negotiation.promises import promise_of
from chalicelib.domain.tenant import KeyScope
from chalicelib.usecases.change_case import Outcome
from chalicelib.usecases.make_promise import MakePromise, WithdrawPromise, make_promise, withdraw_case_promise
from chalicelib.usecases.view_case import CaseView

from .case_commands import CASE, changing
from .case_views import viewed
from .framework.answers import Answer
from .framework.api_blueprint import ApiBlueprint
from .framework.call import Call
from .framework.etags import etag
from .presenters.outcomes import beside
from .presenters.promises import promise, promises
from .schemas.cases import ReasonRequest
from .schemas.promises import PromiseRequest

blueprint = ApiBlueprint(__name__)
PROMISES = f"{CASE}/promises"


def promise_outcome_answer(outcome: Outcome, call: Call[Any, Any]) -> Answer:
    """The promise, and what the case does next."""
    del call
    made = outcome.result
    if not isinstance(made, Promise):
        raise TypeError("the command gives a Promise")
    return Answer({**promise(made, outcome.view.case), **beside(outcome.view)})


def promise_answer(view: CaseView, call: Call[Any, Any]) -> Answer:
    """One of them; like all that stands in a case, it has the case's ETag."""
    found = promise_of(view.case, call.id("promise_id"))
    return Answer(promise(found, view.case), headers={"ETag": etag(view.case.version, view.as_of)})


def promises_answer(view: CaseView, call: Call[Any, Any]) -> Answer:
    """All of them; a case holds few."""
    del call
    return Answer({"object": "list", "data": promises(view.case), "has_more": False, "next_cursor": None})


@blueprint.operation(
    "POST",
    PROMISES,
    scope=KeyScope.CASES_WRITE,
    request=PromiseRequest,
    status=201,
    idempotent=True,
    present=promise_outcome_answer,
)
def post_case_promise(call: Call[PromiseRequest, None]) -> Outcome:
    """The debtor promised to pay: nobody is reminded until two days after that day."""
    body = call.body
    amount = body.amount.to_domain() if body.amount else None
    command = MakePromise(changing(call), amount, body.pay_on, body.channel, body.note)
    return make_promise(command, recording=call.deps.recording, reply=call.reply)


@blueprint.operation("GET", PROMISES, scope=KeyScope.CASES_READ, present=promises_answer)
def get_case_promises(call: Call[None, None]) -> CaseView:
    """Every promise of this case, in the order they were given."""
    return viewed(call)


@blueprint.operation("GET", f"{PROMISES}/{{promise_id}}", scope=KeyScope.CASES_READ, present=promise_answer)
def get_case_promise(call: Call[None, None]) -> CaseView:
    """One promise of this case."""
    return viewed(call)


@blueprint.operation(
    "POST",
    f"{PROMISES}/{{promise_id}}/withdraw",
    scope=KeyScope.CASES_WRITE,
    request=ReasonRequest,
    idempotent=True,
    present=promise_outcome_answer,
)
def post_case_promise_withdraw(call: Call[ReasonRequest, None]) -> Outcome:
    """The creditor no longer waits for it; the scenario goes on as it stood."""
    command = WithdrawPromise(changing(call), call.id("promise_id"), call.body.reason)
    return withdraw_case_promise(command, recording=call.deps.recording, reply=call.reply)
