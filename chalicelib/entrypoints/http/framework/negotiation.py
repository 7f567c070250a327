"""Which representation an answer takes (RFC 9110 §12.5.1), where an operation offers several."""

from __future__ import annotations

from collections.abc import Sequence

from .problems import refuse

JSON = "application/json"
PDF = "application/pdf"


def negotiated(accept: str | None, offered: Sequence[str]) -> str:
    """The first offered type by default; another one where the caller names it first. 406 where nothing fits.

    The first named type decides: API Gateway goes by it, too, when it turns an answer into bytes, and would leave any
    other PDF as base64. The others only say whether the default is acceptable.
    """
    ranges = [_range(part) for part in (accept or "*/*").split(",") if part.strip()]
    first = ranges[0] if ranges else ("", True)
    if first[0] in offered and not first[1]:
        return first[0]
    default = offered[0]
    acceptable = (default, f"{default.partition('/')[0]}/*", "*/*")
    if any(name in acceptable and not refused for name, refused in ranges):
        return default
    raise refuse(406, "not_acceptable", f"This can be had as {' or '.join(offered)}, as the first type of Accept.")


def _range(part: str) -> tuple[str, bool]:
    """A media range, and whether its weight refuses it."""
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weight = next((p.partition("=")[2] for p in parameters if p.startswith("q=")), "1")
    return name, weight.strip("0.") == ""
