"""Strong ETags: the object's version, and the day where interest moves daily. ``If-Match`` compares versions only."""

from __future__ import annotations

import re
from datetime import date

from .problems import refuse

_TAG = re.compile(r'(W/)?"([^"]*)"')
_VERSION = re.compile(r"v([0-9]{1,12})(?:-[0-9]{4}-[0-9]{2}-[0-9]{2})?\Z")


def etag(version: int, as_of: date | None = None, media_type: str | None = None) -> str:
    """The tag of a version, with the day where the representation moves by it, and its type where it has several."""
    day = "" if as_of is None else f"-{as_of.isoformat()}"
    kind = "" if media_type is None else f"-{media_type.rpartition('/')[2]}"
    return f'"v{version}{day}{kind}"'


def not_modified(if_none_match: str | None, tag: str | None) -> bool:
    """Whether the caller already has this very representation (weak comparison, RFC 9110 §13.1.2)."""
    if if_none_match is None or tag is None:
        return False
    if if_none_match.strip() == "*":
        return True
    return any(f'"{value}"' == tag for _, value in _TAG.findall(if_none_match))


def expected_versions(if_match: str | None) -> frozenset[int] | None:
    """The versions that ``If-Match`` allows, ``None`` for any (``*``); 428 without the header.

    A weak or foreign tag matches nothing (strong comparison), which leads to 412.
    """
    if if_match is None:
        raise refuse(428, "precondition_required", "Send If-Match with the ETag of the object.")
    if if_match.strip() == "*":
        return None
    tags = _TAG.findall(if_match)
    if not tags:
        raise refuse(400, "invalid_if_match", "If-Match holds no entity tag.")
    found = [_VERSION.match(value) for weak, value in tags if not weak]
    return frozenset(int(match.group(1)) for match in found if match)
