"""The headers of every answer of the page: nothing is loaded, run, framed, kept, indexed, or told to another site."""

from __future__ import annotations

import base64
import hashlib
import re
from urllib.parse import quote

from .answers import HTML, PageAnswer

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_ALWAYS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


def page_headers(answer: PageAnswer, language: str) -> dict[str, str]:
    """Of an action's answer, or of a refusal."""
    headers = {**_ALWAYS, "Content-Language": language, "Content-Type": answer.media_type}
    headers["Content-Security-Policy"] = _policy(str(answer.body) if answer.media_type == HTML else "")
    if answer.file_name is not None:
        headers["Content-Disposition"] = _disposition(answer.file_name)
    return headers


def _policy(html: str) -> str:
    """One style sheet by its hash, images in the page itself, forms to this host alone; no script, whatever is said."""
    styles = " ".join(f"'sha256-{_hash(style)}'" for style in _STYLE.findall(html)) or "'none'"
    return (
        f"default-src 'none'; style-src {styles}; img-src data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


def _hash(style: str) -> str:
    return base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")


def _disposition(name: str) -> str:
    """A download under its name (RFC 6266); what is not plain ASCII stands in the second form only."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.")[:80] or "document"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name[:120], safe='')}"
