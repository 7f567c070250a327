"""A QR code as a drawing inside the page: nothing is fetched, and it prints sharply."""

from __future__ import annotations

import segno

GREATEST_VERSION = 13
"""EPC069-12: at most 69 modules a side, with error correction M."""


def qr_svg(payload: str, title: str) -> str | None:
    """The SVG with its name for those who do not see it; ``None`` where the code would be too fine for a camera."""
    code = segno.make_qr(payload, error="m", encoding="utf-8", boost_error=False)
    if not isinstance(code.version, int) or code.version > GREATEST_VERSION:
        return None
    drawing = code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None)
    label = title.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return drawing.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)
