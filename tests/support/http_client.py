"""Speaks to the application as API Gateway does: one proxy event in, one response out, no network."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from chalice.app import Chalice

from .told_problems import check_refusal

Json = dict[str, Any]


@dataclass(frozen=True)
class HttpAnswer:
    """Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    text: str
    is_base64: bool = False

    @property
    def data(self) -> bytes:
        """The bytes that the gateway makes of the answer."""
        return base64.b64decode(self.text) if self.is_base64 else self.text.encode()

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def code(self) -> str:
        return str(self.json["code"])


@dataclass(frozen=True)
class HttpClient:
    """``headers`` go with every request."""

    app: Callable[[Any, Any], Json]
    templates: tuple[str, ...]
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, app: Chalice, key: str | None = None) -> HttpClient:
        headers = {} if key is None else {"Authorization": f"Bearer {key}"}
        return cls(app, tuple(sorted(app.routes)), headers)

    def with_key(self, key: str) -> HttpClient:
        return HttpClient(self.app, self.templates, {**self.headers, "Authorization": f"Bearer {key}"})

    def get(self, path: str, **headers: str) -> HttpAnswer:
        return self.send("GET", path, None, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> HttpAnswer:
        return self.send("POST", path, body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> HttpAnswer:
        return self.send("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> HttpAnswer:
        return self.send("DELETE", path, None, **headers)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> HttpAnswer:
        """``body`` is sent as JSON, or as it is when it is a string. Headers are written with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        event = self.event(method, path, body, {**self.headers, **named})
        response = self.app(event, None)
        check_refusal(event, response)
        answered = {name.lower(): str(value) for name, value in response["headers"].items()}
        encoded = bool(response.get("isBase64Encoded"))
        return HttpAnswer(int(response["statusCode"]), answered, str(response["body"]), encoded)

    def event(self, method: str, path: str, body: Any, headers: Mapping[str, str]) -> Json:
        parts = urlsplit(path)
        resource, ids = self._match(parts.path)
        query: dict[str, list[str]] = {}
        for name, value in parse_qsl(parts.query, keep_blank_values=True):
            query.setdefault(name, []).append(value)
        text = body if body is None or isinstance(body, str) else json.dumps(body)
        content_type = {} if text is None else {"Content-Type": "application/json"}
        return {
            "headers": {**content_type, **headers},
            "multiValueQueryStringParameters": query or None,
            "pathParameters": ids,
            "path": parts.path,
            "body": text,
            "isBase64Encoded": False,
            "stageVariables": None,
            "requestContext": {
                "httpMethod": method,
                "resourcePath": resource,
                "path": f"/api{parts.path}",
                "stage": "api",
                "requestId": "gateway-request",
            },
        }

    def _match(self, path: str) -> tuple[str | None, dict[str, str]]:
        for template in sorted(self.templates, key=lambda t: t.count("{")):
            pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template)
            found = re.fullmatch(pattern, path)
            if found:
                return template, found.groupdict()
        return None, {}
