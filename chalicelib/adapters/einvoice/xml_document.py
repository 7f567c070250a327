"""Parses XML from strangers: no DTD, no entities, bounded size, depth and number of elements."""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from chalicelib.domain.errors import InvalidInput

from .limits import MAXIMUM_XML_BYTES, MAXIMUM_XML_DEPTH, MAXIMUM_XML_ELEMENTS, in_megabytes


class _TooComplexError(Exception):
    """The document nests deeper, or holds more elements, than any invoice."""


class _BoundedBuilder(TreeBuilder):
    """Builds the tree while counting, so that a hostile document stops before it fills the memory."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0
        self._elements = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._depth += 1
        self._elements += 1
        if self._depth > MAXIMUM_XML_DEPTH or self._elements > MAXIMUM_XML_ELEMENTS:
            raise _TooComplexError
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)


def parse(content: bytes, label: str) -> Element:
    """The root element. Raises ``InvalidInput``: ``file_too_large``, ``unsafe_xml`` or ``unreadable_xml``."""
    if len(content) > MAXIMUM_XML_BYTES:
        raise InvalidInput(
            f"The XML of {label} is larger than {in_megabytes(MAXIMUM_XML_BYTES)} MB. Send the invoice without "
            "documents inside its XML.",
            code="file_too_large",
        )
    parser = DefusedXMLParser(target=_BoundedBuilder(), forbid_dtd=True)
    try:
        parser.feed(content)
        root: Element = parser.close()
    except DefusedXmlException as failure:
        raise InvalidInput(
            f"The XML of {label} declares a DTD or entities, which no e-invoice needs. Send it without a DOCTYPE.",
            code="unsafe_xml",
        ) from failure
    except _TooComplexError as failure:
        raise InvalidInput(
            f"The XML of {label} nests deeper than {MAXIMUM_XML_DEPTH} levels or holds more than "
            f"{MAXIMUM_XML_ELEMENTS} elements. Send an invoice with fewer lines, or only its header (BASIC WL).",
            code="unsafe_xml",
        ) from failure
    except (ParseError, ValueError, LookupError) as failure:
        raise InvalidInput(
            f"The XML of {label} is not well formed. Export the invoice again and send the whole file.",
            code="unreadable_xml",
        ) from failure
    return root


def split_tag(tag: str) -> tuple[str, str]:
    """``{namespace}name`` in two; the namespace is empty when there is none."""
    namespace, brace, name = tag.rpartition("}")
    return namespace.removeprefix("{") if brace else "", name
