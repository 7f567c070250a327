"""The application as a WSGI application: each request becomes the proxy event that API Gateway would have made."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from .http_client import HttpClient
from .told_problems import check_refusal

StartResponse = Callable[[str, list[tuple[str, str]]], object]


def wsgi_application(client: HttpClient) -> Callable[[Mapping[str, Any], StartResponse], Iterable[bytes]]:
    """``client`` says which routes there are; paths arrive as they were sent, as on the gateway, queries decoded."""

    def application(environ: Mapping[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        event = _event(client, environ)
        response = client.app(event, None)
        check_refusal(event, response)
        body = str(response["body"])
        content = base64.b64decode(body) if response.get("isBase64Encoded") else body.encode()
        status = int(response["statusCode"])
        headers = [(name, str(value)) for name, value in response["headers"].items()]
        start_response(f"{status} {HTTPStatus(status).phrase}", headers)
        return [content]

    return application


def _event(client: HttpClient, environ: Mapping[str, Any]) -> dict[str, Any]:
    path = str(environ.get("REQUEST_URI") or environ["PATH_INFO"]).partition("?")[0]
    headers = {name[5:].replace("_", "-").title(): value for name, value in environ.items() if name.startswith("HTTP_")}
    if environ.get("CONTENT_TYPE"):
        headers["Content-Type"] = environ["CONTENT_TYPE"]
    content = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    event = client.event(environ["REQUEST_METHOD"], path, None, headers)
    multiple: dict[str, list[str]] = {}
    for name, value in parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True):
        multiple.setdefault(name, []).append(value)
    return {**event, "multiValueQueryStringParameters": multiple or None, **_body(content)}


def _body(content: bytes) -> dict[str, Any]:
    if not content:
        return {"body": None}
    try:
        return {"body": content.decode("utf-8")}
    except UnicodeDecodeError:
        return {"body": base64.b64encode(content).decode("ascii"), "isBase64Encoded": True}
