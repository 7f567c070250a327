"""Amounts and days as a person writes and reads them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from .problems import CliError

PARIS = ZoneInfo("Europe/Paris")
EVENING = time(18)
_AMOUNT = re.compile(r"([0-9]{1,9})(?:[.,]([0-9]{1,2}))?")


def cents_of(text: str) -> int:
    """``1234.5``, ``1 234,50`` or ``1234.50€`` in cents; a third decimal is a mistake, not something to round."""
    plain = re.sub(r"[\s\u00a0\u202f_']|€|EUR$", "", text)
    found = _AMOUNT.fullmatch(plain)
    if found is None:
        raise CliError(f"{text} is not an amount in euros.", "For example: 1250 or 1250.50")
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def euros(money: Any) -> str:
    """``{"amount": 407040, …}`` or cents as ``4,070.40 €``."""
    cents = money["amount"] if isinstance(money, dict) else money
    sign, cents = ("-", -cents) if cents < 0 else ("", cents)
    return f"{sign}{cents // 100:,}.{cents % 100:02d} €"


def instant_of(text: str) -> str:
    """A day (its evening in Paris, when everything of that day is done) or an instant, as the API writes instants."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CliError(f"{text} is not a day.", "For example: 2026-03-01") from error
    if len(text) <= len("2026-03-01"):
        return written(datetime.combine(moment.date(), EVENING, PARIS))
    return written(moment if moment.tzinfo else moment.replace(tzinfo=PARIS))


def written(moment: datetime) -> str:
    """An instant in UTC with ``Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def paris_day(instant: str) -> date:
    """The day in Paris of an instant of the API."""
    return datetime.fromisoformat(instant).astimezone(PARIS).date()
