"""Sets blocks on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fpdf.enums import XPos, YPos
from fpdf.fonts import FontFace

from .blocks import Block, Columns, Fields, PageLink, Paragraph, Signature, Style, Table
from .columns import fit, fitted_cells, spans
from .page_link_on_paper import PAGE_LINK_HEIGHT, set_page_link
from .paper import GREY, INK, LINE, MARGIN, Paper

SMALL_SIZE, SMALL_HEIGHT = 8.5, 3.8
TABLE_SIZE, SMALL_TABLE_SIZE = 9.5, 8.2
HEADING_HEIGHT, FIRST_ROWS, SIGNATURE_GAP = 7.4, 24.0, 2.0
LINE_LENGTH = 1000  # characters times points, about


@dataclass(frozen=True)
class Density:
    """Size (points) and line height (mm) of the body, and the share of the usual gaps between blocks."""

    size: float
    height: float
    gap: float


NORMAL, COMPACT = Density(10.2, 4.7, 1.0), Density(9.6, 4.3, 0.72)


def set_blocks(paper: Paper, blocks: Sequence[Block], density: Density = NORMAL) -> None:
    """Set blocks from the present line down; a heading keeps with what follows, a closing with its signature."""
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            paper.keep_together(_kept_height(blocks, index, density))
        _set(paper, block, density)


def _kept_height(blocks: Sequence[Block], index: int, density: Density) -> float:
    """The height (mm, about) that must stay on one page from here: the last words of a letter go with its signature."""
    height = 0.0
    for position in range(index, len(blocks)):
        block, nexts = blocks[position], blocks[position + 1 : position + 3]
        if isinstance(block, Signature):
            return height + density.height * len(block.lines) + SIGNATURE_GAP
        if isinstance(block, Fields):
            return height + _fields_height(block, density)
        if isinstance(block, PageLink):
            return height + PAGE_LINK_HEIGHT
        if not isinstance(block, Paragraph):
            return height + FIRST_ROWS
        heading = block.style is Style.HEADING
        height += HEADING_HEIGHT if heading else _lines(block, density) * density.height + 2.5 * density.gap
        if not heading and not any(isinstance(following, Signature) for following in nexts):
            return min(height, 2 * density.height) if position == index else height
    return height


def _lines(block: Paragraph, density: Density) -> int:
    return int(len(block.text) * density.size // LINE_LENGTH) + 1


def _set(paper: Paper, block: Block, density: Density) -> None:
    if isinstance(block, Paragraph):
        _paragraph(paper, block, density)
    elif isinstance(block, Table):
        _table(paper, block, density)
    elif isinstance(block, Fields):
        _fields(paper, block, density)
    elif isinstance(block, Columns):
        _columns(paper, block, density)
    elif isinstance(block, PageLink):
        set_page_link(paper, block, density.gap)
    else:
        _signature(paper, block, density)


def _paragraph(paper: Paper, block: Paragraph, density: Density) -> None:
    if block.style is Style.HEADING:
        paper.ln(0.8)
        paper.ink(11, bold=True, color=paper.accent)
        paper.multi_cell(0, 5.6, block.text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        paper.ln(1)
        return
    small = block.style is Style.SMALL
    size, height = (SMALL_SIZE, SMALL_HEIGHT) if small else (density.size, density.height)
    indent = 5.0 if block.style is Style.ITEM else 0.0
    if indent:
        paper.ink(size)
        paper.set_x(MARGIN + 1)
        paper.cell(4, height, "–")
    y = paper.get_y()
    paper.set_xy(MARGIN, y)
    with paper.text_columns(
        l_margin=MARGIN + indent, r_margin=MARGIN, text_align="L", line_height=height / (size * 0.3528)
    ) as column:
        for run in block.runs:
            paper.ink(size, bold=run.bold, color=GREY if small else INK)
            column.write(run.text)
    paper.ln((1.2 if block.style is Style.ITEM else 2.2 if small else 2.5) * density.gap)


def _table(paper: Paper, block: Table, density: Density) -> None:
    size, widths = fit(paper, block, SMALL_TABLE_SIZE if block.small else TABLE_SIZE)
    height = size * 0.3528 * 1.3
    paper.keep_together(height * 5)
    paper.ink(size)
    paper.set_draw_color(*LINE)
    paper.set_line_width(0.2)
    with paper.table(
        col_widths=widths,
        text_align=tuple("RIGHT" if column.right else "LEFT" for column in block.columns),
        borders_layout="HORIZONTAL_LINES",
        headings_style=FontFace(emphasis="BOLD", color=paper.accent, size_pt=size),
        line_height=height,
        padding=(0.9, 1.1, 0.9, 1.1),
        v_align="TOP",
    ) as table:
        table.row([column.title for column in block.columns])
        for cells in block.rows:
            table.row(fitted_cells(paper, block.columns, cells, widths))
        for position, cells in enumerate(block.totals, 1):
            last = position == len(block.totals)
            row = table.row(style=FontFace(emphasis="BOLD") if last else None)
            for text, span in spans(cells):
                row.cell(text, colspan=span)
    paper.ln(3.4 * density.gap)


def _fields_height(block: Fields, density: Density) -> float:
    return (density.height + 0.1) * len(block.rows) + 4


def _fields(paper: Paper, block: Fields, density: Density) -> None:
    height = density.height + 0.1
    paper.keep_together(_fields_height(block, density))
    top = paper.get_y()
    paper.set_y(top + 0.8)
    for label, value in block.rows:
        y = paper.get_y()
        paper.ink(9.5, color=GREY)
        paper.set_xy(MARGIN + 4, y)
        paper.cell(42, height, label)
        paper.ink(10, bold=True)
        paper.set_xy(MARGIN + 46, y)
        paper.multi_cell(paper.epw - 46, height, value, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    if block.framed:
        paper.set_draw_color(*paper.accent)
        paper.set_line_width(0.7)
        paper.line(MARGIN + 0.6, top + 0.4, MARGIN + 0.6, paper.get_y() + 0.4)
    paper.ln(3.2 * density.gap)


def _columns(paper: Paper, block: Columns, density: Density) -> None:
    width = paper.epw / 2 - 4
    paper.keep_together(6 + 4.6 * max(len(block.left), len(block.right)))
    top, bottom = paper.get_y(), 0.0
    sides = ((MARGIN, block.left_title, block.left), (MARGIN + width + 8, block.right_title, block.right))
    for x, title, lines in sides:
        paper.ink(9, bold=True, color=paper.accent)
        y = paper.lines_at(x, top, width, [title], 4.8)
        paper.ink(9.5)
        bottom = max(bottom, paper.lines_at(x, y, width, lines, 4.4))
    paper.set_xy(MARGIN, bottom + 3.2 * density.gap)


def _signature(paper: Paper, block: Signature, density: Density) -> None:
    paper.keep_together(density.height * len(block.lines) + SIGNATURE_GAP)
    paper.ln(2 * density.gap)
    for position, line in enumerate(block.lines):
        paper.ink(density.size, bold=position == 0)
        paper.set_x(MARGIN + 92)
        paper.multi_cell(paper.epw - 92, density.height, line, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    paper.ln(4 * density.gap)
