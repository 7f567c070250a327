"""The consumer mediator whom a professional adhered to (C. conso L616-1, R616-1, R-053)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mediator:
    """As consumers read of it: the name, and the postal address or the website to write to."""

    name: str
    address: str | None = None
    website: str | None = None
