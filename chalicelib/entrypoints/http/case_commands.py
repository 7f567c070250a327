"""What people decide about a case: pause, resume, decide, resolve, record an interaction."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.tenant import KeyScope
from chalicelib.usecases.change_case import Changing, Outcome
from chalicelib.usecases.decide_case import DecideCase, decide_case
from chalicelib.usecases.pause_case import PauseCase, pause_case
from chalicelib.usecases.record_interaction import RecordInteraction, record_interaction
from chalicelib.usecases.resolve_attention import ResolveAttention, resolve_attention
from chalicelib.usecases.resume_case import ResumeCase, resume_case

from .framework.api_blueprint import ApiBlueprint
from .framework.call import Call
from .presenters.outcomes import changed_case_answer, interaction_answer
from .schemas.case_command import document
from .schemas.cases import (
    AttentionRequest,
    DecisionRequest,
    InteractionRequest,
    PauseRequest,
    ReasonRequest,
)

blueprint = ApiBlueprint(__name__)
CASE = "/v1/cases/{case_id}"


def changing(call: Call[Any, Any]) -> Changing:
    """Who changes which case, at which version if the caller said so."""
    return Changing(call.scope, call.id("case_id"), call.actor, call.expected)


@blueprint.operation(
    "POST",
    f"{CASE}/pause",
    scope=KeyScope.CASES_WRITE,
    request=PauseRequest,
    idempotent=True,
    present=changed_case_answer,
)
def post_case_pause(call: Call[PauseRequest, None]) -> Outcome:
    """No contact until the case is resumed, or until a day."""
    command = PauseCase(changing(call), call.body.reason, call.body.until)
    return pause_case(command, recording=call.deps.recording, reply=call.reply)


@blueprint.operation(
    "POST",
    f"{CASE}/resume",
    scope=KeyScope.CASES_WRITE,
    request=ReasonRequest,
    idempotent=True,
    present=changed_case_answer,
)
def post_case_resume(call: Call[ReasonRequest, None]) -> Outcome:
    """The scenario goes on where it stood."""
    command = ResumeCase(changing(call), call.body.reason)
    return resume_case(command, recording=call.deps.recording, reply=call.reply)


@blueprint.operation(
    "POST",
    f"{CASE}/decision",
    scope=KeyScope.CASES_WRITE,
    request=DecisionRequest,
    idempotent=True,
    present=changed_case_answer,
)
def post_case_decision(call: Call[DecisionRequest, None]) -> Outcome:
    """The creditor's choice; nothing is handed over by itself (R-098)."""
    command = DecideCase(changing(call), call.body.choice, call.body.reason)
    return decide_case(command, recording=call.deps.recording, reply=call.reply)


@blueprint.operation(
    "POST",
    f"{CASE}/resolve-attention",
    scope=KeyScope.CASES_WRITE,
    request=AttentionRequest,
    idempotent=True,
    present=changed_case_answer,
)
def post_case_resolve_attention(call: Call[AttentionRequest, None]) -> Outcome:
    """How to go on where the case could not by itself (R-028)."""
    command = ResolveAttention(changing(call), call.body.action, call.body.reason)
    return resolve_attention(command, recording=call.deps.recording, reply=call.reply)


@blueprint.operation(
    "POST",
    f"{CASE}/interactions",
    scope=KeyScope.CASES_WRITE,
    request=InteractionRequest,
    status=201,
    idempotent=True,
    present=interaction_answer,
)
def post_case_interaction(call: Call[InteractionRequest, None]) -> Outcome:
    """A call, message or letter outside the scenario (R-084)."""
    d, body = call.deps, call.body
    kept = None
    if body.document is not None:
        kept = document(body.document, "#/document", lambda upload_id: d.files.uploaded(call.scope, upload_id))
    command = RecordInteraction(changing(call), body.direction, body.channel, body.at, body.summary, body.effect, kept)
    return record_interaction(command, recording=d.recording, archive=d.archive, reply=call.reply)
