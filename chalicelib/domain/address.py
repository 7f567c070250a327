"""A postal address."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Address:
    """A postal address. ``country`` is ISO 3166-1 alpha-2; overseas France has its own codes (GP, RE, …)."""

    line1: str
    postal_code: str
    city: str
    country: str = "FR"
    line2: str | None = None
