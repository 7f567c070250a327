"""Reads e-invoices: Factur-X PDF, CII XML, UBL Invoice and CreditNote, told apart by content, never by name."""

from __future__ import annotations

from chalicelib.domain.errors import InvalidInput
from chalicelib.domain.invoice import ReadInvoice

from . import cii, ubl
from .limits import MAXIMUM_PDF_BYTES, MAXIMUM_XML_BYTES, in_megabytes
from .xml_document import parse, split_tag

ACCEPTED = "Send a Factur-X PDF, a CII XML or a UBL XML (Invoice or CreditNote)."
XML_STARTS = (b"<", b"\xff\xfe", b"\xfe\xff")
OLD_ZUGFERD = "urn:ferd:CrossIndustryDocument:invoice:1p0"


class EinvoiceReader:
    """Turns the bytes of one file into what the invoice says; refuses the rest with a stable code and a cure.

    Codes of ``InvalidInput``: ``file_too_large``, ``empty_file``, ``not_an_invoice``, ``unreadable_pdf``,
    ``encrypted_pdf``, ``no_embedded_invoice``, ``unreadable_xml``, ``unsafe_xml``, ``unsupported_invoice_format``.
    Size is refused first, then depth and number of elements: memory and time stay bounded on hostile files.
    """

    def read(self, content: bytes, name: str) -> ReadInvoice:
        """``name`` only appears in the detail of a refusal. What the file does not say, or says illegibly, is None."""
        label = _label(name)
        if len(content) > MAXIMUM_PDF_BYTES:
            raise _too_large(label, "a PDF", MAXIMUM_PDF_BYTES)
        start = content[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
        if not start:
            raise InvalidInput(f"{label} is empty. {ACCEPTED}", code="empty_file")
        if b"%PDF-" in start:
            return self._read_pdf(content, label)
        if not start.startswith(XML_STARTS):
            raise InvalidInput(f"{label} is neither a PDF nor an XML file. {ACCEPTED}", code="not_an_invoice")
        if len(content) > MAXIMUM_XML_BYTES:
            raise _too_large(label, "an XML invoice", MAXIMUM_XML_BYTES)
        return self._read_xml(content, label)

    def _read_pdf(self, content: bytes, label: str) -> ReadInvoice:
        from .pdf_attachment import embedded_invoice  # pypdf costs start-up time: loaded for PDFs only

        return self._read_xml(embedded_invoice(content, label), label)

    def _read_xml(self, content: bytes, label: str) -> ReadInvoice:
        root = parse(content, label)
        namespace, element = split_tag(root.tag)
        if (namespace, element) == (cii.NAMESPACES["rsm"], "CrossIndustryInvoice"):
            return cii.read(root)
        if (namespace, element) in ubl.ROOTS:
            return ubl.read(root)
        if namespace == OLD_ZUGFERD:
            raise InvalidInput(
                f"{label} is a ZUGFeRD 1.0 invoice, a format older than the European standard EN 16931. "
                "Export it again as Factur-X, CII or UBL, or give the invoice field by field under `invoices`.",
                code="unsupported_invoice_format",
            )
        raise InvalidInput(
            f"{label} is an XML file but no invoice: its root element is `{element[:60]}`. {ACCEPTED}",
            code="not_an_invoice",
        )


def _too_large(label: str, what: str, limit: int) -> InvalidInput:
    return InvalidInput(
        f"{label} is larger than {in_megabytes(limit)} MB, the limit for {what}. Send the e-invoice as exported by "
        "the invoicing software, without scans or other attachments.",
        code="file_too_large",
    )


def _label(name: str) -> str:
    """The file's name, made safe to quote in a message."""
    printable = "".join(character for character in name if character.isprintable()).strip()[:80]
    return f"`{printable}`" if printable else "The file"
