"""Consoles and tables: plain where nobody watches, within the width that there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table

GAP = 3  # between two columns
_CONTROLS = {code: "\ufffd" for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}


def harmless(text: str) -> str:
    """Text from elsewhere without what a terminal would obey."""
    return text.translate(_CONTROLS)


def console(*, stderr: bool) -> Console:
    """Colours only on a terminal, and never with NO_COLOR."""
    return Console(stderr=stderr, highlight=False)


def table(
    head: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[int] = (), title: str | None = None
) -> Table:
    """Columns in ``right`` hold amounts. The first column is never cut: it holds what one copies."""
    made = Table(
        box=box.SIMPLE_HEAD, title=title, title_justify="left", pad_edge=False, show_edge=False, title_style="bold"
    )
    for place, name in enumerate(head):
        made.add_column(
            name, justify="right" if place in right else "left", no_wrap=place == 0 or place in right, overflow="fold"
        )
    for row in rows:
        made.add_row(*map(harmless, row))
    return made


def table_width(head: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """How many columns of the terminal a table takes when nothing in it is folded or cut."""
    widest = [max(len(line) for cell in cells for line in cell.split("\n")) for cells in zip(head, *rows, strict=True)]
    return sum(widest) + GAP * (len(widest) - 1)


def pairs(rows: Iterable[tuple[str, str | None]]) -> Table:
    """Names and values, without those that have none."""
    made = Table(box=None, show_header=False, pad_edge=False)
    made.add_column(style="dim", no_wrap=True)
    made.add_column(overflow="fold")
    for name, value in rows:
        if value:
            made.add_row(name, harmless(value))
    return made
