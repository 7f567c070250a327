"""``/imports``: many claims of one creditor at once, studied or opened line by line (R-018, R-114)."""

from __future__ import annotations

from chalicelib.domain.errors import FieldProblem, InvalidInput
from chalicelib.domain.imports.case_import import CaseImport, ImportFormat
from chalicelib.domain.reads import Page
from chalicelib.domain.tenant import KeyScope
from chalicelib.usecases.cancel_import import cancel_import
from chalicelib.usecases.open_studied_import import open_studied_import
from chalicelib.usecases.read_import_lines import RefusedFile, read_import_lines, refused_lines_file
from chalicelib.usecases.read_import_study import StudyShown, read_import_study
from chalicelib.usecases.start_import import StartImport, StartPorts, start_import

from .framework.api_blueprint import ApiBlueprint
from .framework.call import Call
from .presenters.imports import case_import, import_answer, line, refused_file_answer, study_answer
from .presenters.lists import paged
from .schemas.imports import ImportLineList, ImportRequest
from .schemas.values import ListQuery

blueprint = ApiBlueprint(__name__)
IMPORT = "/v1/imports/{import_id}"


@blueprint.operation(
    "POST",
    "/v1/imports",
    scope=KeyScope.CASES_WRITE,
    request=ImportRequest,
    status=202,
    idempotent=True,
    present=import_answer,
)
def post_import(call: Call[ImportRequest, None]) -> CaseImport:
    """Begin an import; answers at once, the lines follow."""
    d, body = call.deps, call.body
    command = StartImport(
        scope=call.scope,
        actor=call.actor,
        creditor_id=body.creditor_id,
        format=body.format,
        content=_content(call),
        upload_ids=tuple(body.upload_ids),
        mapping=body.mapping,
        defaults=body.defaults.to_domain(),
        opens=body.open,
    )
    ports = StartPorts(store=d.store, vault=d.vault, files=d.files, ids=d.ids, wall=d.wall_clock)
    return start_import(command, ports=ports, reply=call.reply)


@blueprint.operation("GET", "/v1/imports", scope=KeyScope.CASES_READ, query=ListQuery, present=paged(case_import))
def get_imports(call: Call[None, ListQuery]) -> Page:
    """Imports of the last 90 days, newest first."""
    store = call.deps.store
    return store.case_imports(call.scope, limit=call.query.limit, position=call.position(call.query.cursor))


@blueprint.operation("GET", IMPORT, scope=KeyScope.CASES_READ, present=import_answer)
def get_import(call: Call[None, None]) -> CaseImport:
    """How far an import has come."""
    return call.deps.store.case_import(call.scope, call.id("import_id"))


@blueprint.operation("GET", f"{IMPORT}/lines", scope=KeyScope.CASES_READ, query=ImportLineList, present=paged(line))
def get_import_lines(call: Call[None, ImportLineList]) -> Page:
    """What became of each line, in the order of the file."""
    d, query = call.deps, call.query
    return read_import_lines(
        call.scope,
        call.id("import_id"),
        query.status,
        limit=query.limit,
        position=call.position(query.cursor),
        imports=d.store,
        vault=d.vault,
    )


@blueprint.operation("GET", f"{IMPORT}/refused-lines", scope=KeyScope.CASES_READ, present=refused_file_answer)
def get_import_refused_lines(call: Call[None, None]) -> RefusedFile:
    """A CSV file of the refused lines, with why, to be corrected and imported again."""
    d = call.deps
    return refused_lines_file(call.scope, call.id("import_id"), imports=d.store, vault=d.vault, files=d.files)


@blueprint.operation("GET", f"{IMPORT}/study", scope=KeyScope.CASES_READ, present=study_answer)
def get_import_study(call: Call[None, None]) -> StudyShown:
    """The portfolio study of an import (R-114)."""
    store = call.deps.store
    return read_import_study(call.scope, call.id("import_id"), imports=store, store=store)


@blueprint.operation(
    "POST", f"{IMPORT}/open", scope=KeyScope.CASES_WRITE, status=202, idempotent=True, present=import_answer
)
def post_import_open(call: Call[None, None]) -> CaseImport:
    """Open what was studied."""
    d = call.deps
    return open_studied_import(
        call.scope,
        call.id("import_id"),
        store=d.store,
        imports=d.store,
        files=d.files,
        wall=d.wall_clock,
        reply=call.reply,
    )


@blueprint.operation("POST", f"{IMPORT}/cancel", scope=KeyScope.CASES_WRITE, idempotent=True, present=import_answer)
def post_import_cancel(call: Call[None, None]) -> CaseImport:
    """Stop an import; what was opened stays open."""
    d = call.deps
    return cancel_import(
        call.scope,
        call.id("import_id"),
        store=d.store,
        imports=d.store,
        ids=d.ids,
        wall=d.wall_clock,
        reply=call.reply,
    )


def _content(call: Call[ImportRequest, None]) -> bytes:
    """The bytes of a CSV file, whichever way they came; none of e-invoices, whose uploads are read one by one."""
    body = call.body
    given, wanted = (bool(body.file), bool(body.upload_ids)), body.format is ImportFormat.CSV
    if given != (wanted, not wanted):
        field, other = ("file", "upload_ids") if wanted else ("upload_ids", "file")
        detail = f"An import of {body.format.value} has {field}, and no {other}."
        raise InvalidInput("What to import is not given.", errors=(FieldProblem(f"#/{field}", "required", detail),))
    if body.file is None:
        return b""
    content = body.file.content("#/file")
    return content if content is not None else call.deps.files.uploaded(call.scope, str(body.file.upload_id))
