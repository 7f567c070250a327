"""Money: an integer number of minor units (cents) with a currency. Rounding happens in one place, ``from_decimal``."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, order=True)
class Money:
    """An exact amount in minor units. Amounts of different currencies never mix (``ValueError``)."""

    amount: int
    currency: str = "EUR"

    @classmethod
    def from_decimal(cls, value: Decimal, currency: str = "EUR") -> Money:
        """Euros to cents, rounded once, half-up (INT_13)."""
        cents = (value * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        return cls(int(cents), currency)

    def to_decimal(self) -> Decimal:
        return Decimal(self.amount) / 100

    def as_json(self) -> dict[str, object]:
        """As events and answers tell an amount: minor units and currency."""
        return {"amount": self.amount, "currency": self.currency}

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same_currency(other).amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same_currency(other).amount, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __bool__(self) -> bool:
        return self.amount != 0

    def _same_currency(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise ValueError(f"{other.currency} and {self.currency} do not add up")
        return other


ZERO = Money(0)
