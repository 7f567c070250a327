"""What a form may carry: fields and files, bounded before they are read, and judged by what they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.entrypoints.page.framework.answers import MOST_FILE_BYTES
from chalicelib.entrypoints.page.framework.forms import clean_file_name, read_form, read_query
from chalicelib.entrypoints.page.framework.refusals import PageRefusal
from tests.support.http_client import HttpAnswer
from tests.support.page_browser import multipart_body, token_in
from tests.support.page_world import PageWorld

from .actions_for_tests import Seen

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(8)
JPEG = b"\xff\xd8\xff\xe0" + bytes(8)
URLENCODED = "application/x-www-form-urlencoded"
BOUNDARY = "frontier"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


def sent(world: PageWorld, files: dict[str, tuple[str, bytes]], **fields: str) -> HttpAnswer:
    browser = world.browser()
    token = token_in(browser.get(f"{world.path}/proof"))
    return browser.upload(f"{world.path}/proof", {"form": token, **fields}, files)


def status_of(body: bytes, content_type: str, *, uploads: bool = True) -> int:
    try:
        read_form(body, content_type, uploads=uploads)
    except PageRefusal as refused:
        return refused.refusal.status
    return 200


def test_a_file_comes_as_what_it_is_whatever_the_browser_called_it(world: PageWorld, seen: Seen) -> None:
    files = {"a": ("virement.exe", PDF), "b": ("photo.gif", PNG), "c": ("C:\\Users\\Zoé\\reçu du 3.JPG", JPEG)}
    assert sent(world, files, words="Payé le 3\r\nmerci").status == 200
    told = [(file.name, file.media_type, file.body) for file in seen.files]
    assert told == [
        ("virement.pdf", "application/pdf", PDF),
        ("photo.png", "image/png", PNG),
        ("reçu du 3.jpg", "image/jpeg", JPEG),
    ]
    assert seen.calls[-1].fields == {"words": "Payé le 3\nmerci"}


def test_a_file_field_that_was_left_empty_is_no_file(world: PageWorld, seen: Seen) -> None:
    assert sent(world, {"a": ("", b"")}).status == 200
    assert seen.files == []


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><script>alert(1)</script>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"GIF89a",
        b"PK\x03\x04" + bytes(100),
        b" %PDF-1.7",
        b"MZ\x90\x00",
        b"#!/bin/sh",
        b"x",
    ],
    ids=["html", "svg", "gif", "zip", "pdf after a blank", "exe", "script", "x"],
)
def test_anything_but_pdf_jpeg_and_png_is_415_as_a_page(world: PageWorld, seen: Seen, content: bytes) -> None:
    answer = sent(world, {"a": ("preuve.pdf", content)})
    assert answer.status == 415
    assert "PDF, JPEG ou PNG" in answer.text
    assert seen.files == []


def test_beyond_four_megabytes_it_is_413_as_a_page(world: PageWorld, seen: Seen) -> None:
    assert sent(world, {"a": ("a.pdf", PDF + bytes(MOST_FILE_BYTES - len(PDF)))}).status == 200
    for files in (
        {"a": ("a.pdf", PDF + bytes(MOST_FILE_BYTES))},
        {"a": ("a.pdf", PDF + bytes(2_000_000)), "b": ("b.pdf", PDF + bytes(2_000_001))},
        {"a": ("a.pdf", PDF + bytes(5_000_000))},
        dict.fromkeys("abcd", ("a.pdf", PDF)),
    ):
        answer = sent(world, files)
        assert answer.status == 413
        assert "2\u00a0Mo" in answer.text
    assert len(seen.files) == 1


def test_an_action_without_files_takes_none(world: PageWorld, seen: Seen) -> None:
    browser = world.browser()
    token = token_in(browser.get(f"{world.path}/say"))
    assert browser.upload(f"{world.path}/say", {"form": token}, {"a": ("a.pdf", PDF)}).status == 400
    assert [call.method for call in seen.calls] == ["GET"]


HOSTILE = [
    (b"", "", 415),
    (b"a=b", "application/json", 415),
    (b"a=b", "text/plain", 415),
    (b"a=" + b"x" * 70_000, URLENCODED, 413),
    (b"&".join(b"a%d=1" % n for n in range(101)), URLENCODED, 400),
    (b"a=%ff%fe", URLENCODED, 400),
    ("a=é".encode(), URLENCODED, 400),
    (b"A=1", URLENCODED, 400),
    (b"__proto__=1", URLENCODED, 400),
    (b"a=" + b"x" * 5_001, URLENCODED, 400),
    (b"--x", "multipart/form-data", 400),
    (b"--x", "multipart/form-data; boundary=", 400),
    (b"--x", "multipart/form-data; boundary=" + "b" * 71, 400),
    (b"", MULTIPART, 400),
    (b"--frontier\r\n", MULTIPART, 400),
    (b"--frontier\r\nContent-Disposition: form-data\r\n\r\n\r\n--frontier--\r\n", MULTIPART, 400),
    (b"--frontier\r\nX: y\r\n\r\nz\r\n--frontier--\r\n", MULTIPART, 400),
    (multipart_body(BOUNDARY, {}, {"a": ("a.pdf", PDF)})[:-6], MULTIPART, 400),
    (multipart_body(BOUNDARY, {f"f{n}": "" for n in range(200)}, {}), MULTIPART, 413),
    (multipart_body(BOUNDARY, {"a": "x" * 5_001}, {}), MULTIPART, 400),
    (b"x" * 4_100_000, MULTIPART, 413),
    (b"--frontier\r\n" + b"X: y\r\n" * 100 + b"\r\n--frontier--\r\n", MULTIPART, 413),
    (b"--frontier\r\nX: " + b"y" * 9_000 + b"\r\n\r\n--frontier--\r\n", MULTIPART, 413),
]


@pytest.mark.parametrize(("body", "content_type", "status"), HOSTILE, ids=[f"{n}" for n in range(len(HOSTILE))])
def test_a_form_that_cannot_be_one_is_refused_for_what_it_is(body: bytes, content_type: str, status: int) -> None:
    assert status_of(body, content_type) == status


@given(st.binary(max_size=400), st.sampled_from([URLENCODED, MULTIPART, "multipart/form-data; boundary=-", "x/y", ""]))
def test_no_bytes_bring_a_form_down(body: bytes, content_type: str) -> None:
    assert status_of(body, content_type) in (200, 400, 413, 415)


@given(st.text(max_size=300), st.sampled_from([".pdf", ".png", ".jpg"]))
def test_a_file_name_is_one_plain_name_with_its_true_ending(name: str, ending: str) -> None:
    cleaned = clean_file_name(name, ending)
    assert cleaned.endswith(ending)
    assert 5 <= len(cleaned) <= 84
    assert not set(cleaned) & set("/\\<>\"'&;:%\r\n\t\x00\u202e\u2066")
    assert not cleaned.startswith((".", " "))


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\boot.ini", "boot.pdf"),
        ("facture\u202efdp.exe", "facturefdp.pdf"),
        ("a\r\nSet-Cookie: x=y.pdf", "a_Set-Cookie_ x_y.pdf"),
        ("....", "document.pdf"),
        ("<img src=x onerror=alert(1)>.pdf", "img src_x onerror_alert_1.pdf"),
        ("", "document.pdf"),
    ],
)
def test_hostile_file_names_become_plain_ones(name: str, cleaned: str) -> None:
    assert clean_file_name(name, ".pdf") == cleaned


def test_what_cannot_be_seen_leaves_a_field() -> None:
    form = read_form("a=x%E2%80%AEy%00z%0D%0Ab".encode("ascii"), URLENCODED, uploads=False)
    assert form.fields == {"a": "xyz\nb"}


def test_a_query_is_read_as_carefully() -> None:
    query = {"a": ["1", "2\u202e"], "B": ["x"], "c": ["y" * 5_001], "done": ["z\r\nX: y"]}
    assert read_query(query) == {"a": "2", "done": "z\nX: y"}


def test_a_body_in_broken_base64_is_400_as_a_page(world: PageWorld, seen: Seen) -> None:
    browser = world.browser()
    browser.get(f"{world.path}/proof")
    event = browser.event("POST", f"{world.path}/proof", b"x", {"Content-Type": MULTIPART})
    event["body"] = "no base64!"
    answer = world.world.anonymous.app(event, None)
    assert answer["statusCode"] == 400
    assert answer["headers"]["Content-Type"].startswith("text/html")
    assert len(seen.calls) == 1
