"""Domain values as JSON."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from chalicelib.domain.interest import ContractRate
from chalicelib.domain.money import Money
from chalicelib.domain.parties import Address, CaseManager


def money(value: Money) -> dict[str, Any]:
    """Integer minor units with their currency."""
    return value.as_json()


def cents(amount: int) -> dict[str, Any]:
    """An amount of euros in cents."""
    return money(Money(amount))


def day(value: date | None) -> str | None:
    """YYYY-MM-DD."""
    return value.isoformat() if value else None


def instant(value: datetime | None) -> str | None:
    """RFC 3339 in UTC with ``Z``; fractions of a second only where there are any."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if value else None


def percent(value: ContractRate) -> str | None:
    """A decimal string in percent, such as "12.15"; a contract's "3x_legal" as it is."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def address(value: Address | None) -> dict[str, Any] | None:
    """A postal address."""
    if value is None:
        return None
    return {
        "line1": value.line1,
        "line2": value.line2,
        "postal_code": value.postal_code,
        "city": value.city,
        "country": value.country,
    }


def case_manager(value: CaseManager | None) -> dict[str, Any] | None:
    """The named contact person of a case."""
    return {"name": value.name, "phone": value.phone, "email": value.email} if value else None
