"""Which representation an answer takes (RFC 9110 §12.5.1), where an operation offers several."""

from __future__ import annotations

from collections.abc import Sequence

from .problems import refuse

JSON = "application/json"
PDF = "application/pdf"


def negotiated(accept: str | None, offered: Sequence[str]) -> str:
    """The first offered type by default; another one where the caller names it first. 406 where nothing fits.

    The first named type decides: API Gateway goes by it, too, when it turns an answer into bytes. The others only say
    what is acceptable.
    """
    ranges = [_range(part) for part in (accept or "*/*").split(",") if part.strip()]
    wanted = [name for name, refused in ranges if not refused]
    if wanted and wanted[0] in offered:
        return wanted[0]
    for media_type in offered:
        if any(name in (media_type, f"{media_type.partition('/')[0]}/*", "*/*") for name in wanted):
            return media_type
    raise refuse(406, "not_acceptable", f"This can be had as {' or '.join(offered)}.")


def _range(part: str) -> tuple[str, bool]:
    """A media range, and whether its weight refuses it."""
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weight = next((p.partition("=")[2] for p in parameters if p.startswith("q=")), "1")
    return name, weight.strip("0.") == ""
