"""The page that explains a problem code, in English and French, served by the API itself: where ``type`` leads."""

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
    "Vary": "Accept-Language",
    "X-Content-Type-Options": "nosniff",
}
_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} · {code}</title>
<style>:root{{color-scheme:light dark}}body{{font:1.1rem/1.6 system-ui,sans-serif;max-width:40rem;margin:3rem auto;
padding:0 1rem}}code{{background:#7773;padding:.1em .3em;border-radius:.2em;overflow-wrap:anywhere}}
section+section{{border-top:1px solid #7779;margin-top:2rem}}</style></head>
<body><main>{sections}<p>Code: <code>{code}</code> · <a href="../docs#problem-codes">{all_codes}</a></p></main>
</body></html>
"""
_ALL = {"en": "all codes", "fr": "tous les codes"}
_SECTION = '<section lang="{language}"><h{level}>{title}</h{level}><p>{cure}</p><p>{more}</p></section>\n'
_WEIGHT = re.compile(r"[qQ]=([01](?:\.[0-9]{0,3})?)")
_MORE = {
    "en": "The answer itself says more: `detail` what happened, `errors` each field that is wrong, `request_id` what "
    "support asks for, `retryable` whether the same request can succeed later.",
    "fr": "La réponse elle-même en dit plus : `detail` ce qui s'est passé, `errors` chaque champ fautif, `request_id` "
    "ce que l'assistance demande, `retryable` si la même requête peut aboutir plus tard.",
}


def problem_page(code: str) -> Response:
    """Public: no key, and nothing of the request stands in it. An unknown code is 404, as a problem.

    The caller's language comes first; both are there.
    """
    exchange = CURRENT.get()
    if code not in PROBLEMS:
        return render(Problem(404, "not_found", "There is no such problem code."), exchange)
    from chalicelib.domain.french import typeset  # a page that is seldom asked for: no start waits for its words

    from .problem_catalogue_fr import PROBLEMS_FR

    french = tuple(typeset(text) for text in (*PROBLEMS_FR[code], _MORE["fr"]))
    told = {"en": (*PROBLEMS[code], _MORE["en"]), "fr": french}
    first, second = ("fr", "en") if reads_french(exchange.headers.get("accept-language")) else ("en", "fr")
    sections = "".join(_section(each, told[each], level) for level, each in enumerate((first, second), start=1))
    page = _PAGE.format(
        language=first, title=escape(told[first][0]), code=code, sections=sections, all_codes=_ALL[first]
    )
    headers: dict[str, str | list[str]] = {**HEADERS}
    return Response(page, headers, 200)


def _section(language: str, told: tuple[str, ...], level: int) -> str:
    title, cure, more = (re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text)) for text in told)
    return _SECTION.format(language=language, level=level, title=title, cure=cure, more=more)


def reads_french(accepted: str | None, *, otherwise: bool = False) -> bool:
    """Whether the caller would rather read French than English (RFC 9110 §12.5.4): by weight, then as they wrote it.

    ``otherwise``: what holds for a caller who names neither.
    """
    weights: dict[str, float] = {}
    for part in (accepted or "").split(","):
        name, _, parameter = part.partition(";")
        found = _WEIGHT.fullmatch(parameter.strip())
        weights.setdefault(name.strip().lower()[:2], float(found[1]) if found else 1.0)
    named = sorted((each for each in weights if each in ("fr", "en")), key=lambda each: -weights[each])
    if not named:
        return otherwise
    return named[0] == "fr" and weights["fr"] > 0
