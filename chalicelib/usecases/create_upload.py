"""Hand out a link to upload one large file by (R-120). Nothing is stored until the file is used in a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.parties import Scope

from .ports import Files, Ids


@dataclass(frozen=True)
class CreateUpload:
    """``size`` in bytes: the link takes exactly that many."""

    scope: Scope
    name: str
    media_type: str
    size: int


@dataclass(frozen=True)
class Upload:
    """``link`` says how to send the file: method, address, headers or form fields."""

    id: str
    name: str
    media_type: str
    size: int
    link: Mapping[str, Any]


def create_upload(command: CreateUpload, *, ids: Ids, files: Files) -> Upload:
    """The id is used as ``upload_id`` afterwards."""
    upload_id = ids.new("upl")
    link = files.upload_link(command.scope, upload_id, size=command.size, media_type=command.media_type)
    return Upload(upload_id, command.name, command.media_type, command.size, link)
