"""Where a form was sent from, as the browser says (Fetch Metadata, RFC 6454): one more door beside the form's token."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

_OWN = ("same-origin", "none")


def is_own_form(headers: Mapping[str, str], page_address: str) -> bool:
    """False when the browser names another place. What an older browser does not say is left to the form's token.

    ``Origin: null`` is what a page under ``Referrer-Policy: no-referrer`` sends with its own forms.
    """
    site = headers.get("sec-fetch-site")
    if site is not None and site.lower() not in _OWN:
        return False
    origin = headers.get("origin")
    if origin is None or origin == "null":
        return True
    try:
        host = urlsplit(origin).netloc.lower()
    except ValueError:
        return False
    return bool(host) and host in (headers.get("host", "").lower(), urlsplit(page_address).netloc.lower())
