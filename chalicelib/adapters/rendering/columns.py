"""Widths of a table's columns: from what they hold, so that no amount ever breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .blocks import Column, Table
from .paper import Paper

PADDING = 2.4
BREAK = "\u200b"
SMALLEST_SIZE, STEP = 6.2, 0.2
BREAKABLE_FLOOR = 34.0


def fit(paper: Paper, table: Table, size: float) -> tuple[float, tuple[float, ...]]:
    """The type size (points) at which the table fits the page, and the width of each column (mm)."""
    while True:
        paper.ink(size, bold=True)
        needed = [_needed(paper, table, index) for index in range(len(table.columns))]
        spare = paper.epw - sum(needed)
        if spare >= 0 or size <= SMALLEST_SIZE:
            break
        size -= STEP
    wanted: list[float] = [max(0.0, share - need) for share, need in zip(_shares(paper, table), needed, strict=True)]
    given = spare / sum(wanted) if spare > 0 and any(wanted) else 0.0
    return size, tuple(need + want * given for need, want in zip(needed, wanted, strict=True))


def _shares(paper: Paper, table: Table) -> list[float]:
    unit = paper.epw / sum(column.weight for column in table.columns)
    return [column.weight * unit for column in table.columns]


def _needed(paper: Paper, table: Table, index: int) -> float:
    """Room for the longest cell (of a breakable column, for a floor) and for the longest word of the title."""
    column = table.columns[index]
    title = max(paper.get_string_width(word) for word in column.title.split(" "))
    totals = (row[index] for row in table.totals if index)
    cells = max((paper.get_string_width(cell) for cell in (*(row[index] for row in table.rows), *totals)), default=0.0)
    return max(title, min(cells, BREAKABLE_FLOOR) if column.breakable else cells) + PADDING


def spans(cells: tuple[str, ...]) -> Iterable[tuple[str, int]]:
    """The first cell runs over the blank ones after it."""
    blanks = 0
    while blanks + 1 < len(cells) and not cells[blanks + 1]:
        blanks += 1
    return [(cells[0], blanks + 1), *((cell, 1) for cell in cells[blanks + 1 :])]


def fitted_cells(
    paper: Paper, columns: Sequence[Column], cells: Sequence[str], widths: Sequence[float]
) -> tuple[str, ...]:
    """Words too long for a breakable column get places where they may break."""
    return tuple(
        _breakable(paper, cell, width - PADDING) if column.breakable else cell
        for column, cell, width in zip(columns, cells, widths, strict=True)
    )


def _breakable(paper: Paper, text: str, width: float) -> str:
    """After a separator where that is enough, anywhere else."""

    def broken(word: str) -> str:
        if paper.get_string_width(word) <= width:
            return word
        pieces = re.split(r"(?<=[/_.@-])", word)
        fits = all(paper.get_string_width(piece) <= width for piece in pieces)
        return BREAK.join(pieces if fits else word)

    return " ".join(broken(word) for word in text.split(" "))
