"""Strong ETags: the object's version, and the day where interest moves daily. ``If-Match`` compares versions only."""

from __future__ import annotations

import re
from datetime import date, datetime

from .problems import refuse

LONGEST = 200
_TAG = re.compile(r'(W/)?"([!#-~]*)"')
_TAGS = re.compile(rf"{_TAG.pattern}([ \t]*,[ \t]*{_TAG.pattern})*")
_VERSION = re.compile(r"v([0-9]{1,12})(?:-[0-9]{4}-[0-9]{2}-[0-9]{2}|-[0-9]{9,12})?\Z")


def etag(version: int, as_of: date | None = None, media_type: str | None = None) -> str:
    """The tag of a version, with what else the representation moves by: a day or an instant, and its media type."""
    moved = str(int(as_of.timestamp())) if isinstance(as_of, datetime) else as_of and as_of.isoformat()
    day = f"-{moved}" if moved else ""
    kind = "" if media_type is None else f"-{media_type.rpartition('/')[2]}"
    return f'"v{version}{day}{kind}"'


def known_tags(if_none_match: str | None) -> str | None:
    """``If-None-Match`` as it was sent; 400 where it is no list of entity tags (RFC 9110 §13.1.2) or too long."""
    if if_none_match is not None and not _is_condition(if_none_match.strip()):
        raise refuse(400, "invalid_if_none_match", "If-None-Match is neither * nor a list of entity tags.")
    return if_none_match


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
    condition = if_match.strip()
    if not _is_condition(condition):
        raise refuse(400, "invalid_if_match", "If-Match is neither * nor a list of entity tags.")
    if condition == "*":
        return None
    found = [_VERSION.match(value) for weak, value in _TAG.findall(condition) if not weak]
    return frozenset(int(match.group(1)) for match in found if match)


def _is_condition(condition: str) -> bool:
    return len(condition) <= LONGEST and (condition == "*" or _TAGS.fullmatch(condition) is not None)
