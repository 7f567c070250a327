"""What a contact costs (R-072): a dated tariff, shipped as data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from pathlib import Path

from chalicelib.domain.contact import Channel
from chalicelib.domain.money import Money

TARIFF_FILE = Path(__file__).with_name("tariff.json")


@dataclass(frozen=True)
class Prices:
    """Cents a contact, valid from a day on."""

    valid_from: date
    cents: dict[Channel, Decimal]


class DatedTariff:
    """Test mode costs as much as live mode would: a simulation shows what the procedure costs."""

    def __init__(self, path: Path = TARIFF_FILE) -> None:
        rows = json.loads(path.read_text(encoding="utf-8"))["tariffs"]
        self._prices = sorted((_prices(row) for row in rows), key=lambda prices: prices.valid_from)

    def cost(self, channel: Channel, on: date, livemode: bool, segments: int = 1) -> Money:
        """Whole cents, rounded up: a cost is never shown as nothing. Before the first tariff the first one counts."""
        del livemode
        valid = [prices for prices in self._prices if prices.valid_from <= on] or self._prices[:1]
        return Money(int((valid[-1].cents[channel] * segments).to_integral_value(ROUND_CEILING)))


def _prices(row: dict[str, object]) -> Prices:
    cents = row["cents"]
    if not isinstance(cents, dict) or set(cents) != {channel.value for channel in Channel}:
        raise ValueError("a tariff prices every channel")
    return Prices(date.fromisoformat(str(row["valid_from"])), {Channel(name): Decimal(cents[name]) for name in cents})
