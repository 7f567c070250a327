"""What a study of an import adds up: lines and amounts by what matters before engaging (R-114). Cents throughout."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

AGES = ((0, "not_due"), (30, "1-30"), (60, "31-60"), (90, "61-90"), (180, "91-180"), (365, "181-365"))
AMOUNTS = ((10_000, "0-100"), (50_000, "100-500"), (200_000, "500-2000"), (1_000_000, "2000-10000"))
LIMITATION_CODES = {
    "limitation_near": "near",
    "limitation_uncertain": "uncertain",
    "time_barred": "time_barred",
}


@dataclass(frozen=True)
class Tally:
    """``count`` lines (or contacts) of this value of a dimension, ``amount`` cents in all."""

    dimension: str
    value: str
    count: int
    amount: int = 0


@dataclass(frozen=True)
class StudiedLine:
    """What one line adds. Eligible: what is owed and what contacting would cost. ``unknown_rate``: none is stated."""

    tallies: tuple[Tally, ...]
    eligible: bool = False
    principal: int = 0
    interest: int = 0
    fixed_indemnity: int = 0
    total: int = 0
    cost: int = 0
    unknown_rate: bool = False


@dataclass(frozen=True)
class Study:
    """Sums over the lines so far."""

    tallies: tuple[Tally, ...] = ()
    eligible: int = 0
    principal: int = 0
    interest: int = 0
    fixed_indemnity: int = 0
    total: int = 0
    cost: int = 0
    unknown_rates: int = 0

    def plus(self, lines: Iterable[StudiedLine]) -> Study:
        study = self
        sums = {(tally.dimension, tally.value): tally for tally in self.tallies}
        for line in lines:
            for tally in line.tallies:
                known = sums.get((tally.dimension, tally.value))
                added = (
                    replace(known, count=known.count + tally.count, amount=known.amount + tally.amount)
                    if known
                    else tally
                )
                sums[tally.dimension, tally.value] = added
            study = replace(
                study,
                eligible=study.eligible + line.eligible,
                principal=study.principal + line.principal,
                interest=study.interest + line.interest,
                fixed_indemnity=study.fixed_indemnity + line.fixed_indemnity,
                total=study.total + line.total,
                cost=study.cost + line.cost,
                unknown_rates=study.unknown_rates + line.unknown_rate,
            )
        return replace(study, tallies=tuple(sums.values()))

    def of(self, dimension: str) -> tuple[Tally, ...]:
        """The largest first."""
        found = [tally for tally in self.tallies if tally.dimension == dimension]
        return tuple(sorted(found, key=lambda tally: (-tally.count, tally.value)))


def age_band(days_overdue: int) -> str:
    """Days since the oldest invoice was due."""
    return next((name for most, name in AGES if days_overdue <= most), "over-365")


def amount_band(cents: int) -> str:
    """In euros, the lower bound included."""
    return next((name for least_beyond, name in AMOUNTS if cents < least_beyond), "over-10000")
