"""A4 paper: PDF/A-3B with embedded fonts, letterhead, address window, foot of page. Same input, same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from html import escape
from io import BytesIO
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import Align, MethodReturnValue, XPos, YPos
from fpdf.fonts import TTFFont

FONTS = Path(__file__).parent / "fonts"
FAMILY = "SourceSans3"
MARGIN, FOOT = 20.0, 21.0
INK, ACCENT, GREY, LINE = (28, 36, 48), (31, 58, 95), (96, 106, 120), (200, 207, 216)
ADDRESS_X, ADDRESS_Y, ADDRESS_WIDTH, ADDRESS_HEIGHT = 112.0, 48.0, 80.0, 27.0
ADDRESS_SIZE, SMALLEST_ADDRESS, ADDRESS_LEADING = 10.5, 6.5, 0.4476
FOLD_MARK_Y = 99.0
LOGO_Y, LOGO_WIDTH, LOGO_HEIGHT = 13.0, 60.0, 24.0
PRODUCER = "Amiable"
LOCALES = {"fr": "fr-FR", "en": "en-GB"}


class Paper(FPDF):
    """Sheets that carry the creditor's identity at the foot. Lengths in millimetres, sizes in points."""

    def __init__(
        self,
        *,
        title: str,
        author: str,
        today: date,
        identity: str,
        page_label: str,
        reference: str,
        language: str,
        accent: tuple[int, int, int] = ACCENT,
    ) -> None:
        super().__init__(format="A4", unit="mm", enforce_compliance="PDF/A-3B")
        self._identity, self._page_label, self._reference = identity, page_label, reference
        self.accent = accent
        self.add_font(FAMILY, "", FONTS / "SourceSans3-Regular.ttf")
        self.add_font(FAMILY, "B", FONTS / "SourceSans3-Bold.ttf")
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(auto=True, margin=FOOT)
        self.set_lang(LOCALES.get(language, language))
        self.set_title(title)
        self.set_author(author)
        self.set_creator(PRODUCER)
        self.set_producer(PRODUCER)
        written_at = datetime.combine(today, time(12), tzinfo=UTC)
        self.set_creation_date(written_at)
        self.set_xmp_metadata(_xmp(title, author, written_at))

    def footer(self) -> None:
        """Legal identity and page number, under a thin rule."""
        self.set_draw_color(*LINE)
        self.set_line_width(0.2)
        self.line(MARGIN, self.h - 17, self.w - MARGIN, self.h - 17)
        self.set_font(FAMILY, "", 7.5)
        self.set_text_color(*GREY)
        self.set_xy(MARGIN, self.h - 15.5)
        self.multi_cell(self.epw - 44, 3.4, self._identity, align="L")
        page = self._page_label.format(page=self.page_no(), pages=self.str_alias_nb_pages)
        seen = page.replace(self.str_alias_nb_pages, str(self.page_no()))
        for position, (text, measured) in enumerate(((page, seen), (self._reference, self._reference))):
            self.set_xy(
                self.w - MARGIN - self.get_string_width(measured) - 2 * self.c_margin, self.h - 15.5 + 3.4 * position
            )
            self.cell(text=text, h=3.4)
        self.set_text_color(*INK)

    def ink(self, size: float, *, bold: bool = False, color: tuple[int, int, int] = INK) -> None:
        self.set_font(FAMILY, "B" if bold else "", size)
        self.set_text_color(*color)

    def lines_at(self, x: float, y: float, width: float, lines: Sequence[str], height: float) -> float:
        """Set lines one under the other from (x, y), long ones folded; the y under the last."""
        self.set_xy(x, y)
        for line in lines:
            self.set_x(x)
            self.multi_cell(width, height, self._foldable(line, width), align="L", new_x=XPos.LEFT, new_y=YPos.NEXT)
        return float(self.get_y())

    def letterhead(self, name: str, lines: Sequence[str]) -> float:
        """At the top left; the y under it (mm)."""
        self.ink(14, bold=True, color=self.accent)
        y = self.lines_at(MARGIN, 15, 84, [name], 6)
        self.ink(9, color=GREY)
        return self.lines_at(MARGIN, y + 0.6, 84, lines, 4.1)

    def logo(self, png: bytes, name: str) -> None:
        """At the right of the letterhead, above the window of the envelope; as large as there is room."""
        self.image(
            BytesIO(png),
            x=Align.R,
            y=LOGO_Y,
            w=LOGO_WIDTH,
            h=LOGO_HEIGHT,
            keep_aspect_ratio=True,
            alt_text=name,
        )

    def address(self, lines: Sequence[str]) -> None:
        """Where the right-hand window of a French DL envelope shows it (x 110–195, y 45–75 mm).

        As large as it fits: the window must show all of it, and nothing may lie on it.
        """
        size = ADDRESS_SIZE
        while True:
            self.ink(size)
            height = size * ADDRESS_LEADING
            folded = sum(self._folded(line, ADDRESS_WIDTH, height) for line in lines)
            if folded * height <= ADDRESS_HEIGHT or size <= SMALLEST_ADDRESS:
                break
            size -= 0.25
        self.lines_at(ADDRESS_X, ADDRESS_Y, ADDRESS_WIDTH, lines, height)
        self.set_draw_color(*LINE)
        self.set_line_width(0.2)
        self.line(5, FOLD_MARK_Y, 9, FOLD_MARK_Y)

    def _foldable(self, line: str, width: float) -> str:
        """A word longer than the width may part after its hyphens."""
        for word in line.split(" "):
            if self.get_string_width(word) > width - 2 * self.c_margin:
                line = line.replace(word, word.replace("-", "-\u200b"))
        return line

    def _folded(self, line: str, width: float, height: float) -> int:
        """Over how many lines it is set."""
        set_text, how = self._foldable(line, width), MethodReturnValue.HEIGHT
        return round(float(str(self.multi_cell(width, height, set_text, align="L", dry_run=True, output=how))) / height)

    def finish(self) -> bytes:
        """The document; the paper cannot be written on any more."""
        content = bytes(self.output())
        self.drop()
        return content

    def drop(self) -> None:
        """Close the font files, which the library leaves open."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()

    def keep_together(self, height: float) -> None:
        """Begin a new page when fewer than ``height`` millimetres are left."""
        if self.get_y() + height > self.h - FOOT:
            self.add_page()


def _xmp(title: str, author: str, written_at: datetime) -> str:
    """PDF/A identification and document properties; the library's own would carry the time of the wall clock."""
    moment = written_at.isoformat(timespec="seconds")
    return f"""<x:xmpmeta xmlns:x="adobe:ns:meta/">
  <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
        xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
        xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmp:CreatorTool="{PRODUCER}" xmp:CreateDate="{moment}"
        xmp:ModifyDate="{moment}" xmp:MetadataDate="{moment}" pdf:Producer="{PRODUCER}">
      <pdfaid:part>3</pdfaid:part>
      <pdfaid:conformance>B</pdfaid:conformance>
      <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>
      <dc:creator><rdf:Seq><rdf:li>{escape(author)}</rdf:li></rdf:Seq></dc:creator>
    </rdf:Description>
  </rdf:RDF>
</x:xmpmeta>"""
