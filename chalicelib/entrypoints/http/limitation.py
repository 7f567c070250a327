"""``/cases/{id}/limitation``: until when the claim can be sued on, what moved that day, and by which routes to sue."""

from __future__ import annotations

from chalicelib.domain.limitation import ActKind
from chalicelib.domain.tenant import KeyScope
from chalicelib.usecases.change_case import Outcome
from chalicelib.usecases.record_limitation_act import RecordLimitationAct, record_limitation_act
from chalicelib.usecases.record_limitation_suspension import RecordLimitationSuspension, record_limitation_suspension
from chalicelib.usecases.view_case import CaseView
from chalicelib.usecases.view_judicial_routes import RoutesView, view_judicial_routes
from chalicelib.usecases.withdraw_limitation_act import WithdrawLimitationAct, withdraw_limitation_act
from chalicelib.usecases.withdraw_limitation_suspension import (
    WithdrawLimitationSuspension,
    withdraw_limitation_suspension,
)

from .case_commands import changing
from .case_views import viewed
from .framework.api_blueprint import ApiBlueprint
from .framework.call import Call
from .presenters.limitation import limitation_answer, limitation_outcome_answer
from .presenters.routes import routes_answer
from .schemas.case_command import document
from .schemas.cases import ReasonRequest
from .schemas.limitation import (
    LimitationActRequest,
    LimitationSuspensionRequest,
    RoutesQuery,
    WithdrawnActRequest,
)

blueprint = ApiBlueprint(__name__)
CASE = "/v1/cases/{case_id}"


@blueprint.operation("GET", f"{CASE}/limitation", scope=KeyScope.CASES_READ, present=limitation_answer)
def get_case_limitation(call: Call[None, None]) -> CaseView:
    """The last days of each invoice, and every act with its effect (PRE_01..PRE_15, R-108)."""
    return viewed(call)


@blueprint.operation(
    "POST",
    f"{CASE}/limitation-acts",
    scope=KeyScope.CASES_WRITE,
    request=LimitationActRequest,
    status=201,
    idempotent=True,
    present=limitation_outcome_answer,
)
def post_case_limitation_act(call: Call[LimitationActRequest, None]) -> Outcome:
    """An act that the case cannot know by itself (PRE_07..PRE_10)."""
    d, body = call.deps, call.body
    kept = None
    if body.document is not None:
        kept = document(body.document, "#/document", lambda upload_id: d.files.uploaded(call.scope, upload_id))
    command = RecordLimitationAct(changing(call), ActKind(body.kind), body.on, body.invoice_id, body.detail, kept)
    return record_limitation_act(command, recording=d.recording, archive=d.archive, reply=call.reply)


@blueprint.operation(
    "POST",
    f"{CASE}/limitation-acts/{{act_id}}/withdraw",
    scope=KeyScope.CASES_WRITE,
    request=WithdrawnActRequest,
    idempotent=True,
    present=limitation_outcome_answer,
)
def post_case_limitation_act_withdraw(call: Call[WithdrawnActRequest, None]) -> Outcome:
    """The act no longer counts (C. civ. 2243)."""
    command = WithdrawLimitationAct(changing(call), call.id("act_id"), call.body.cause, call.body.reason)
    return withdraw_limitation_act(command, recording=call.deps.recording, reply=call.reply)


@blueprint.operation(
    "POST",
    f"{CASE}/limitation-suspensions",
    scope=KeyScope.CASES_WRITE,
    request=LimitationSuspensionRequest,
    status=201,
    idempotent=True,
    present=limitation_outcome_answer,
)
def post_case_limitation_suspension(call: Call[LimitationSuspensionRequest, None]) -> Outcome:
    """Days on which limitation stands still (PRE_12)."""
    body = call.body
    command = RecordLimitationSuspension(changing(call), body.kind, body.start, body.end, body.reason)
    return record_limitation_suspension(command, recording=call.deps.recording, reply=call.reply)


@blueprint.operation(
    "POST",
    f"{CASE}/limitation-suspensions/{{suspension_id}}/withdraw",
    scope=KeyScope.CASES_WRITE,
    request=ReasonRequest,
    idempotent=True,
    present=limitation_outcome_answer,
)
def post_case_limitation_suspension_withdraw(call: Call[ReasonRequest, None]) -> Outcome:
    """The days of the suspension count again."""
    command = WithdrawLimitationSuspension(changing(call), call.id("suspension_id"), call.body.reason)
    return withdraw_limitation_suspension(command, recording=call.deps.recording, reply=call.reply)


@blueprint.operation(
    "GET", f"{CASE}/judicial-routes", scope=KeyScope.CASES_READ, query=RoutesQuery, present=routes_answer
)
def get_case_judicial_routes(call: Call[None, RoutesQuery]) -> RoutesView:
    """Which routes to a title are open on a day, and why: facts, not advice (PROC_01..PROC_06)."""
    return view_judicial_routes(viewed(call))
