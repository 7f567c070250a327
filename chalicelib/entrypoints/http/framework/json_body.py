"""A request's body as JSON, strictly: UTF-8, one object, no duplicate names, no NaN, bounded size and depth."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from .exchange import Exchange
from .problems import refuse

MAXIMUM_BYTES = 5_700_000
MAXIMUM_DEPTH = 20
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_JSON = re.compile(r"application/json\s*(;\s*charset\s*=\s*\"?utf-8\"?\s*)?\Z", re.IGNORECASE)


def read_json(exchange: Exchange) -> dict[str, Any]:
    """The body's object; an absent body is an empty one. Every other refusal is 400, 413 or 415."""
    if len(exchange.body) > MAXIMUM_BYTES:
        raise refuse(413, "request_too_large", f"The body has more than {MAXIMUM_BYTES} bytes.")
    content_type = exchange.headers.get("content-type")
    if content_type is not None and exchange.body and _JSON.match(content_type.strip()) is None:
        raise refuse(415, "unsupported_media_type", "The body must be application/json in UTF-8.")
    if not exchange.body:
        return {}
    value = _parse(exchange.body)
    if not isinstance(value, dict):
        raise _malformed("The body must be a JSON object.")
    return value


def _parse(body: bytes) -> Any:
    try:
        text = body.decode("utf-8")
        value = json.loads(text, object_pairs_hook=_no_duplicates, parse_constant=_no_constant)
    except RecursionError:
        raise _malformed(f"The body is nested more than {MAXIMUM_DEPTH} levels deep.") from None
    except ValueError:
        raise _malformed("The body is not valid JSON in UTF-8.") from None
    if _depth(value) > MAXIMUM_DEPTH:
        raise _malformed(f"The body is nested more than {MAXIMUM_DEPTH} levels deep.")
    if _SURROGATE.search(body):
        _no_lone_surrogates(value)
    return value


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise _malformed("A name stands twice in the same object.")
    return value


def _no_constant(name: str) -> NoReturn:
    raise _malformed(f"{name} is not JSON.")


def _depth(value: Any) -> int:
    """Levels of nesting, walked without recursion; stops counting one past the limit."""
    level, depth = [value], 0
    while level and depth <= MAXIMUM_DEPTH:
        level = [
            child
            for node in level
            if isinstance(node, (dict, list))
            for child in (node.values() if isinstance(node, dict) else node)
        ]
        depth += 1
    return depth


def _no_lone_surrogates(value: Any) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise _malformed("A string holds half of a surrogate pair.") from None


def _malformed(detail: str) -> Exception:
    return refuse(400, "malformed_json", detail)
