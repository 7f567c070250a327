from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from chalicelib.adapters.tariff import DatedTariff
from chalicelib.domain.contact import Channel
from chalicelib.domain.money import Money

DAY = date(2026, 11, 21)


def tariff(path: Path, *rows: tuple[str, str]) -> DatedTariff:
    channels = [channel.value for channel in Channel]
    tariffs = [{"valid_from": day, "cents": dict.fromkeys(channels, cents)} for day, cents in rows]
    path.write_text(json.dumps({"tariffs": tariffs}))
    return DatedTariff(path)


def test_every_channel_has_a_price_and_a_registered_letter_is_the_dearest() -> None:
    """R-072."""
    prices = {channel: DatedTariff().cost(channel, DAY, livemode=True) for channel in Channel}
    assert max(prices, key=lambda channel: prices[channel]) is Channel.REGISTERED_LETTER
    assert prices[Channel.EMAIL] == Money(1)


def test_a_simulation_costs_what_live_mode_costs() -> None:
    for channel in Channel:
        assert DatedTariff().cost(channel, DAY, livemode=False) == DatedTariff().cost(channel, DAY, livemode=True)


def test_each_segment_of_an_sms_is_paid_for_and_the_sum_is_rounded_up_once(tmp_path: Path) -> None:
    """R-072."""
    prices = tariff(tmp_path / "t.json", ("2026-01-01", "4.2"))
    assert [prices.cost(Channel.SMS, DAY, True, segments).amount for segments in (1, 2, 3)] == [5, 9, 13]


def test_the_tariff_of_the_day_counts(tmp_path: Path) -> None:
    prices = tariff(tmp_path / "t.json", ("2027-01-01", "900"), ("2026-01-01", "700"))
    assert prices.cost(Channel.LETTER, date(2026, 12, 31), livemode=True) == Money(700)
    assert prices.cost(Channel.LETTER, date(2027, 1, 1), livemode=True) == Money(900)
    assert prices.cost(Channel.LETTER, date(2025, 1, 1), livemode=True) == Money(700)


def test_a_part_of_a_cent_is_a_cent(tmp_path: Path) -> None:
    assert tariff(tmp_path / "t.json", ("2026-01-01", "7.01")).cost(Channel.SMS, DAY, livemode=True) == Money(8)


def test_a_tariff_prices_every_channel(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text(json.dumps({"tariffs": [{"valid_from": "2026-01-01", "cents": {"email": "1"}}]}))
    with pytest.raises(ValueError, match="every channel"):
        DatedTariff(path)
