"""Looks at every answer of a campaign for what no answer may do, whatever was asked."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from chalicelib.entrypoints.http.framework.problem_catalogue import PROBLEMS

from .travelled_world import MARKER

REQUEST_ID = re.compile(r"req_[0-7][0-9A-HJKMNP-TV-Z]{25}")
INTERNALS = re.compile(r"Traceback|chalicelib|arn:aws|<class '|object at 0x|pydantic|botocore|\b[A-Z]\w+Error\b")
DOCUMENTS = ("/docs", "/openapi.json", "/openapi.yaml", "/problems/")  # texts that may well name such things


class Witness:
    """``objections`` by kind, each with the first answer that gave rise to it."""

    def __init__(self) -> None:
        self.answers = 0
        self.statuses: Counter[int] = Counter()
        self.objections: dict[str, str] = {}

    def see(self, method: str, path: str, response: Mapping[str, Any], *, to_operator: bool = False) -> None:
        """One answer, as the gateway receives it. The operator may see every tenant's keys, and does."""
        self.answers += 1
        status = int(response["statusCode"])
        self.statuses[status] += 1
        headers = {name.lower(): str(value) for name, value in response["headers"].items()}
        body = str(response["body"])
        where = f"{method} {path} -> {status} {body[:400]}"
        if REQUEST_ID.fullmatch(headers.get("request-id", "")) is None:
            self._object("an answer has no Request-Id", where)
        if not to_operator and (MARKER in body or MARKER in str(headers)):
            self._object("an answer shows what is another tenant's", where)
        if status >= 400:
            self._problem(headers, body, where)
        if not any(name in path for name in DOCUMENTS) and INTERNALS.search(body):
            self._object("an answer shows internals", where)

    def _problem(self, headers: Mapping[str, str], body: str, where: str) -> None:
        if headers.get("content-type") != "application/problem+json":
            self._object("a refusal is no problem", where)
            return
        problem = json.loads(body)
        if problem["code"] not in PROBLEMS:
            self._object(f"the code {problem['code']} is not in the catalogue", where)
        if problem["request_id"] != headers.get("request-id"):
            self._object("a problem names another request", where)

    def _object(self, kind: str, where: str) -> None:
        self.objections.setdefault(kind, where)
