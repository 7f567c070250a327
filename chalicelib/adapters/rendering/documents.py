"""A document on paper: letter for a window envelope, or a sheet with a title."""

from __future__ import annotations

from datetime import date

from .blocks import Block
from .paper import GREY, MARGIN, Paper
from .press import COMPACT, NORMAL, Density, set_blocks
from .sheet import Sheet


def write_document(
    sheet: Sheet, blocks: tuple[Block, ...], *, reference: str, today: date, page_label: str, language: str
) -> bytes:
    """PDF/A-3B, the same bytes for the same words; set closer where that saves a page."""

    def at(density: Density) -> Paper:
        paper = Paper(
            title=f"{sheet.title} – {reference}",
            author=sheet.author,
            today=today,
            identity=sheet.identity,
            page_label=page_label,
            reference=reference,
            language=language,
            accent=sheet.appearance.rgb,
        )
        return _set(paper, sheet, blocks, density)

    paper = at(NORMAL)
    if paper.pages_count > 1:
        closer = at(COMPACT)
        saves_a_page = closer.pages_count < paper.pages_count
        paper, other = (closer, paper) if saves_a_page else (paper, closer)
        other.drop()
    return paper.finish()


def _set(paper: Paper, sheet: Sheet, blocks: tuple[Block, ...], density: Density) -> Paper:
    paper.add_page()
    under = paper.letterhead(sheet.name, sheet.head)
    if sheet.window and sheet.appearance.logo:
        paper.logo(sheet.appearance.logo, sheet.name)
    if sheet.window:
        _letter_head(paper, sheet, under)
    else:
        _title(paper, sheet, under)
    set_blocks(paper, blocks, density)
    return paper


def _letter_head(paper: Paper, sheet: Sheet, under: float) -> None:
    """References at the left, address in the window, place and date, subject; long ones push the next down."""
    paper.address(sheet.window)
    paper.ink(9, color=GREY)
    y = paper.lines_at(MARGIN, max(56, under + 2), 82, sheet.references, 4.4)
    if sheet.mention:
        paper.ink(9, bold=True)
        y = paper.lines_at(MARGIN, y + 1, 82, [sheet.mention], 4.4)
    paper.ink(10.5)
    y = max(y, paper.lines_at(112, 84, 78, [sheet.place], 5))
    paper.ink(10.5, bold=True)
    y = paper.lines_at(MARGIN, max(93, y + 2), paper.epw, [sheet.subject_line], 5.2)
    paper.set_xy(MARGIN, y + 4)


def _title(paper: Paper, sheet: Sheet, under: float) -> None:
    paper.ink(9, color=GREY)
    paper.lines_at(112, 16, 78, sheet.references, 4.4)
    paper.ink(16, bold=True, color=paper.accent)
    y = paper.lines_at(MARGIN, max(46, under + 4), paper.epw, [sheet.title], 7.4)
    paper.set_xy(MARGIN, y + 4)
