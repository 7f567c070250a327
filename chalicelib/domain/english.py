"""How English is written to a debtor in France: amounts, dates, numbers, lists, apostrophes and quotation marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from . import number_groups
from .amount_in_words import in_english
from .money import Money

NO_BREAK = number_groups.NO_BREAK
COLON = ":"
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SYMBOLS = {"EUR": "€"}
_TYPESETTING: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=[\w\ue010])'(?=\w|\ue010|\s|[.,;:!?)]|$)"), "’"),
    (re.compile(r'(^|[\s(—–])"(?=\S)', re.MULTILINE), r"\1“"),
    (re.compile(r'"'), "”"),
    (re.compile(r"\b([Nn]o\.|[Rr]ef\.|[Aa]rticles?|Mr|Mrs|Ms) (?=[A-Z0-9\ue010])"), r"\1" + NO_BREAK),
    (re.compile(r"(?<=[\d\ue010]) (?=(?:days?|months?|years?|hours?|points?|%)(?!\w))"), NO_BREAK),
    (re.compile(r" –(?= )"), NO_BREAK + "–"),
)


def format_money(value: Money) -> str:
    """« €1,234.56 », the symbol first; another currency is written with its code and a space."""
    units, cents = divmod(abs(value.amount), 100)
    sign = "−" if value.amount < 0 else ""
    symbol = _SYMBOLS.get(value.currency, value.currency + NO_BREAK)
    return f"{sign}{symbol}{group_thousands(units)}.{cents:02d}"


def amount_in_words(value: Money) -> str:
    """« one thousand two hundred and thirty-four euros and fifty-six cents »; euros only."""
    return in_english(value)


def group_thousands(value: int) -> str:
    """« 12,345 »."""
    return f"{value:,}"


def format_rate(value: Decimal) -> str:
    """« 12.15% », two decimals at least, none lost."""
    places = max(2, -int(value.normalize().as_tuple().exponent))
    return f"{value:.{places}f}%"


def format_date(value: date) -> str:
    """« 15 January 2026 »; day and month never part. Never in figures: 02/03 is two days to two readers."""
    return f"{_day_and_month(value)} {value.year}"


def _day_and_month(value: date) -> str:
    return f"{value.day}{NO_BREAK}{MONTHS[value.month - 1]}"


def format_dates(days: Sequence[date]) -> str:
    """« 30 January and 16 February 2026 »: the year is said once for the days of one year."""
    last_of_year = {day.year: day for day in days}
    written = [format_date(day) if last_of_year[day.year] == day else _day_and_month(day) for day in days]
    return format_list(written)


def format_short_date(value: date) -> str:
    """« 15 Jan 2026 », for the columns of a table."""
    return NO_BREAK.join((str(value.day), MONTHS[value.month - 1][:3], str(value.year)))


def format_days(count: int) -> str:
    """« 1 day », « 46 days »."""
    return f"{group_thousands(count)}{NO_BREAK}day{'' if count == 1 else 's'}"


def format_phone(e164: str) -> str:
    """« +33 4 78 12 34 57 »: whoever reads English may dial from abroad; overseas numbers are grouped by three."""
    digits = e164.replace(" ", "")
    if re.fullmatch(r"\+33\d{9}", digits):
        return NO_BREAK.join(("+33", digits[3], *(digits[i : i + 2] for i in range(4, 12, 2))))
    return number_groups.format_foreign_phone(e164)


format_iban = number_groups.format_iban


def format_list(items: Sequence[str]) -> str:
    """« a, b and c »."""
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + " and " + items[-1]


def typeset(text: str) -> str:
    """Curly apostrophes and quotation marks, and the few no-break spaces of English, put into words from a keyboard.

    U+E010 stands for a value to come, as in French. Only the product's own words are typeset, never data.
    """
    for pattern, replacement in _TYPESETTING:
        text = pattern.sub(replacement, text)
    return text
