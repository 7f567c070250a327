"""``/cases/{id}/payment-plans/{plan_id}/sign``: the creditor by its key, or the debtor on paper (R-078)."""

from __future__ import annotations

from chalicelib.domain.negotiation.payment_plan import Side
from chalicelib.domain.tenant import KeyScope
from chalicelib.usecases.change_case import Outcome
from chalicelib.usecases.sending import Content
from chalicelib.usecases.sign_plan import (
    RecordPaperSignature,
    SignForCreditor,
    record_paper_signature,
    sign_for_creditor,
)

from .case_commands import changing
from .framework.api_blueprint import ApiBlueprint
from .framework.call import Call
from .payment_plans import PLAN
from .presenters.plan_answers import plan_outcome_answer
from .schemas.case_command import document
from .schemas.plan_signatures import PlanSignatureRequest

blueprint = ApiBlueprint(__name__)


@blueprint.operation(
    "POST",
    f"{PLAN}/sign",
    scope=KeyScope.CASES_WRITE,
    request=PlanSignatureRequest,
    idempotent=True,
    present=plan_outcome_answer,
)
def post_payment_plan_signature(call: Call[PlanSignatureRequest, None]) -> Outcome:
    """Sign an agreed plan; once both sides have, it is in force."""
    d, body, plan_id = call.deps, call.body, call.id("plan_id")
    paper: Content | None = None
    if body.document is not None:
        paper = document(body.document, "#/document", lambda upload_id: d.files.uploaded(call.scope, upload_id))
    body.check()
    if body.side is Side.CREDITOR or paper is None:
        command = SignForCreditor(changing(call), plan_id, body.signatory)
        return sign_for_creditor(command, ports=d.papers, reply=call.reply)
    written = RecordPaperSignature(changing(call), plan_id, body.figures or "", body.words or "", paper, body.signed_on)
    return record_paper_signature(written, ports=d.papers, reply=call.reply)
