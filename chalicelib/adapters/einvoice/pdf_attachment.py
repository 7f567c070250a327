"""Takes the invoice XML out of a Factur-X PDF, within limits; nothing else of the PDF is interpreted."""

from __future__ import annotations

import logging
import struct
import zlib
from itertools import islice
from typing import Any

from pypdf import PdfReader, apply_configuration
from pypdf.errors import DependencyError, LimitReachedError, PyPdfError
from pypdf.generic import EmbeddedFile

from chalicelib.domain.errors import InvalidInput

from .limits import MAXIMUM_ATTACHMENTS, MAXIMUM_PDF_BYTES, MAXIMUM_XML_BYTES, in_megabytes
from .metered_stream import MeteredStream

# The names Factur-X, ZUGFeRD and XRechnung prescribe, best first. Any other .xml comes after them.
INVOICE_NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml")

# What a PDF parser can stumble over in a damaged or hostile file. Memory and interruption errors are not among them.
PARSER_FAILURES = (
    PyPdfError,
    DependencyError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)

STRUCTURE_LIMITS: dict[str, Any] = {
    "maximum_declared_stream_length": MAXIMUM_PDF_BYTES,
    "zlib_maximum_output_length": 4 * MAXIMUM_XML_BYTES,
    "zlib_maximum_recovery_input_length": 20_000,
    "lzw_maximum_output_length": MAXIMUM_XML_BYTES,
    "run_length_maximum_output_length": MAXIMUM_XML_BYTES,
    "stream_filters_maximum_length": 2,
    "stream_decoding_work_maximum_length": 3 * MAXIMUM_PDF_BYTES,
    "jbig2dec_binary": None,
    "disable_legacy_handling": True,
}

# pypdf reports each oddity of a file as a log line, with content of the file in it: neither wanted nor bounded.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def embedded_invoice(content: bytes, label: str) -> bytes:
    """The bytes of the invoice XML. Raises ``InvalidInput`` with the cure; inflates 2 MB of XML at most."""
    if b"%%EOF" not in content[-2048:]:
        raise _unreadable(label, "its end is missing: the transfer was probably cut short")
    try:
        with apply_configuration(**STRUCTURE_LIMITS):
            return _read(content, label)
    except InvalidInput:
        raise
    except PARSER_FAILURES as failure:
        if b"/Encrypt" in content:
            raise _encrypted(label) from failure
        raise _unreadable(label, "its structure is damaged") from failure


def _read(content: bytes, label: str) -> bytes:
    reader = PdfReader(
        MeteredStream(content),
        root_object_recovery_limit=100,
        xref_stream_maximum_entries=200_000,
    )
    if reader.is_encrypted:
        raise _encrypted(label)
    chosen = _choose(list(islice(reader.attachment_list, MAXIMUM_ATTACHMENTS)))
    if chosen is None:
        raise InvalidInput(
            f"{label} is a PDF without an invoice inside: an ordinary PDF cannot be read reliably. Send the Factur-X "
            "export of the invoicing software, or give the invoice field by field under `invoices`.",
            code="no_embedded_invoice",
        )
    return _inflate(chosen, label)


def _choose(attachments: list[EmbeddedFile]) -> EmbeddedFile | None:
    def rank(attachment: EmbeddedFile) -> int:
        name = _name(attachment)
        return INVOICE_NAMES.index(name) if name in INVOICE_NAMES else len(INVOICE_NAMES)

    xml_files = [attachment for attachment in attachments if _name(attachment).endswith(".xml")]
    return min(xml_files, key=rank, default=None)


def _name(attachment: EmbeddedFile) -> str:
    return str(attachment.alternative_name or attachment.name).strip().lower()


def _inflate(attachment: EmbeddedFile, label: str) -> bytes:
    limit = MAXIMUM_XML_BYTES
    try:
        with apply_configuration(zlib_maximum_output_length=limit, stream_decoding_work_maximum_length=3 * limit):
            content = attachment.content
    except LimitReachedError as failure:
        raise _inflated_too_large(label) from failure
    if len(content) > limit:
        raise _inflated_too_large(label)
    return content


def _inflated_too_large(label: str) -> InvalidInput:
    return InvalidInput(
        f"The XML inside {label} is larger than {in_megabytes(MAXIMUM_XML_BYTES)} MB once decompressed, the limit for "
        "an XML invoice, or its compression is damaged. Export the invoice again, without documents inside its XML.",
        code="file_too_large",
    )


def _encrypted(label: str) -> InvalidInput:
    return InvalidInput(
        f"{label} is an encrypted PDF, which Factur-X forbids. Send the file without a password or protection.",
        code="encrypted_pdf",
    )


def _unreadable(label: str, why: str) -> InvalidInput:
    return InvalidInput(
        f"{label} is a PDF that cannot be read: {why}. Export the invoice again and send the whole file.",
        code="unreadable_pdf",
    )
