"""Forms as browsers send them: urlencoded, or multipart where an action takes files; bounded before they are read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import parse_qsl

from .answers import MOST_FILE_BYTES
from .call import UploadedFile
from .refusals import TOO_LARGE, UNREADABLE_FORM, WRONG_TYPE, PageRefusal

MOST_FIELDS = 100
MOST_FILES = 3
MOST_FIELD_CHARACTERS = 5_000
MOST_FIELD_BYTES = 64 * 1024
MOST_BODY_BYTES = MOST_FILE_BYTES + MOST_FIELD_BYTES
URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,./:=? -]{1,70}")
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_SIGNATURES = ((b"%PDF-", "application/pdf"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))
_ENDINGS = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}


@dataclass(frozen=True)
class Form:
    """Values as text without control characters; a field that came twice has its last value."""

    fields: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, UploadedFile] = field(default_factory=dict)


def read_query(query: Mapping[str, list[str]]) -> Mapping[str, str]:
    """The query of a GET; what has a strange name or is too long is left out."""
    pairs = [(name, values[-1]) for name, values in query.items() if values]
    kept = [(name, value) for name, value in pairs[:MOST_FIELDS] if _NAME.fullmatch(name)]
    return {name: _clean(value) for name, value in kept if len(value) <= MOST_FIELD_CHARACTERS}


def read_form(body: bytes, content_type: str, *, uploads: bool) -> Form:
    """The form; 413 beyond a limit, 415 for another type of body or of file, 400 for what cannot be read."""
    kind = content_type.partition(";")[0].strip().lower()
    if len(body) > (MOST_BODY_BYTES if uploads else MOST_FIELD_BYTES):
        raise PageRefusal(TOO_LARGE)
    if kind == MULTIPART and uploads:
        return _multipart(body, content_type)
    if kind != URLENCODED:
        raise PageRefusal(WRONG_TYPE if uploads else UNREADABLE_FORM)
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            max_num_fields=MOST_FIELDS,
            encoding="utf-8",
            errors="strict",
        )
    except (UnicodeDecodeError, ValueError):
        raise PageRefusal(UNREADABLE_FORM) from None
    return Form(_fields(pairs))


def _multipart(body: bytes, content_type: str) -> Form:
    import multipart  # only a form with files needs it

    options = multipart.parse_options_header(content_type)[1]
    boundary = options.get("boundary", "")
    if _BOUNDARY.fullmatch(boundary) is None:
        raise PageRefusal(UNREADABLE_FORM)
    parser = multipart.MultipartParser(
        BytesIO(body),
        boundary,
        content_length=len(body),
        disk_limit=0,
        memory_limit=MOST_BODY_BYTES,
        part_limit=MOST_FIELDS + MOST_FILES,
        spool_limit=MOST_BODY_BYTES,
        strict=True,
    )
    try:
        parts = list(parser)
        pairs = [(part.name, part.value) for part in parts if part.filename is None]
        sent = [(part.name, part.filename or "", part.raw) for part in parts if part.filename is not None]
    except multipart.ParserLimitReached:
        raise PageRefusal(TOO_LARGE) from None
    except (multipart.MultipartError, UnicodeDecodeError):
        raise PageRefusal(UNREADABLE_FORM) from None
    return Form(_fields(pairs), _files(sent))


def _fields(pairs: list[tuple[str, str]]) -> Mapping[str, str]:
    if len(pairs) > MOST_FIELDS or sum(len(name) + len(value) for name, value in pairs) > MOST_FIELD_BYTES:
        raise PageRefusal(TOO_LARGE)
    if any(_NAME.fullmatch(name) is None or len(value) > MOST_FIELD_CHARACTERS for name, value in pairs):
        raise PageRefusal(UNREADABLE_FORM)
    return {name: _clean(value) for name, value in pairs}


def _files(sent: list[tuple[str, str, bytes]]) -> Mapping[str, UploadedFile]:
    """A file field that was left empty comes as an empty part without a name, and is none."""
    given = [(name, file_name, body) for name, file_name, body in sent if body or file_name]
    if len(given) > MOST_FILES or sum(len(body) for _, _, body in given) > MOST_FILE_BYTES:
        raise PageRefusal(TOO_LARGE)
    files: dict[str, UploadedFile] = {}
    for name, file_name, body in given:
        if _NAME.fullmatch(name) is None or name in files:
            raise PageRefusal(UNREADABLE_FORM)
        media_type = _media_type(body)
        files[name] = UploadedFile(clean_file_name(file_name, _ENDINGS[media_type]), media_type, body)
    return files


def _media_type(body: bytes) -> str:
    """By the first bytes, whatever the browser said: nothing else is taken."""
    for signature, media_type in _SIGNATURES:
        if body.startswith(signature):
            return media_type
    raise PageRefusal(WRONG_TYPE)


def clean_file_name(name: str, ending: str) -> str:
    """The last part of a path, letters, digits, spaces, dots and dashes alone, with the ending of what it really is."""
    last = re.split(r"[/\\]", name)[-1]
    stem = last.rpartition(".")[0] or last
    kept = re.sub(r"[^\w .-]+", "_", _UNPRINTABLE.sub("", stem)).strip(" ._-")[:80].rstrip(" ._-")
    return f"{kept or 'document'}{ending}"


def _clean(value: str) -> str:
    """Line breaks as one character, without other control characters or marks that turn the direction of writing."""
    return _UNPRINTABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
