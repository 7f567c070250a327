"""A small client of the API over the standard library, for the demo and the stories that tests tell."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
POLL_SECONDS = 0.1
PATIENCE_SECONDS = 300.0


class ApiProblem(RuntimeError):
    """The API refused; ``problem`` is its problem+json."""

    def __init__(self, status: int, problem: Json) -> None:
        super().__init__(f"{status} {problem.get('code')}: {problem.get('detail')}")
        self.status = status
        self.problem = problem


@dataclass(frozen=True)
class ApiClient:
    """One key of one tenant. Every method raises ``ApiProblem`` for an answer from 400 on.

    ``patience`` is how long an advancing clock is waited for, in seconds.
    """

    base_url: str
    key: str
    patience: float = PATIENCE_SECONDS

    def get(self, path: str, **query: str) -> Json:
        suffix = f"?{urllib.parse.urlencode(query)}" if query else ""
        return self.request("GET", path + suffix)

    def post(self, path: str, body: Json, **headers: str) -> Json:
        return self.request("POST", path, body, headers)

    def request(self, method: str, path: str, body: Json | None = None, headers: dict[str, str] | None = None) -> Json:
        """One request; the answer's JSON."""
        request = urllib.request.Request(  # noqa: S310 - the URL is the caller's own API
            f"{self.base_url}{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {self.key}",
                "Content-Type": "application/json",
                **(headers or {}),
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - as above
                text = answer.read()
        except urllib.error.HTTPError as error:
            raise ApiProblem(error.code, _problem(error.read())) from error
        return json.loads(text) if text else {}

    def pages(self, path: str) -> list[Json]:
        """Everything of a list, page by page."""
        found: list[Json] = []
        query = {"limit": "100"}
        while True:
            page = self.get(path, **query)
            found += page["data"]
            if not page["has_more"]:
                return found
            query["cursor"] = page["next_cursor"]

    def advance(self, clock_id: str, to: str) -> Json:
        """Advances a test clock and waits until it stands."""
        self.post(f"/test-clocks/{clock_id}/advance", {"to": to})
        return self.settled(clock_id)

    def settled(self, clock_id: str) -> Json:
        """The clock once it is ready; raises when it failed or takes too long."""
        deadline = time.monotonic() + self.patience
        while time.monotonic() < deadline:
            clock = self.get(f"/test-clocks/{clock_id}")
            if clock["status"] == "ready":
                return clock
            if clock["status"] == "failed":
                raise RuntimeError(f"the test clock failed: {clock['failure']}")
            time.sleep(POLL_SECONDS)
        raise RuntimeError("the test clock did not become ready in time")

    def download(self, document_id: str) -> tuple[str, bytes]:
        """Name and bytes of a document, through its short-lived link."""
        document = self.get(f"/documents/{document_id}")
        return document["name"], fetch(document["download_url"])


def fetch(url: str) -> bytes:
    """What a link leads to."""
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - a link that the API made
        content: bytes = answer.read()
        return content


def _problem(body: bytes) -> Json:
    try:
        problem: Json = json.loads(body)
    except ValueError:
        return {"code": "no_problem", "detail": body[:200].decode("utf-8", "replace")}
    return problem
