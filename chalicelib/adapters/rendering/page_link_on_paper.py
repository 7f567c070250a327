"""The link to the debtor's page on paper: a QR code beside its words and the address (R-127, ISO/IEC 18004)."""

from __future__ import annotations

import segno
from fpdf.enums import WrapMode, XPos, YPos

from .blocks import PageLink
from .paper import GREY, INK, LINE, MARGIN, Paper

CODE_SIZE = 21.0
PAD = 2.0
PAGE_LINK_HEIGHT = CODE_SIZE + 2 * PAD + 3
QUIET_MODULES = 4
ADDRESS_SIZE = 7.0


def set_page_link(paper: Paper, block: PageLink, gap: float) -> None:
    """A frame with the code at its left; it never parts over two pages."""
    paper.keep_together(PAGE_LINK_HEIGHT)
    top, height = paper.get_y(), CODE_SIZE + 2 * PAD
    paper.set_draw_color(*LINE)
    paper.set_line_width(0.2)
    paper.rect(MARGIN, top, paper.epw, height)
    _code(paper, block.address, MARGIN + PAD, top + PAD)
    left = MARGIN + CODE_SIZE + 2 * PAD + 1
    width = paper.epw - CODE_SIZE - 3 * PAD - 1
    paper.ink(10, bold=True, color=paper.accent)
    y = paper.lines_at(left, top + PAD - 0.4, width, [block.title], 5)
    paper.ink(9, color=INK)
    y = paper.lines_at(left, y + 0.3, width, [block.does], 4)
    paper.ink(8, color=GREY)
    y = paper.lines_at(left, y + 0.6, width, [block.scan], 3.6)
    _address(paper, block.address, left, y + 0.6, width)
    paper.set_xy(MARGIN, top + height)
    paper.ln(3.4 * gap)


def _address(paper: Paper, address: str, left: float, top: float, width: float) -> None:
    """The address can be clicked in the PDF; typed by hand it is read letter by letter, so it may part anywhere."""
    paper.ink(ADDRESS_SIZE, color=INK)
    paper.set_xy(left, top)
    paper.multi_cell(
        width,
        3.2,
        address,
        align="L",
        wrapmode=WrapMode.CHAR,
        link=address,
        new_x=XPos.LMARGIN,
        new_y=YPos.NEXT,
    )


def _code(paper: Paper, address: str, left: float, top: float) -> None:
    """Dark modules as rectangles, runs of a row together; with the quiet zone that a reader needs."""
    matrix = segno.make(address, error="m", micro=False).matrix
    module = CODE_SIZE / (len(matrix) + 2 * QUIET_MODULES)
    paper.set_fill_color(0, 0, 0)
    for row, cells in enumerate(matrix):
        start = None
        for column, dark in enumerate((*cells, 0)):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                x, y = left + (QUIET_MODULES + start) * module, top + (QUIET_MODULES + row) * module
                paper.rect(x, y, (column - start) * module, module, style="F")
                start = None
