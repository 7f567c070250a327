"""``/cases/{id}/disputes``: what the debtor contests, the creditor's answer, and how it ends (R-002)."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.negotiation.dispute import Dispute, DisputeReason
from chalicelib.domain.negotiation.disputes import dispute_of
from chalicelib.domain.tenant import KeyScope
from chalicelib.usecases.answer_dispute import AnswerDispute, answer_dispute
from chalicelib.usecases.change_case import Outcome
from chalicelib.usecases.open_dispute import OpenDispute, open_dispute
from chalicelib.usecases.resolve_dispute import NewCreditNote, ResolveDispute, resolve_dispute
from chalicelib.usecases.resume_case import ResumeCase, resume_case
from chalicelib.usecases.view_case import CaseView

from .case_commands import CASE, changing
from .case_views import viewed
from .framework.answers import Answer
from .framework.api_blueprint import ApiBlueprint
from .framework.call import Call
from .framework.etags import etag
from .presenters.disputes import dispute, disputes
from .presenters.outcomes import beside, changed_case_answer
from .schemas.case_command import document
from .schemas.cases import ReasonRequest
from .schemas.disputes import DisputeAnswerRequest, DisputeRequest, DisputeResolutionRequest

blueprint = ApiBlueprint(__name__)
DISPUTES = f"{CASE}/disputes"
OWN_REASONS = frozenset(DisputeReason)


def dispute_outcome_answer(outcome: Outcome, call: Call[Any, Any]) -> Answer:
    """The dispute, and what the case does next."""
    del call
    found = outcome.result
    if not isinstance(found, Dispute):
        raise TypeError("the command gives a Dispute")
    return Answer({**dispute(found, outcome.view.case), **beside(outcome.view)})


def dispute_answer(view: CaseView, call: Call[Any, Any]) -> Answer:
    """One of them; like all that stands in a case, it has the case's ETag."""
    found = dispute_of(view.case, call.id("dispute_id"))
    return Answer(dispute(found, view.case), headers={"ETag": etag(view.case.version, view.as_of)})


def disputes_answer(view: CaseView, call: Call[Any, Any]) -> Answer:
    """All of them; a case holds few."""
    del call
    return Answer({"object": "list", "data": disputes(view.case), "has_more": False, "next_cursor": None})


@blueprint.operation(
    "POST",
    DISPUTES,
    scope=KeyScope.CASES_WRITE,
    request=DisputeRequest,
    status=201,
    idempotent=True,
    present=changed_case_answer,
)
def post_case_dispute(call: Call[DisputeRequest, None]) -> Outcome:
    """What is contested leaves the scenario until the dispute is resolved (R-002)."""
    d, body = call.deps, call.body
    files = tuple(
        document(each, f"#/documents/{place}", lambda upload_id: d.files.uploaded(call.scope, upload_id))
        for place, each in enumerate(body.documents)
    )
    known = body.reason in OWN_REASONS
    command = OpenDispute(
        changing(call),
        DisputeReason(body.reason) if known else DisputeReason.OTHER,
        body.detail,
        body.channel,
        tuple(dict.fromkeys(body.invoice_ids)),
        body.amount.to_domain() if body.amount else None,
        files,
        reason_code=body.reason,
        undisputed_goes_on=body.undisputed_goes_on,
    )
    return open_dispute(command, recording=d.recording, archive=d.archive, reply=call.reply)


@blueprint.operation("GET", DISPUTES, scope=KeyScope.CASES_READ, present=disputes_answer)
def get_case_disputes(call: Call[None, None]) -> CaseView:
    """Every dispute of this case, in the order they were opened."""
    return viewed(call)


@blueprint.operation(
    "POST",
    f"{DISPUTES}/resolve",
    scope=KeyScope.CASES_WRITE,
    request=ReasonRequest,
    idempotent=True,
    present=changed_case_answer,
)
def post_case_dispute_resolve(call: Call[ReasonRequest, None]) -> Outcome:
    """The one open dispute is settled and nothing is taken off; the scenario goes on."""
    command = ResumeCase(changing(call), call.body.reason, dispute=True)
    return resume_case(command, recording=call.deps.recording, reply=call.reply)


@blueprint.operation("GET", f"{DISPUTES}/{{dispute_id}}", scope=KeyScope.CASES_READ, present=dispute_answer)
def get_case_dispute(call: Call[None, None]) -> CaseView:
    """One dispute of this case."""
    return viewed(call)


@blueprint.operation(
    "POST",
    f"{DISPUTES}/{{dispute_id}}/answer",
    scope=KeyScope.CASES_WRITE,
    request=DisputeAnswerRequest,
    idempotent=True,
    present=dispute_outcome_answer,
)
def post_case_dispute_answer(call: Call[DisputeAnswerRequest, None]) -> Outcome:
    """The creditor's position reaches the debtor; the undisputed rest may go on."""
    body = call.body
    command = AnswerDispute(changing(call), call.id("dispute_id"), body.answer, body.undisputed_goes_on)
    return answer_dispute(command, recording=call.deps.recording, archive=call.deps.archive, reply=call.reply)


@blueprint.operation(
    "POST",
    f"{DISPUTES}/{{dispute_id}}/resolve",
    scope=KeyScope.CASES_WRITE,
    request=DisputeResolutionRequest,
    idempotent=True,
    present=dispute_outcome_answer,
)
def post_case_dispute_resolution(call: Call[DisputeResolutionRequest, None]) -> Outcome:
    """Upheld, in part or rejected, with the credit notes that follow."""
    body = call.body
    notes = tuple(
        NewCreditNote(
            each.invoice_id, each.number, each.issued_on, each.amount.to_domain(), each.effective == "issue_date"
        )
        for each in body.credit_notes
    )
    command = ResolveDispute(
        changing(call),
        call.id("dispute_id"),
        body.resolution,
        body.reason,
        notes,
        body.reduction.to_domain() if body.reduction else None,
    )
    return resolve_dispute(command, recording=call.deps.recording, archive=call.deps.archive, reply=call.reply)
