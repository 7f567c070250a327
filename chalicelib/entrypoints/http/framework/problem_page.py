"""The page that explains a problem code, served by the API itself: where a problem's ``type`` leads."""

from __future__ import annotations

import re
from html import escape

from chalice.app import Response

from .exchange import CURRENT
from .problem_catalogue import PROBLEMS
from .problems import Problem, render

PATH = "/v1/problems/{code}"
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "public, max-age=3600",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title} · {code}</title>
<style>body{{font:1.1rem/1.6 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem;color:#222}}
code{{background:#eee;padding:.1em .3em;border-radius:.2em}}</style></head>
<body><h1>{title}</h1><p>{cure}</p><p>Code: <code>{code}</code></p>
<p>The answer itself says more: <code>detail</code> what happened, <code>errors</code> each field that is wrong,
<code>request_id</code> what support asks for, <code>retryable</code> whether the same request can succeed later.</p>
</body></html>
"""


def problem_page(code: str) -> Response:
    """Public: no key, and nothing of the request stands in it. An unknown code is 404, as a problem."""
    entry = PROBLEMS.get(code)
    if entry is None:
        return render(Problem(404, "not_found", "There is no such problem code."), CURRENT.get())
    title, cure = (re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text)) for text in entry)
    headers: dict[str, str | list[str]] = {**HEADERS}
    return Response(_PAGE.format(title=title, cure=cure, code=code), headers, 200)
