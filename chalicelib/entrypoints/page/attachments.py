"""A file that the debtor attaches: checked by its bytes in the framework, kept as evidence (R-127)."""

from __future__ import annotations

from chalicelib.domain.debtor_page.screens import Field, Kind, said
from chalicelib.domain.document import DocumentKind
from chalicelib.usecases.sending import Content

from .flow import Unfit
from .framework.call import PageCall

FILE = "file"
MOST_BYTES = 2_000_000


def file_field(section: str) -> Field:
    """Stands on the review page, so that no file waits anywhere for a confirmation."""
    return Field(FILE, Kind.FILE, said(f"{section}.file"), hint=said(f"{section}.file_hint"), required=False)


def attached(call: PageCall) -> Content | None:
    """The file, if there is one. Raises Unfit for one that is too large."""
    file = call.files.get(FILE)
    if file is None or not file.body:
        return None
    if len(file.body) > MOST_BYTES:
        raise Unfit({FILE: said("fault.file_too_large")})
    return Content(DocumentKind.CORRESPONDENCE, file.name, file.media_type, file.body)
