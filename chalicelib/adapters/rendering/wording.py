"""Loads the texts of a language, typesets their own words and renders them over a view of the facts."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined, TemplateError, nodes

from chalicelib.domain.messages import MessageIncomplete, UnknownTemplate
from chalicelib.domain.written_form import WrittenForm, form_of

from .marks import HELD, clean_value, mark

FOLDER = Path(__file__).resolve().parents[2] / "wording"
_TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
DEFAULT_LANGUAGE = "fr"
FRAGMENTS, LABELS = "fragments", "labels"
Labels = dict[str, Any]


def written(labels: Labels) -> WrittenForm:
    """How the language of these labels writes amounts, dates and numbers."""
    return form_of(labels["language"])


class Wording:
    """The texts of one language. ``part`` is a key of the text's file: ``body``, ``subject``, ``object``, …."""

    def __init__(
        self,
        language: str,
        texts: Mapping[str, dict[str, Any]] | None = None,
        environment: type[Environment] = Environment,
    ) -> None:
        self.language = language
        self._texts = dict(read_texts(language) if texts is None else texts)
        self.labels: dict[str, Any] = self._texts.pop(LABELS)
        self.fragments: dict[str, str] = self._texts.pop(FRAGMENTS)
        sources = {name: prepare(source, language).strip() for name, source in self.fragments.items()}
        for template, text in self._texts.items():
            sources |= {f"{template}.{part}": prepare(source, language) for part, source in _strings(text)}
        self._environment = environment(
            loader=DictLoader(sources),
            undefined=StrictUndefined,
            finalize=_value,
            autoescape=False,  # plain text; the HTML layout escapes every run
        )
        self._sources = sources

    @property
    def templates(self) -> tuple[str, ...]:
        return tuple(self._texts)

    def text(self, template: str) -> dict[str, Any]:
        """The raw data of a text. Raises UnknownTemplate."""
        if template not in self._texts:
            raise UnknownTemplate(f"no wording named {template} in {self.language}")
        return self._texts[template]

    def has(self, template: str, part: str) -> bool:
        return part in self.text(template)

    def render(self, template: str, part: str, view: Mapping[str, object]) -> str:
        """The words of one part over the facts. Raises UnknownTemplate and MessageIncomplete."""
        if f"{template}.{part}" not in self._sources:
            raise UnknownTemplate(f"{template} has no {part}")
        try:
            return self._environment.get_template(f"{template}.{part}").render(view)
        except TemplateError as problem:
            raise MessageIncomplete(f"{template} ({part}): {problem.message}") from problem

    def own_parts(self, template: str) -> Iterator[tuple[str, str]]:
        """The text's own words by path, every branch and included passage, with data masked as « … » (for the lint)."""
        for part, _ in _strings(self.text(template)):
            yield part, self._own_words(f"{template}.{part}")

    def _own_words(self, name: str) -> str:
        return "".join(self._visible(self._environment.parse(self._sources[name])))

    def _visible(self, node: nodes.Node) -> Iterator[str]:
        if isinstance(node, nodes.TemplateData):
            yield node.data
        elif isinstance(node, nodes.Include) and isinstance(node.template, nodes.Const):
            yield self._own_words(node.template.value)
        elif isinstance(node, nodes.Expr):
            yield "…"
        elif isinstance(node, nodes.If):
            for branch in (node.body, *(e.body for e in node.elif_), node.else_):
                for child in branch:
                    yield from self._visible(child)
                yield " "
        else:
            for child in node.iter_child_nodes():
                yield from self._visible(child)


def read_texts(language: str) -> dict[str, dict[str, Any]]:
    """Every file of a language by its name, as it is typed."""
    return {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted((FOLDER / language).glob("*.toml"))}


def prepare(source: str, language: str) -> str:
    """Typeset the own words of a template and set its marks; the Jinja tags stay as they are."""
    tags = _TAG.findall(source)
    set_text = mark(form_of(language).typeset(_TAG.sub(HELD, source)))
    pieces = set_text.split(HELD)
    return "".join(piece + tag for piece, tag in zip(pieces, [*tags, ""], strict=True))


@cache
def wording_for(language: str) -> Wording:
    """The wording of a language, of French where none is shipped; read once per process."""
    return Wording(language if is_shipped(language) else DEFAULT_LANGUAGE)


def is_shipped(language: str) -> bool:
    """Whether there are texts in this language."""
    return (FOLDER / language / f"{LABELS}.toml").is_file()


def _strings(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every string of a text with its path: ``body``, ``questions.0``, ``objections.1.says``."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(inner, f"{name}.{key}" if name else key)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _strings(inner, f"{name}.{index}")


def _value(value: object) -> object:
    if value is None:
        raise TemplateError("a fact that the text needs is missing")
    return clean_value(value) if isinstance(value, str) else value
