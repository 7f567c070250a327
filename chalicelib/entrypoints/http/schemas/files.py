"""Files in requests: in the body as base64 (4 MB at most), or uploaded before by a link of ``POST /uploads``."""

from __future__ import annotations

import base64
import re
from typing import Annotated, Any

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from chalicelib.domain.errors import FieldProblem, InvalidInput
from chalicelib.domain.invoice import DocumentType

from .values import NOT_UTF8, UNSEEN, Request, UploadId

MAXIMUM_FILE_BYTES = 4_194_304
MAXIMUM_UPLOAD_BYTES = 10_485_760
MAXIMUM_BASE64 = 5_592_408
_FORBIDDEN = re.compile(rf'[\x00-\x1f{UNSEEN}{NOT_UTF8}/\\:*?"<>|]')
_SIGNATURES = ((b"%PDF-", "application/pdf"), (b"\x89PNG\r\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))


def _file_name(value: str) -> str:
    if _FORBIDDEN.search(value) or not value.strip(". "):
        raise PydanticCustomError(
            "wrong_form", "A file name, without folders, control, invisible or replacement characters."
        )
    return value


FileName = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_file_name)]


class FileIn(Request):
    """Exactly one of ``content_base64`` and ``upload_id``."""

    name: FileName
    content_base64: Annotated[str, Field(min_length=4, max_length=MAXIMUM_BASE64)] | None = None
    upload_id: UploadId | None = None

    def content(self, pointer: str) -> bytes | None:
        """The bytes in the request; ``None`` when they were uploaded before."""
        if (self.content_base64 is None) == (self.upload_id is None):
            detail = "Give content_base64, or upload_id of a file uploaded before."
            raise _refused(FieldProblem(pointer, "one_of_required", detail))
        if self.content_base64 is None:
            return None
        try:
            return base64.b64decode(self.content_base64, validate=True)
        except ValueError:
            raise _refused(FieldProblem(f"{pointer}/content_base64", "invalid_base64", "Not base64.")) from None


class DocumentIn(FileIn):
    """A supporting document (R-008)."""

    type: DocumentType


class UploadRequest(Request):
    """``POST /uploads``."""

    name: FileName
    media_type: Annotated[
        str, Field(pattern=r"^(application/pdf|application/xml|text/xml|text/csv|image/png|image/jpeg)$")
    ]
    size: Annotated[int, Field(ge=1, le=MAXIMUM_UPLOAD_BYTES)]


def media_type_of(body: bytes) -> str:
    """What the bytes are, by their first ones; anything unknown is only ever offered for download."""
    for signature, media_type in _SIGNATURES:
        if body.startswith(signature):
            return media_type
    return "application/xml" if body.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml") else "application/octet-stream"


def _refused(problem: FieldProblem) -> Any:
    return InvalidInput("The file cannot be read.", errors=(problem,))
