"""The real texts with something taken out or put in: what a careless editor, or a hasty customer, would ship."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.adapters.rendering.renderer import Renderer
from chalicelib.adapters.rendering.wording import Wording, read_texts, wording_for


@dataclass(frozen=True)
class Change:
    """In a part of a text (``body``, ``opening.0``), ``old`` becomes ``new``; ``old`` must be there."""

    text: str
    part: str
    old: str
    new: str = ""


def renderer_with(*changes: Change, language: str = "fr") -> Renderer:
    """The shipped renderer over changed texts of a language; the other languages are as shipped."""
    texts = copy.deepcopy(read_texts(language))
    for change in changes:
        _apply(texts[change.text], change.part.split("."), change)
    changed = Wording(language, texts)
    return Renderer(lambda asked: changed if asked == language else wording_for(asked))


def _apply(node: Any, path: Sequence[str], change: Change) -> None:
    *way, last = path
    for key in way:
        node = node[int(key) if isinstance(node, list) else key]
    place: int | str = int(last) if isinstance(node, list) else last
    assert change.old in node[place], f"{change.text}.{change.part} does not say {change.old!r}"
    node[place] = node[place].replace(change.old, change.new)
