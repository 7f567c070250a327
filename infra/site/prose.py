"""Markdown for the documentation page: no raw HTML, headings below the page's own, codes that lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

_CALL = re.compile(r"(GET|POST|PUT|PATCH|DELETE) (?:/v1)?(/[^\s?]*)(?:\?\S*)?")
ANY_ID = re.compile(r"\{\w+\}")
"""An id in a path: texts call it `{id}` or by its name."""
_SMALLEST_HEADING = 6


@dataclass(frozen=True)
class Targets:
    """Where inline code leads: ``POST /cases`` to its operation, an event's type, a problem's code to theirs."""

    operations: Mapping[tuple[str, str], str]
    events: Mapping[str, str]
    problems: Mapping[str, str]

    def of(self, code: str) -> str | None:
        """The address that this piece of inline code names, if it names one."""
        if found := _CALL.fullmatch(code):
            return self.operations.get((found[1], ANY_ID.sub("{}", found[2])))
        return self.events.get(code) or self.problems.get(code)


class Prose:
    """Renders Markdown; one for the whole page."""

    def __init__(self, targets: Targets) -> None:
        self._targets = targets
        self._markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
        self._markdown.add_render_rule("code_inline", _code_inline)
        self._markdown.add_render_rule("fence", _fence)
        self._markdown.add_render_rule("table_open", _table_open)
        self._markdown.add_render_rule("table_close", _table_close)

    def html(self, text: str, *, below: int = 2, ids: str | None = None) -> Markup:
        """The text as HTML; its headings are ``below`` levels lower, with ids that start with ``ids``."""
        environment: dict[str, Any] = {"targets": self._targets}
        tokens = self._markdown.parse(text, environment)
        for index, token in enumerate(tokens):
            if token.type in ("heading_open", "heading_close"):
                token.tag = f"h{min(int(token.tag[1:]) + below, _SMALLEST_HEADING)}"
            if token.type == "heading_open" and ids is not None:
                token.attrSet("id", f"{ids}-{_slug(tokens[index + 1].content)}")
            for child in token.children or ():
                _lead(child)
        return Markup(self._markdown.renderer.render(tokens, self._markdown.options, environment))  # noqa: S704 - html=False escapes

    def inline(self, text: str) -> Markup:
        """One line, without a paragraph around it."""
        rendered = self._markdown.renderInline(text, {"targets": self._targets})
        return Markup(rendered)  # noqa: S704 - html=False escapes


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _lead(token: Token) -> None:
    """A link to a neighbouring guide leads to its place on the page; one that leaves the page says nothing of it."""
    if token.type != "link_open":
        return
    href = str(token.attrGet("href") or "")
    if "://" in href:
        token.attrSet("rel", "noopener noreferrer")
    elif near := re.fullmatch(r"(?:\.\./|guides/)?([\w-]+)\.md(?:#([\w-]+))?", href):
        place = f"#guide-{near[1]}-{near[2]}" if near[2] else f"#guide-{near[1]}"
        token.attrSet("href", "#problem-codes" if near[1] == "problems" else place)


def _code_inline(_renderer: Any, tokens: Sequence[Token], index: int, _options: Any, env: Any) -> str:
    content = tokens[index].content
    code = f"<code>{escape(content)}</code>"
    inside_link = any(token.type == "link_open" for token in tokens[max(0, index - 1) : index])
    target = None if inside_link else env["targets"].of(content)
    return code if target is None else f'<a href="{escape(target)}">{code}</a>'


def _fence(_renderer: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    # A block that scrolls must be reachable by keyboard
    return f'<pre tabindex="0"><code>{escape(tokens[index].content)}</code></pre>\n'


def _table_open(*_given: Any) -> str:
    return '<div class="wide" tabindex="0"><table>\n'


def _table_close(*_given: Any) -> str:
    return "</table></div>\n"
