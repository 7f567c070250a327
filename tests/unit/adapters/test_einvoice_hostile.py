"""Hostile and broken files: a stable code, a cure, and bounded memory; nothing here depends on a stopwatch."""

from __future__ import annotations

import tracemalloc
import zlib

import pytest

from chalicelib.adapters.einvoice import EinvoiceReader
from chalicelib.adapters.einvoice.metered_stream import MAXIMUM_READS, MeteredStream
from chalicelib.domain.errors import InvalidInput
from infra.local.sample_invoice import SampleInvoice, sample_bytes

MEGABYTE = 1_000_000
ENCRYPTION = (
    b"/Encrypt<</Filter/Standard/V 1/R 2/O(12345678901234567890123456789012)"
    b"/U(12345678901234567890123456789012)/P -4>>/ID[(a)(b)]"
)


def refusal(content: bytes) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        EinvoiceReader().read(content, "facture.pdf")
    return caught.value


def refusal_within(megabytes: int, content: bytes) -> InvalidInput:
    """The refusal, if Python allocated no more than that on the way to it."""
    tracemalloc.start()
    try:
        found = refusal(content)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < megabytes * MEGABYTE
    return found


@pytest.fixture(autouse=True, scope="module")
def _libraries_are_loaded() -> None:
    """Importing pypdf costs memory too, once: not what is measured here."""
    EinvoiceReader().read(pdf(zlib.compress(sample_bytes(SampleInvoice(), "cii"))), "warm-up.pdf")


def pdf(
    stream: bytes, *, name: bytes = b"factur-x.xml", filters: bytes = b"/FlateDecode", trailer: bytes = b""
) -> bytes:
    """A small PDF with one attachment."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(" + name + b") 4 0 R]>>>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        b"<</Type/Filespec/F(" + name + b")/EF<</F 5 0 R>>>>",
        b"<</Filter " + filters + b"/Length %d>>\nstream\n" % len(stream) + stream + b"\nendstream",
    )
    content, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(content))
        content += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"trailer\n<</Root 1 0 R/Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, len(content))
    return content + table + end


def inflating(size: int) -> bytes:
    """A deflated document of ``size`` spaces, made piece by piece."""
    packer = zlib.compressobj(9)
    pieces = [packer.compress(b"<a>")]
    pieces += [packer.compress(b" " * MEGABYTE) for _ in range(size // MEGABYTE)]
    return b"".join([*pieces, packer.flush()])


def test_thirty_megabytes_are_refused_before_anything_is_read() -> None:
    content = b"%PDF-1.4" + bytes(30 * MEGABYTE)
    found = refusal_within(1, content)
    assert found.code == "file_too_large"
    assert "10 MB" in found.detail


def test_an_xml_file_may_be_two_megabytes_at_most() -> None:
    found = refusal(b"<a>" + b" " * (2 * MEGABYTE) + b"</a>")
    assert found.code == "file_too_large"
    assert "2 MB" in found.detail


def test_a_truncated_pdf_says_that_its_end_is_missing() -> None:
    whole = sample_bytes(SampleInvoice())
    for kept in (len(whole) // 10, len(whole) // 2, len(whole) - 10):
        found = refusal(whole[:kept])
        assert found.code == "unreadable_pdf"
        assert "end is missing" in found.detail


def test_a_damaged_pdf_is_unreadable() -> None:
    assert refusal(b"%PDF-1.7\n" + b"garbage " * 100 + b"%%EOF").code == "unreadable_pdf"


@pytest.mark.parametrize(("layers", "filters"), [(1, b"/FlateDecode"), (2, b"[/FlateDecode/FlateDecode]")])
def test_an_attachment_that_inflates_hugely_stops_at_the_limit(layers: int, filters: bytes) -> None:
    bomb = inflating(200 * MEGABYTE)
    for _ in range(layers - 1):
        bomb = zlib.compress(bomb)
    content = pdf(bomb, filters=filters)
    assert refusal_within(12, content).code == "file_too_large"


def test_more_layers_of_compression_than_any_invoice_uses_are_refused() -> None:
    bomb = zlib.compress(zlib.compress(inflating(MEGABYTE)))
    assert refusal(pdf(bomb, filters=b"[/FlateDecode/FlateDecode/FlateDecode]")).code == "file_too_large"


def test_an_encrypted_pdf_is_told_from_a_damaged_one() -> None:
    assert refusal(pdf(b"x", trailer=ENCRYPTION)).code == "encrypted_pdf"


def test_a_pdf_without_xml_inside_says_what_to_send_instead() -> None:
    found = refusal(pdf(zlib.compress(b"hello"), name=b"photo.jpg"))
    assert found.code == "no_embedded_invoice"
    assert "Factur-X" in found.detail


def test_the_invoice_is_found_among_other_attachments_by_its_name() -> None:
    xml = zlib.compress(sample_bytes(SampleInvoice(), "cii"))
    assert EinvoiceReader().read(pdf(xml, name=b"facture-147.xml"), "x").number == "FA-2025-0147"


def test_a_pdf_whose_xml_is_no_invoice_is_refused() -> None:
    assert refusal(pdf(zlib.compress(b"<note>bonjour</note>"))).code == "not_an_invoice"


def test_entities_are_refused_not_expanded() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e0 "ha">{entities}]><a>&e9;</a>'.encode()
    assert refusal_within(1, bomb).code == "unsafe_xml"
    assert refusal(pdf(zlib.compress(bomb))).code == "unsafe_xml"


def test_an_external_document_type_is_never_fetched() -> None:
    assert refusal(b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>').code == "unsafe_xml"


@pytest.mark.parametrize(
    "content",
    [
        b"<a>" * 200_000,
        b"<a>" + b"<b/>" * 400_000 + b"</a>",
        ("<a>" * 200_000).encode("utf-16"),
    ],
    ids=["deep", "many", "deep in UTF-16"],
)
def test_depth_and_number_of_elements_are_bounded(content: bytes) -> None:
    assert refusal_within(20, content).code == "unsafe_xml"


@pytest.mark.parametrize(
    "body",
    [
        b" " * (9 * MEGABYTE),
        b"1" * (9 * MEGABYTE) + b" 0 obj",
        b"1 0 obj" + b"[" * (9 * MEGABYTE),
        b"1 0 obj " * MEGABYTE,
        b"startxref\n" * 900_000,
    ],
    ids=["blanks", "digits", "arrays", "objects", "ends"],
)
def test_a_pdf_made_to_keep_the_parser_busy_is_given_up(body: bytes) -> None:
    content = b"%PDF-1.7\n" + body + b"\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF"
    assert refusal_within(40, content).code == "unreadable_pdf"


def test_dictionaries_nested_without_end_are_given_up() -> None:
    assert refusal(b"%PDF-1.7\n1 0 obj" + b"<</A" * 2_000_000 + b"\nstartxref\n9\n%%EOF").code == "unreadable_pdf"


def test_a_file_can_be_read_only_so_often() -> None:
    """The bound on time: pypdf cannot ask for more reads, nor for more bytes, than this."""
    from pypdf.errors import LimitReachedError

    patient = MeteredStream(b"x" * MAXIMUM_READS)
    for _ in range(MAXIMUM_READS):
        patient.read(1)
    with pytest.raises(LimitReachedError):
        patient.read(1)
    greedy = MeteredStream(b"x" * MEGABYTE)
    for _ in range(10):
        greedy.seek(0)
        greedy.read()
    greedy.seek(0)
    with pytest.raises(LimitReachedError):
        greedy.read()
