"""``/call-tasks``: whom to call, what to say, what came of it (R-069..R-071)."""

from __future__ import annotations

from chalicelib.domain.call_task import CallOutcome, CallTask
from chalicelib.domain.reads import Page
from chalicelib.domain.tenant import KeyScope
from chalicelib.usecases.change_case import Outcome
from chalicelib.usecases.record_call_outcome import RecordCallOutcome, record_call_outcome

from .framework.api_blueprint import ApiBlueprint
from .framework.call import Call
from .presenters.contacts import call_task, call_task_answer
from .presenters.lists import paged
from .presenters.outcomes import call_outcome_answer
from .schemas.cases import CallOutcomeRequest
from .schemas.values import ListQuery

blueprint = ApiBlueprint(__name__)


@blueprint.operation("GET", "/v1/call-tasks", scope=KeyScope.CONTACTS_READ, query=ListQuery, present=paged(call_task))
def get_call_tasks(call: Call[None, ListQuery]) -> Page:
    """Open call tasks, newest first."""
    return call.deps.store.open_call_tasks(
        call.scope, limit=call.query.limit, position=call.position(call.query.cursor)
    )


@blueprint.operation("GET", "/v1/call-tasks/{task_id}", scope=KeyScope.CONTACTS_READ, present=call_task_answer)
def get_call_task(call: Call[None, None]) -> CallTask:
    """One call task, open or done."""
    return call.deps.store.call_task(call.scope, call.id("task_id"))


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
        call.scope, call.id("task_id"), call.actor, CallOutcome(body.outcome), body.date, body.notes
    )
    return record_call_outcome(command, recording=call.deps.recording, reply=call.reply)
