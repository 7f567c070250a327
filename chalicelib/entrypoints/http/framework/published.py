"""What the API publishes about itself: contract, page, JSON Schema of a scenario, template of an import.

The files are made when the application is packaged; a request reads one, once per process.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from chalice.app import Chalice, Response

from .etags import known_tags, not_modified
from .exchange import CURRENT
from .problems import HttpRefusal, Problem, render

FOLDER = Path(__file__).parents[3] / "published"
DOCUMENTED_URL = "https://api.amiable.example/v1"
"""The address that stands in the files; the deployment's own takes its place."""
_PLAIN_URL = re.compile(r"https?://[A-Za-z0-9.:_-]+(/[A-Za-z0-9._/-]*)?")


@dataclass(frozen=True)
class Publication:
    """A file and how it is served: below ``/v1``, and at the root, where some tools look."""

    name: str
    path: str
    media_type: str

    @property
    def paths(self) -> tuple[str, str]:
        return f"/v1{self.path}", self.path


PUBLICATIONS = (
    Publication("openapi.yaml", "/openapi.yaml", "application/yaml; charset=utf-8"),
    Publication("openapi.json", "/openapi.json", "application/json"),
    Publication("docs.html", "/docs", "text/html; charset=utf-8"),
    Publication("import-template.csv", "/import-template", "text/csv; charset=utf-8"),
    Publication("scenario.schema.json", "/scenario-schema", "application/schema+json"),
)


def read_packaged(name: str) -> str:
    """The file as it was packaged."""
    return (FOLDER / name).read_text(encoding="utf-8")


read: Callable[[str], str] = read_packaged
"""Where the files come from."""


def register_publications(app: Chalice) -> None:
    """Routes of every publication."""
    for publication in PUBLICATIONS:
        for path in publication.paths:
            app.route(path, methods=["GET"], name=publication.name)(_view(publication))


def _view(publication: Publication) -> Callable[[], Response]:
    def view() -> Response:
        """Public: no key, and nothing of the request stands in it but the address it reached."""
        exchange = CURRENT.get()
        try:
            text, tag = _addressed(publication.name, exchange.address)
        except FileNotFoundError:
            return render(Problem(404, "not_found", "This was not packaged with the application."), exchange)
        headers: dict[str, str | list[str]] = {
            "Cache-Control": "public, max-age=300",
            "ETag": tag,
            "X-Content-Type-Options": "nosniff",
        }
        try:
            known = known_tags(exchange.headers.get("if-none-match"))
        except HttpRefusal as refusal:
            return render(refusal.problem, exchange)
        if not_modified(known, tag):
            return Response("", headers, 304)
        if publication.media_type.startswith("text/html"):
            headers |= {"Content-Security-Policy": _policy(text), "Referrer-Policy": "no-referrer"}
        headers["Content-Type"] = publication.media_type
        return Response(text, headers, 200)

    return view


@lru_cache(maxsize=8)
def _addressed(name: str, address: str) -> tuple[str, str]:
    """The file with the deployment's address in it, and its tag."""
    text = read(name)
    if _PLAIN_URL.fullmatch(address):
        text = text.replace(DOCUMENTED_URL, address)
    return text, f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def _policy(page: str) -> str:
    """Nothing may be loaded or run; the one style sheet is named by its hash."""
    style = page.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
