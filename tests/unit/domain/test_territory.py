"""Postal code to territory: what is known, and that nothing is guessed."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.territory import HolidayRegion, territory_of

KNOWN = [
    ("75001", "FR", "75", "Europe/Paris", HolidayRegion.METROPOLITAN),
    ("01000", "FR", "01", "Europe/Paris", HolidayRegion.METROPOLITAN),
    ("95000", "FR", "95", "Europe/Paris", HolidayRegion.METROPOLITAN),
    ("20000", "FR", "2A", "Europe/Paris", HolidayRegion.METROPOLITAN),
    ("20137", "FR", "2A", "Europe/Paris", HolidayRegion.METROPOLITAN),
    ("20200", "FR", "2B", "Europe/Paris", HolidayRegion.METROPOLITAN),
    ("20620", "FR", "2B", "Europe/Paris", HolidayRegion.METROPOLITAN),
    ("20407", "FR", "20", "Europe/Paris", HolidayRegion.METROPOLITAN),
    ("57000", "FR", "57", "Europe/Paris", HolidayRegion.ALSACE_MOSELLE),
    ("67000", "FR", "67", "Europe/Paris", HolidayRegion.ALSACE_MOSELLE),
    ("68100", "FR", "68", "Europe/Paris", HolidayRegion.ALSACE_MOSELLE),
    ("97100", "GP", "971", "America/Guadeloupe", HolidayRegion.GUADELOUPE),
    ("97200", "MQ", "972", "America/Martinique", HolidayRegion.MARTINIQUE),
    ("97300", "GF", "973", "America/Cayenne", HolidayRegion.GUYANE),
    ("97400", "RE", "974", "Indian/Reunion", HolidayRegion.REUNION),
    ("97600", "YT", "976", "Indian/Mayotte", HolidayRegion.MAYOTTE),
    ("97150", "MF", "978", "America/Marigot", HolidayRegion.SAINT_MARTIN),
    ("97133", "BL", "977", "America/St_Barthelemy", HolidayRegion.SAINT_BARTHELEMY),
]


@pytest.mark.parametrize(("code", "country", "departement", "zone", "region"), KNOWN)
def test_a_postal_code_gives_its_territory(
    code: str, country: str, departement: str, zone: str, region: HolidayRegion
) -> None:
    territory = territory_of(code)
    assert territory is not None
    found = (territory.country, territory.departement, territory.time_zone, territory.holiday_region)
    assert found == (country, departement, zone, region)
    assert ZoneInfo(zone).key == zone


def test_spaces_in_a_postal_code_do_not_matter() -> None:
    assert territory_of(" 75 001 ") == territory_of("75001")


@pytest.mark.parametrize(
    "code",
    [
        None,
        "",
        "7500",
        "750011",
        "2A000",
        "98000",
        "97500",
        "98600",
        "98714",
        "98800",
        "96000",
        "00100",
        "99000",
        "٧٥٠٠١",
    ],
)
def test_an_unknown_postal_code_is_not_guessed(code: str | None) -> None:
    assert territory_of(code) is None


@settings(deadline=None)
@given(st.text(max_size=12))
def test_any_text_is_answered_without_an_error(text: str) -> None:
    territory = territory_of(text)
    assert territory is None or ZoneInfo(territory.time_zone).key
