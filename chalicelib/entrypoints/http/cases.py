"""``/cases``: preview, open, read, list, and what is known of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.domain.errors import RateUnknown
from chalicelib.domain.reads import ListFilter, Page
from chalicelib.domain.tenant import KeyScope
from chalicelib.usecases.open_case import Opened, open_case
from chalicelib.usecases.preview_case import Preview, preview_case
from chalicelib.usecases.read_timeline import read_timeline
from chalicelib.usecases.view_case import CaseView

from .case_views import viewed
from .framework.answers import Answer
from .framework.api_blueprint import ApiBlueprint
from .framework.call import Call
from .framework.etags import etag
from .framework.negotiation import JSON, PDF, negotiated
from .list_filters import case_filters
from .presenters.case_previews import preview_answer
from .presenters.cases import case_answer, opened_answer, summary
from .presenters.lists import paged
from .presenters.statements import statement
from .presenters.timeline import entry
from .schemas.case_command import open_case_command
from .schemas.cases import CaseList, CaseRequest, PreviewQuery, StatementQuery
from .schemas.values import ListQuery

if TYPE_CHECKING:
    from chalicelib.usecases.statement_document import StatementPdf

blueprint = ApiBlueprint(__name__)


@blueprint.operation(
    "POST",
    "/v1/cases/preview",
    scope=KeyScope.CASES_READ,
    request=CaseRequest,
    query=PreviewQuery,
    present=preview_answer,
)
def post_case_preview(call: Call[CaseRequest, PreviewQuery]) -> Preview:
    """What opening would give, with the words of each step where they are asked for; nothing is stored (R-121)."""
    d = call.deps
    foreseeing = d.foreseeing if call.query.texts else None
    return preview_case(_command(call), intake=d.intake, tariff=d.tariff, foreseeing=foreseeing)


@blueprint.operation(
    "POST",
    "/v1/cases",
    scope=KeyScope.CASES_WRITE,
    request=CaseRequest,
    status=201,
    idempotent=True,
    present=opened_answer,
)
def post_case(call: Call[CaseRequest, None]) -> Opened:
    """Open a case from typed invoices or from e-invoice files (R-001..R-015, R-120)."""
    d = call.deps
    return open_case(_command(call), actor=call.actor, intake=d.intake, archive=d.archive, reply=call.reply)


@blueprint.operation("GET", "/v1/cases", scope=KeyScope.CASES_READ, query=CaseList, present=paged(summary))
def get_cases(call: Call[None, CaseList]) -> Page:
    """Cases, newest first, by one of the allowed combinations of filters."""
    filters: ListFilter = case_filters(call.query)
    return call.deps.store.cases(call.scope, filters, limit=call.query.limit, position=call.position(call.query.cursor))


@blueprint.operation("GET", "/v1/cases/{case_id}", scope=KeyScope.CASES_READ, present=case_answer)
def get_case(call: Call[None, None]) -> CaseView:
    """One case: where it stands, what comes next, what is owed (R-089)."""
    return viewed(call)


def statement_answer(view: CaseView | StatementPdf, call: Call[Any, Any]) -> Answer:
    """The décompte of a day, as JSON or as a PDF; without one of its rates there is none (422 ``rate_unknown``)."""
    del call
    if not isinstance(view, CaseView):
        tag = etag(view.version, view.as_of, PDF)
        disposition = f'inline; filename="{view.name}"'
        headers = {"ETag": tag, "Vary": "Accept", "Content-Type": PDF, "Content-Disposition": disposition}
        return Answer(view.body, headers=headers)
    if view.statement is None:
        raise RateUnknown(view.missing_rate or "")
    headers = {"ETag": etag(view.case.version, view.as_of), "Vary": "Accept"}
    return Answer(statement(view.statement, view.case), headers=headers)


@blueprint.operation(
    "GET",
    "/v1/cases/{case_id}/statement",
    scope=KeyScope.CASES_READ,
    query=StatementQuery,
    present=statement_answer,
)
def get_case_statement(call: Call[None, StatementQuery]) -> CaseView | StatementPdf:
    """What is owed on a day, invoice by invoice (R-007)."""
    if negotiated(call.exchange.headers.get("accept"), (JSON, PDF)) == PDF:
        from chalicelib.usecases.statement_document import render_statement

        return render_statement(call.scope, call.id("case_id"), call.query.as_of, ports=call.deps.packing)
    return viewed(call)


@blueprint.operation(
    "GET", "/v1/cases/{case_id}/timeline", scope=KeyScope.CASES_READ, query=ListQuery, present=paged(entry)
)
def get_case_timeline(call: Call[None, ListQuery]) -> Page:
    """Every event, oldest first (R-084)."""
    d = call.deps
    return read_timeline(
        call.scope,
        call.id("case_id"),
        limit=call.query.limit,
        position=call.position(call.query.cursor),
        store=d.store,
        vault=d.vault,
    )


def _command(call: Call[CaseRequest, Any]) -> Any:
    return open_case_command(call.body, call.scope, lambda upload_id: call.deps.files.uploaded(call.scope, upload_id))
