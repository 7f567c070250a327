"""Mandates of a creditor, a case put under one, and what is passed on to the creditor."""

from __future__ import annotations

from chalicelib.domain.collector import Mandate
from chalicelib.domain.document import DocumentKind
from chalicelib.domain.tenant import KeyScope
from chalicelib.usecases.change_case import Outcome
from chalicelib.usecases.end_mandate import EndMandate, end_mandate
from chalicelib.usecases.mandate_paper import LinkedPaper, link_mandate_paper
from chalicelib.usecases.put_under_mandate import PutUnderMandate, put_under_mandate
from chalicelib.usecases.record_mandate import MandatePorts, RecordMandate, record_mandate
from chalicelib.usecases.record_remittance import RecordRemittance, record_remittance

from .case_commands import CASE, changing
from .framework.api_blueprint import ApiBlueprint
from .framework.authentication import authorize
from .framework.call import Call
from .presenters.lists import whole
from .presenters.mandates import mandate, mandate_answer, mandate_document_answer
from .presenters.outcomes import changed_case_answer, remittance_answer
from .schemas.case_command import content
from .schemas.mandates import CaseMandateRequest, MandateEndRequest, MandateRequest, RemittanceRequest

blueprint = ApiBlueprint(__name__)
MANDATES = "/v1/creditors/{creditor_id}/mandates"


@blueprint.operation(
    "POST",
    MANDATES,
    scope=KeyScope.PARTIES_WRITE,
    request=MandateRequest,
    status=201,
    idempotent=True,
    present=mandate_answer,
)
def post_creditor_mandate(call: Call[MandateRequest, None]) -> Mandate:
    """Record a signed mandate; one that names the collector's account needs ``payees:write`` (MAND_01, PAY_06)."""
    d, body = call.deps, call.body
    if body.payee.value == "collector":
        authorize(call.caller, KeyScope.PAYEES_WRITE)
    paper = content(
        body.document, DocumentKind.CONTRACT, "#/document", lambda upload_id: d.files.uploaded(call.scope, upload_id)
    )
    command = RecordMandate(
        scope=call.scope,
        creditor_id=call.id("creditor_id"),
        reference=body.reference,
        signed_on=body.signed_on,
        fee_basis=body.fee_basis,
        document=paper,
        payee=body.payee,
        remittance_days=body.remittance_days,
    )
    ports = MandatePorts(store=d.store, vault=d.vault, archive=d.archive, ids=d.ids, wall=d.wall_clock)
    return record_mandate(command, ports=ports, reply=call.reply)


@blueprint.operation("GET", MANDATES, scope=KeyScope.PARTIES_READ, present=whole(mandate))
def get_creditor_mandates(call: Call[None, None]) -> tuple[Mandate, ...]:
    """Every mandate of a creditor, in the order they were recorded."""
    return call.deps.store.creditor(call.scope, call.id("creditor_id")).mandates


@blueprint.operation(
    "GET", f"{MANDATES}/{{mandate_id}}/document", scope=KeyScope.PARTIES_READ, present=mandate_document_answer
)
def get_creditor_mandate_document(call: Call[None, None]) -> LinkedPaper:
    """The signed paper, with a link that works for a few minutes (CPCE R124-3)."""
    d = call.deps
    return link_mandate_paper(
        call.scope,
        call.id("creditor_id"),
        call.id("mandate_id"),
        store=d.store,
        vault=d.vault,
        archive=d.archive,
        files=d.files,
    )


@blueprint.operation(
    "POST",
    f"{MANDATES}/{{mandate_id}}/end",
    scope=KeyScope.PARTIES_WRITE,
    request=MandateEndRequest,
    idempotent=True,
    present=mandate_answer,
)
def post_creditor_mandate_end(call: Call[MandateEndRequest, None]) -> Mandate:
    """From that day nothing leaves under the mandate."""
    body = call.body
    command = EndMandate(call.scope, call.id("creditor_id"), call.id("mandate_id"), body.on, body.reason)
    return end_mandate(command, store=call.deps.store, reply=call.reply)


@blueprint.operation(
    "POST",
    f"{CASE}/mandate",
    scope=KeyScope.CASES_WRITE,
    request=CaseMandateRequest,
    idempotent=True,
    present=changed_case_answer,
)
def post_case_mandate(call: Call[CaseMandateRequest, None]) -> Outcome:
    """Put the case under a mandate: the next contact is the letter of CPCE R124-4 (R-057)."""
    body = call.body
    manager = body.case_manager.to_domain() if body.case_manager else None
    command = PutUnderMandate(changing(call), body.reason, body.mandate_id, manager)
    d = call.deps
    return put_under_mandate(command, recording=d.recording, checks=d.checks, reply=call.reply)


@blueprint.operation(
    "POST",
    f"{CASE}/payments/{{payment_id}}/remittance",
    scope=KeyScope.PAYMENTS_WRITE,
    request=RemittanceRequest,
    idempotent=True,
    present=remittance_answer,
)
def post_payment_remittance(call: Call[RemittanceRequest, None]) -> Outcome:
    """What the collector held was passed on to the creditor (PAY_05)."""
    command = RecordRemittance(changing(call), call.id("payment_id"), call.body.on, call.body.reference)
    return record_remittance(command, recording=call.deps.recording, reply=call.reply)
