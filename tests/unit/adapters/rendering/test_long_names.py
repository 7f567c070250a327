"""Long names on paper and on a phone: the window of the envelope shows the whole address, nothing lies over it."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.adapters.rendering import Renderer
from chalicelib.adapters.rendering.paper import ADDRESS_HEIGHT, ADDRESS_Y, Paper

from .scenes import HYPHENATED, LONG_COMPANY, company, extremes

ORDINARY = ("Hôtel des Trois Écluses SAS", "Hélène Marchand", "4 place du Tribunal", "Bâtiment B", "21000 DIJON")
LONG = (
    f"Établissements {HYPHENATED} & Cœur-de-Forêt SA",
    "M. Zoë Œdipe-Ÿser",
    "1 bis, rue de l’Abbé-Grégoire-de-l’Église-Saint-Jean",
    "Zone d’activité",
    f"76300 {HYPHENATED.upper()}",
)


def paper() -> Paper:
    made = Paper(
        title="t", author="a", today=date(2026, 3, 2), identity="i", page_label="{page}", reference="r", language="fr"
    )
    made.add_page()
    return made


@pytest.mark.parametrize("lines", [ORDINARY, LONG, (LONG[1], *LONG)])
def test_an_address_ends_inside_the_window(lines: tuple[str, ...]) -> None:
    """A French DL window shows 45 to 75 mm."""
    sheet = paper()
    sheet.address(lines)
    assert sheet.get_y() <= ADDRESS_Y + ADDRESS_HEIGHT + 0.01
    sheet.drop()


def test_an_ordinary_address_is_set_in_the_ordinary_size() -> None:
    sheet = paper()
    sheet.address(ORDINARY)
    assert sheet.font_size_pt == pytest.approx(10.5)
    sheet.drop()


def test_a_long_word_parts_at_its_hyphens_and_an_ordinary_line_stays_as_it_is() -> None:
    sheet = paper()
    sheet.ink(10.5)
    one = sheet.lines_at(112, 60, 78, ["Lyon, le 2 mars 2026"], 5)
    two = sheet.lines_at(112, 60, 78, [f"{HYPHENATED}-{HYPHENATED}"], 5)
    assert (one, two > one) == (65, True)
    sheet.drop()


def test_a_wide_table_scrolls_on_a_phone_instead_of_widening_the_message() -> None:
    html = Renderer().email("formal_notice", company()).html
    assert "table-layout:fixed" in html
    assert html.count("overflow-x:auto") == 1


def test_sixty_invoices_and_long_names_stand_whole_in_a_letter() -> None:
    words = Renderer().letter_words("formal_notice", extremes()).words
    assert LONG_COMPANY in words
    assert words.count("F-2025-04") >= 60
