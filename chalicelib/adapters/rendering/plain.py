"""Blocks as the plain-text part of an e-mail."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from .blocks import Block, Columns, Fields, PageLink, Paragraph, Style, Table

WIDTH = 76


def plain_text(blocks: Iterable[Block], colon: str) -> str:
    """Paragraphs wrapped at 76 columns (no-break spaces hold), one line per row of a table.

    ``colon`` is how the language writes it after a label. A table of two columns gives a name and its value.
    """
    return "\n\n".join(_plain(block, colon) for block in blocks) + "\n"


def _plain(block: Block, colon: str) -> str:
    if isinstance(block, Paragraph):
        return _paragraph(block)
    if isinstance(block, Table):
        return _table(block, colon)
    if isinstance(block, Fields):
        return "\n".join(f"{label}{colon} {value}" for label, value in block.rows)
    if isinstance(block, Columns):
        sides = ((block.left_title, block.left), (block.right_title, block.right))
        return "\n\n".join("\n".join((f"{title}{colon}", *lines)) for title, lines in sides)
    if isinstance(block, PageLink):
        return f"{block.title}{colon} {block.address}\n{_wrap(block.does)}"
    return "\n".join(block.lines)


def _paragraph(block: Paragraph) -> str:
    if block.style is Style.HEADING:
        return block.text + "\n" + "-" * len(block.text)
    lead = "- " if block.style is Style.ITEM else ""
    return _wrap(block.text, lead, " " * len(lead))


def _wrap(text: str, lead: str = "", rest: str = "") -> str:
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=lead,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _table(block: Table, colon: str) -> str:
    titles = [column.title for column in block.columns]
    pairs = len(titles) == 2
    lines = [f"- {row[0]}{colon} {row[1]}" if pairs else _row(titles, row, colon) for row in block.rows]
    lines += [f"{row[0]}{colon} {row[-1]}" for row in block.totals]
    return "\n".join(lines)


def _row(titles: list[str], row: tuple[str, ...], colon: str) -> str:
    first = f"- {titles[0]}\u00a0{row[0]}" if titles[0].endswith(("°", "no.")) else f"- {titles[0]}{colon} {row[0]}"
    cells = [f"{_label(title, colon)}{cell}" for title, cell in zip(titles[1:], row[1:], strict=True)]
    return _wrap(f"{first}, " + ", ".join(cells), "", "  ")


def _label(title: str, colon: str) -> str:
    """« émise le 15/01/2026 », but « retard : 46 jours »."""
    lowered = title[:1].lower() + title[1:]
    return f"{lowered} " if title.endswith((" le", " on")) else f"{lowered}{colon} "
