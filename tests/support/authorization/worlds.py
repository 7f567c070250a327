"""What the authorization matrix rests on: other worlds to ask about, spoilt requests, and what answers say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from chalicelib.entrypoints.http.framework.api_blueprint import Operation
from tests.support.http_client import HttpAnswer, HttpClient
from tests.support.http_world import HttpWorld
from tests.support.journey.voice import Journey

from .positions import Request

ID = re.compile(r"\b([a-z]+)_[0-7][0-9A-HJKMNP-TV-Z]{25}\b")
_KEPT_OUT = {"calls", "before", "after", "commits", "_lock"}


@dataclass
class Planting(Journey):
    """Goes the same way for another tenant or mode, and leaves everything in place: nothing is deleted or ended."""

    tenant: Any = None
    ids: dict[str, str] = field(default_factory=dict)

    def say(self, client: HttpClient, method: str, path: str, body: Any = None, **headers: str) -> Any:
        if method == "DELETE" or (method == "PUT" and client is self.world.operator):
            return None
        if path == "/v1/tenants" and self.tenant is not None:
            return self.tenant
        answer = super().say(client, method, path, body, **headers)
        if path == "/v1/tenants":
            self.tenant = answer
            self.ids["tnt"] = answer["id"]
        made_by_the_operator = client is self.world.operator  # keys of either mode
        for found in () if made_by_the_operator else ID.finditer(json.dumps(answer)):
            self.ids.setdefault(found.group(1), found.group(0))
        return answer


def spoilt(operation: Operation, request: Request) -> Iterable[Request]:
    """The same request with something else wrong with it: a body, an id, a parameter, a missing tag."""
    if operation.request is not None:
        yield Request(request.method, request.path, {"no_such_field": 1}, request.headers)
        yield Request(request.method, request.path, "{not json", request.headers)
    if "{" in operation.path:
        yield Request(request.method, re.sub(r"_[0-9A-Z]{26}", "_x", request.path), request.body, request.headers)
        gone = re.sub(r"[0-9A-Z]{4}(?=/|$|\?)", "ZZZZ", request.path)
        yield Request(request.method, gone, request.body, request.headers)
    yield Request(request.method, request.path.partition("?")[0] + "?no_such=1", request.body, request.headers)
    if operation.if_match:
        yield Request(request.method, request.path, request.body, {})
    if operation.idempotent:
        yield Request(request.method, request.path, request.body, {**request.headers, "Idempotency_Key": "\u00e9"})


def code_of(answer: HttpAnswer) -> str:
    """The problem's code; of one that only says that something is wrong, also what is."""
    code = answer.code if answer.status >= 400 else ""
    return f"{code}/{answer.json['errors'][0]['code']}" if code == "invalid_request" else code


def said(answer: HttpAnswer, id_: str) -> tuple[int, str, Mapping[str, str]]:
    """What an answer says, without what differs from one request to the next and the id that was asked for."""
    text = re.sub(r"req_[0-9A-Z]{26}", "", answer.text)
    headers = {
        name: value
        for name, value in answer.headers.items()
        if name not in ("request-id", "ratelimit", "ratelimit-policy", "content-length")
    }
    return answer.status, text.replace(id_, "") if id_ else text, headers


def everything(world: HttpWorld) -> Any:
    """All that is kept anywhere in the world."""
    kept = [world.store, world.store.webhooks, world.files, world.runs, world.deps.rate_store]
    kept += [world.deps.archive, world.deps.webhook_queue]
    return [len(world.store.commits), *(_frozen(vars(each)) for each in kept)]


def _frozen(kept: Mapping[str, Any]) -> Any:
    """What is kept is never changed in place, but for the lists and tables that hold it."""
    return {name: _copy(value) for name, value in kept.items() if name not in _KEPT_OUT}


def _copy(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: dict(part) if type(part) is dict else part for name, part in value.items() if part != {}}
    return list(value) if isinstance(value, (list, set)) else value
