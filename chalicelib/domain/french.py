"""How French is written: amounts, dates, numbers, lists, and the no-break spaces of the Imprimerie nationale."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from . import number_groups
from .amount_in_words import in_french
from .money import Money

NO_BREAK = number_groups.NO_BREAK
NARROW_NO_BREAK = "\u202f"
COLON = NO_BREAK + ":"
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_SYMBOLS = {"EUR": "€"}
_UNITS = r"(?:jours?|mois|ans?|heures?|points?|h|%|€)"
_TYPESETTING: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=\w)'(?=\w|\ue010)"), "’"),
    (re.compile(r" (?=[:;!?»])"), NO_BREAK),
    (re.compile(r"« "), "«" + NO_BREAK),
    (re.compile(r"\bn° "), "n°" + NO_BREAK),
    (re.compile(r"\b(articles?|art\.|M\.|Mme|réf\.) (?=[A-Z0-9\ue010])"), r"\1" + NO_BREAK),
    (re.compile(r"(?<=[\d\ue010]) (?=" + _UNITS + r"(?!\w))"), NO_BREAK),
    (re.compile(r" –(?= )"), NO_BREAK + "–"),
)


def format_money(value: Money) -> str:
    """« 1 234,56 € »: narrow no-break space between thousands, no-break space before the symbol."""
    euros, cents = divmod(abs(value.amount), 100)
    sign = "−" if value.amount < 0 else ""
    return f"{sign}{group_thousands(euros)},{cents:02d}{NO_BREAK}{_SYMBOLS.get(value.currency, value.currency)}"


def amount_in_words(value: Money) -> str:
    """« mille deux cent trente-quatre euros et cinquante-six centimes »; euros only."""
    return in_french(value)


def group_thousands(value: int) -> str:
    """« 12 345 », with narrow no-break spaces."""
    return f"{value:,}".replace(",", NARROW_NO_BREAK)


def format_rate(value: Decimal) -> str:
    """« 12,15 % », two decimals at least, none lost."""
    places = max(2, -int(value.normalize().as_tuple().exponent))
    return f"{value:.{places}f}".replace(".", ",") + NO_BREAK + "%"


def format_date(value: date) -> str:
    """« 15 janvier 2026 », « 1er mars 2026 »; day and month never part."""
    return f"{_day_and_month(value)} {value.year}"


def _day_and_month(value: date) -> str:
    day = "1er" if value.day == 1 else str(value.day)
    return f"{day}{NO_BREAK}{MONTHS[value.month - 1]}"


def format_dates(days: Sequence[date]) -> str:
    """« 30 janvier et 16 février 2026 »: the year is said once for the days of one year."""
    last_of_year = {day.year: day for day in days}
    written = [format_date(day) if last_of_year[day.year] == day else _day_and_month(day) for day in days]
    return format_list(written)


def format_short_date(value: date) -> str:
    """« 15/01/2026 », for the columns of a table."""
    return f"{value:%d/%m/%Y}"


def format_days(count: int) -> str:
    """« 1 jour », « 46 jours »."""
    return f"{group_thousands(count)}{NO_BREAK}jour{'s' if count > 1 else ''}"


def format_phone(e164: str) -> str:
    """« 01 23 45 67 89 » for a number of metropolitan France, « +262 262 … » grouped by three elsewhere."""
    digits = e164.replace(" ", "")
    if re.fullmatch(r"\+33\d{9}", digits):
        national = "0" + digits[3:]
        return NO_BREAK.join(national[i : i + 2] for i in range(0, 10, 2))
    return number_groups.format_foreign_phone(e164)


format_iban = number_groups.format_iban


def format_list(items: Sequence[str]) -> str:
    """« a, b et c »."""
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + " et " + items[-1]


def typeset(text: str) -> str:
    """The no-break spaces and apostrophes that a French reader expects, put into words typed on a keyboard.

    U+E010 stands for a value to come: it counts as a figure or a capital. Only the product's own words are typeset,
    never data such as an invoice number.
    """
    for pattern, replacement in _TYPESETTING:
        text = pattern.sub(replacement, text)
    return text
