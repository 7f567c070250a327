"""Where the debtor lives: postal code -> territory, time zone and the holidays that apply there.

Nothing is guessed: a postal code outside the known ones has no territory, hence no local time and no contact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class HolidayRegion(StrEnum):
    """Which days are added to the eleven national holidays (CON_03)."""

    METROPOLITAN = "metropolitan"
    ALSACE_MOSELLE = "alsace_moselle"
    GUADELOUPE = "guadeloupe"
    MARTINIQUE = "martinique"
    GUYANE = "guyane"
    REUNION = "reunion"
    MAYOTTE = "mayotte"
    SAINT_MARTIN = "saint_martin"
    SAINT_BARTHELEMY = "saint_barthelemy"


@dataclass(frozen=True)
class Territory:
    """One place of law and time. ``country`` is ISO 3166-1 alpha-2, ``time_zone`` an IANA name."""

    country: str
    departement: str
    time_zone: str
    holiday_region: HolidayRegion


ALSACE_MOSELLE = frozenset({"57", "67", "68"})

SAINT_MARTIN = Territory("MF", "978", "America/Marigot", HolidayRegion.SAINT_MARTIN)
SAINT_BARTHELEMY = Territory("BL", "977", "America/St_Barthelemy", HolidayRegion.SAINT_BARTHELEMY)

OVERSEAS = {
    "971": Territory("GP", "971", "America/Guadeloupe", HolidayRegion.GUADELOUPE),
    "972": Territory("MQ", "972", "America/Martinique", HolidayRegion.MARTINIQUE),
    "973": Territory("GF", "973", "America/Cayenne", HolidayRegion.GUYANE),
    "974": Territory("RE", "974", "Indian/Reunion", HolidayRegion.REUNION),
    "976": Territory("YT", "976", "Indian/Mayotte", HolidayRegion.MAYOTTE),
}
SINGLE_CODES = {"97150": SAINT_MARTIN, "97133": SAINT_BARTHELEMY}
CORSICA = {"200": "2A", "201": "2A", "202": "2B", "206": "2B"}


def territory_of(postal_code: str | None) -> Territory | None:
    """The territory of a French postal code (spaces ignored), or ``None`` where it is not one of ours.

    Goes by prefix, as La Poste does: the few villages served from the next département follow their post office.
    Monaco, the Pacific territories, Saint-Pierre-et-Miquelon and army codes have no territory here.
    """
    code = re.sub(r"\s", "", postal_code or "")
    if not re.fullmatch(r"[0-9]{5}", code):
        return None
    if code in SINGLE_CODES:
        return SINGLE_CODES[code]
    if code.startswith("97"):
        return OVERSEAS.get(code[:3])
    return _metropolitan(code)


def _metropolitan(code: str) -> Territory | None:
    prefix = code[:2]
    if not "01" <= prefix <= "95":
        return None
    departement = CORSICA.get(code[:3], "20") if prefix == "20" else prefix
    region = HolidayRegion.ALSACE_MOSELLE if prefix in ALSACE_MOSELLE else HolidayRegion.METROPOLITAN
    return Territory("FR", departement, "Europe/Paris", region)
