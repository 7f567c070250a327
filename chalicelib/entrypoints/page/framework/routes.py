"""Where the page is served, beside the API and without a place in its contract: ``/d/<token>`` and what lies below."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from chalice.app import Chalice, Response

from chalicelib.bootstrap import deps
from chalicelib.entrypoints.http.framework.exchange import CURRENT, Exchange

PATHS = ("/d/{token}", "/d/{token}/{action}")
METHODS = ("GET", "POST")
MULTIPART = "multipart/form-data"
"""A type of request that the gateway hands over in base64, as it must be for bytes."""


def register_page(app: Chalice) -> None:
    """Makes the paths known to the gateway. ``page_response`` answers, before Chalice looks at types."""
    app.api.binary_types = [*app.api.binary_types, *({MULTIPART} - set(app.api.binary_types))]
    for path in PATHS:
        app.route(path, methods=list(METHODS), name="debtor_page")(_view)


def page_response(event: Mapping[str, Any], exchange: Exchange) -> dict[str, Any]:
    """One proxy event's answer, as HTML."""
    names = event.get("pathParameters") or {}
    response = _respond(exchange, str(names.get("token") or ""), str(names.get("action") or ""))
    return as_dict(response)


def as_dict(response: Response) -> dict[str, Any]:
    """For the gateway; bytes travel in base64."""
    body = response.body
    encoded = isinstance(body, bytes)
    return {
        "headers": dict(response.headers),
        "multiValueHeaders": {},
        "statusCode": response.status_code,
        "body": base64.b64encode(body).decode("ascii") if encoded else body,
        "isBase64Encoded": encoded,
    }


def _view(token: str, action: str = "") -> Response:
    return _respond(CURRENT.get(), token, action)


def _respond(exchange: Exchange, token: str, action: str) -> Response:
    from .gate import respond  # the page is loaded with its first request

    return respond(exchange, deps(), token, action)
