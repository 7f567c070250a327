"""``/call-tasks``: whom to call, what to say, what came of it (R-069..R-071)."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.call_task import CallOutcome, CallTask
from chalicelib.domain.reads import Page
from chalicelib.domain.tenant import KeyScope
from chalicelib.usecases.change_case import Outcome
from chalicelib.usecases.claim_call_task import ClaimCallTask, claim_call_task
from chalicelib.usecases.record_call_outcome import RecordCallOutcome, record_call_outcome
from chalicelib.usecases.release_call_task import ReleaseCallTask, release_call_task

from .framework.answers import Answer
from .framework.api_blueprint import ApiBlueprint
from .framework.call import Call
from .framework.negotiation import JSON, PDF, negotiated
from .list_filters import call_task_filters
from .presenters.contacts import call_task, call_task_answer
from .presenters.lists import paged
from .presenters.outcomes import call_outcome_answer
from .schemas.call_tasks import CallClaimRequest, CallOutcomeRequest, CallReleaseRequest, CallTaskList

blueprint = ApiBlueprint(__name__)


def call_list_answer(page: Page | bytes, call: Call[Any, Any]) -> Answer:
    """A page of the list, as JSON or on paper."""
    if isinstance(page, Page):
        answer = paged(call_task)(page, call)
        return Answer(answer.body, headers={"Vary": "Accept"})
    disposition = 'inline; filename="appels.pdf"'
    return Answer(page, headers={"Vary": "Accept", "Content-Type": PDF, "Content-Disposition": disposition})


@blueprint.operation(
    "GET", "/v1/call-tasks", scope=KeyScope.CONTACTS_READ, query=CallTaskList, present=call_list_answer
)
def get_call_tasks(call: Call[None, CallTaskList]) -> Page | bytes:
    """Open call tasks, the highest priority first, to read or to print (R-033, R-069)."""
    query, d = call.query, call.deps
    printed = negotiated(call.exchange.headers.get("accept"), (JSON, PDF)) == PDF
    now = d.wall_clock.now()
    filters = call_task_filters(query, now)
    page = d.store.open_call_tasks(call.scope, filters, limit=query.limit, position=call.position(query.cursor))
    return d.renderer.call_list(page.items, now, has_more=page.position is not None) if printed else page


@blueprint.operation("GET", "/v1/call-tasks/{task_id}", scope=KeyScope.CONTACTS_READ, present=call_task_answer)
def get_call_task(call: Call[None, None]) -> CallTask:
    """One call task, open or done."""
    return call.deps.store.call_task(call.scope, call.id("task_id"))


@blueprint.operation(
    "POST",
    "/v1/call-tasks/{task_id}/claim",
    scope=KeyScope.CONTACTS_WRITE,
    request=CallClaimRequest,
    idempotent=True,
    present=call_task_answer,
)
def post_call_task_claim(call: Call[CallClaimRequest, None]) -> CallTask:
    """The call is one person's for a while, if somebody may call now."""
    command = ClaimCallTask(call.scope, call.id("task_id"), call.body.by, call.body.minutes)
    return claim_call_task(command, recording=call.deps.recording, reply=call.reply)


@blueprint.operation(
    "POST",
    "/v1/call-tasks/{task_id}/release",
    scope=KeyScope.CONTACTS_WRITE,
    request=CallReleaseRequest,
    idempotent=True,
    present=call_task_answer,
)
def post_call_task_release(call: Call[CallReleaseRequest, None]) -> CallTask:
    """Somebody else may make the call."""
    command = ReleaseCallTask(call.scope, call.id("task_id"), call.body.by)
    return release_call_task(command, recording=call.deps.recording, reply=call.reply)


@blueprint.operation(
    "POST",
    "/v1/call-tasks/{task_id}/outcome",
    scope=KeyScope.CONTACTS_WRITE,
    request=CallOutcomeRequest,
    idempotent=True,
    present=call_outcome_answer,
)
def post_call_task_outcome(call: Call[CallOutcomeRequest, None]) -> Outcome:
    """What came of the call; it changes what comes next (R-031)."""
    body = call.body
    command = RecordCallOutcome(
        call.scope,
        call.id("task_id"),
        call.actor,
        CallOutcome(body.outcome),
        on=body.date,
        notes=body.notes,
        by=body.by,
        duration_seconds=body.duration_seconds,
        about=tuple(body.case_ids or ()),
        amount=body.amount.to_domain() if body.amount else None,
    )
    return record_call_outcome(command, recording=call.deps.recording, reply=call.reply)
