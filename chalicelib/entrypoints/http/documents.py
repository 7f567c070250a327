"""``/documents``, the documents of a case, and ``/uploads``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.domain.document import Document
from chalicelib.domain.reads import Page
from chalicelib.domain.tenant import KeyScope
from chalicelib.usecases.add_document import AddDocument, add_document
from chalicelib.usecases.change_case import Outcome
from chalicelib.usecases.create_upload import CreateUpload, Upload, create_upload
from chalicelib.usecases.link_document import LinkedDocument, link_document

from .case_commands import CASE, changing
from .framework.answers import Answer
from .framework.api_blueprint import ApiBlueprint
from .framework.call import Call
from .presenters.contacts import document
from .presenters.lists import paged
from .schemas.case_command import document as content_of
from .schemas.cases import StatementDocumentRequest
from .schemas.files import DocumentIn, UploadRequest
from .schemas.values import ListQuery

if TYPE_CHECKING:
    from chalicelib.usecases.build_evidence_pack import BuiltPack

blueprint = ApiBlueprint(__name__)


def linked_answer(linked: LinkedDocument, call: Call[Any, Any]) -> Answer:
    """Metadata and a link; the tag is the content's."""
    del call
    return Answer(document(linked.document, linked.url), headers={"ETag": f'"{linked.document.sha256}"'})


def upload_answer(upload: Upload, call: Call[Any, Any]) -> Answer:
    """How to send the file."""
    del call
    return Answer(
        {
            "id": upload.id,
            "object": "upload",
            "name": upload.name,
            "media_type": upload.media_type,
            "size": upload.size,
            "link": dict(upload.link),
        }
    )


def added_answer(outcome: Outcome, call: Call[Any, Any]) -> Answer:
    """The document as it was kept."""
    del call
    if not isinstance(outcome.result, Document):
        raise TypeError("adding a document gives a document")
    return Answer(document(outcome.result))


def statement_document_answer(outcome: Outcome, call: Call[Any, Any]) -> Answer:
    """The statement as it was kept, with a link."""
    del call
    if not isinstance(outcome.result, LinkedDocument):
        raise TypeError("drawing up a statement gives a linked document")
    return Answer(document(outcome.result.document, outcome.result.url))


def pack_answer(result: BuiltPack | Outcome, call: Call[Any, Any]) -> Answer:
    """The pack behind a link, with the head of the chain it shows: what the verifier takes as ``--head``."""
    from chalicelib.usecases.build_evidence_pack import BuiltPack

    built = result.result if isinstance(result, Outcome) else result
    if not isinstance(built, BuiltPack):
        raise TypeError("building a pack gives a pack")
    return Answer(
        {
            "object": "evidence_pack",
            "case_id": call.id("case_id"),
            "document_id": built.document.id if built.document else None,
            "sha256": built.sha256,
            "size": built.size,
            "sequence": built.head.sequence,
            "head_hash": built.head.hash,
            "download_url": built.url,
        }
    )


@blueprint.operation(
    "POST",
    f"{CASE}/documents",
    scope=KeyScope.CASES_WRITE,
    request=DocumentIn,
    status=201,
    idempotent=True,
    present=added_answer,
)
def post_case_document(call: Call[DocumentIn, None]) -> Outcome:
    """A supporting document, kept as evidence (R-008)."""
    d = call.deps
    content = content_of(call.body, "#", lambda upload_id: d.files.uploaded(call.scope, upload_id))
    command = AddDocument(changing(call), content)
    return add_document(command, recording=d.recording, archive=d.archive, reply=call.reply)


@blueprint.operation(
    "POST",
    f"{CASE}/statement-documents",
    scope=KeyScope.CASES_WRITE,
    request=StatementDocumentRequest,
    status=201,
    idempotent=True,
    present=statement_document_answer,
)
def post_case_statement_document(call: Call[StatementDocumentRequest, None]) -> Outcome:
    """The statement of account of a day as a PDF, kept as evidence (R-007)."""
    from chalicelib.usecases.statement_document import DrawUpStatement, statement_document

    command = DrawUpStatement(changing(call), call.body.as_of)
    return statement_document(command, ports=call.deps.packing, reply=call.reply)


@blueprint.operation(
    "POST",
    f"{CASE}/evidence-pack",
    scope=KeyScope.CASES_WRITE,
    status=201,
    idempotent=True,
    present=pack_answer,
)
def post_case_evidence_pack(call: Call[None, None]) -> BuiltPack:
    """Everything that happened, signed, for a third party to verify offline (R-128)."""
    from chalicelib.usecases.build_evidence_pack import build_evidence_pack

    return build_evidence_pack(changing(call), ports=call.deps.packing, reply=call.reply)


@blueprint.operation(
    "GET", "/v1/cases/{case_id}/documents", scope=KeyScope.CASES_READ, query=ListQuery, present=paged(document)
)
def get_case_documents(call: Call[None, ListQuery]) -> Page:
    """Documents of a case, newest first."""
    store, case_id = call.deps.store, call.id("case_id")
    store.case(call.scope, case_id)
    return store.documents(call.scope, case_id, limit=call.query.limit, position=call.position(call.query.cursor))


@blueprint.operation("GET", "/v1/documents/{document_id}", scope=KeyScope.CASES_READ, present=linked_answer)
def get_document(call: Call[None, None]) -> LinkedDocument:
    """One document, with a link that works for a few minutes."""
    d = call.deps
    return link_document(
        call.scope, call.id("document_id"), store=d.store, vault=d.vault, archive=d.archive, files=d.files
    )


@blueprint.operation(
    "POST", "/v1/uploads", scope=KeyScope.CASES_WRITE, request=UploadRequest, status=201, present=upload_answer
)
def post_upload(call: Call[UploadRequest, None]) -> Upload:
    """A link to send one large file by, named by its id afterwards."""
    d, body = call.deps, call.body
    return create_upload(CreateUpload(call.scope, body.name, body.media_type, body.size), ids=d.ids, files=d.files)
