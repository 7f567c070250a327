"""A text between its wording and its medium: paragraphs, tables and fields, with bold runs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

from .marks import BOLD, DIRECTIVE, HEADING, ITEM, SMALL, clean_value


class Style(Enum):
    """How a paragraph is set."""

    PLAIN = "plain"
    HEADING = "heading"
    ITEM = "item"
    SMALL = "small"


@dataclass(frozen=True)
class Run:
    """Words of one weight."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class Paragraph:
    """Words of one style."""

    runs: tuple[Run, ...]
    style: Style = Style.PLAIN

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Column:
    """``weight`` is the share of the width; figures are set to the right."""

    title: str
    weight: float = 1.0
    right: bool = False
    breakable: bool = False


@dataclass(frozen=True)
class Table:
    """``totals`` are last rows whose first cell runs over the blank ones after it; ``small`` is for a wide table."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[tuple[str, ...], ...] = ()
    small: bool = False


@dataclass(frozen=True)
class Fields:
    """Labels with their values, one pair a line; ``framed`` sets them off from the text."""

    rows: tuple[tuple[str, str], ...]
    framed: bool = False


@dataclass(frozen=True)
class Columns:
    """Two lists of lines side by side, each under its title."""

    left_title: str
    left: tuple[str, ...]
    right_title: str
    right: tuple[str, ...]


@dataclass(frozen=True)
class Signature:
    """Who signs and how to reach them, a line each; the first is the name."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class PageLink:
    """Where the reader finds their own page: a link on a screen, a code to scan on paper (R-127)."""

    address: str
    title: str
    does: str
    open: str
    scan: str


Block = Paragraph | Table | Fields | Columns | Signature | PageLink
_STYLES = {HEADING: Style.HEADING, ITEM: Style.ITEM, SMALL: Style.SMALL}


def parse_blocks(text: str, block_for: Callable[[str], Block | None]) -> tuple[Block, ...]:
    """Cut rendered wording into blocks; ``block_for`` gives the block of a directive, ``None`` to leave it out."""
    blocks: list[Block] = []
    waiting: list[str] = []

    def flush() -> None:
        paragraph = _paragraph(" ".join(waiting)) if waiting else None
        if paragraph and paragraph.runs:
            blocks.append(paragraph)
        waiting.clear()

    for line in (raw.strip(" \t") for raw in text.split("\n")):
        if not line or line[0] in (DIRECTIVE, *_STYLES):
            flush()
        if line.startswith(DIRECTIVE):
            block = block_for(line[1:].strip())
            if block is not None:
                blocks.append(_cleaned(block))
        elif line:
            waiting.append(line)
    flush()
    return tuple(blocks)


def _cleaned(block: Block) -> Block:
    """The block with its data on one line each and free of marks."""
    if isinstance(block, Table):
        return replace(block, rows=tuple(tuple(clean_value(cell) for cell in row) for row in block.rows))
    if isinstance(block, Fields):
        return replace(block, rows=tuple((label, clean_value(value)) for label, value in block.rows))
    if isinstance(block, Signature):
        return Signature(tuple(clean_value(line) for line in block.lines))
    return block


def _paragraph(text: str) -> Paragraph:
    text = re.sub(" {2,}", " ", text)
    style = _STYLES.get(text[0], Style.PLAIN)
    words = text[1:].strip() if style is not Style.PLAIN else text
    pieces = words.split(BOLD)
    return Paragraph(tuple(Run(piece, bool(i % 2)) for i, piece in enumerate(pieces) if piece), style)
