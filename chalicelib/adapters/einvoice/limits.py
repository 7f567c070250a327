"""How much of a file is read at most. Real invoices stay far below; hostile ones stop here."""

from __future__ import annotations

MAXIMUM_PDF_BYTES = 10_000_000
MAXIMUM_XML_BYTES = 2_000_000
MAXIMUM_XML_DEPTH = 40
MAXIMUM_XML_ELEMENTS = 60_000
MAXIMUM_ATTACHMENTS = 50
MAXIMUM_TEXT_CHARACTERS = 1_000


def in_megabytes(size: int) -> int:
    """For messages: whole megabytes."""
    return size // 1_000_000
