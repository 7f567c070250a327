"""The picture of a creditor's brand, as it is stored (R-056)."""

from __future__ import annotations

from dataclasses import dataclass

from .parties import Scope


@dataclass(frozen=True)
class KeepLogo:
    """Stores a creditor's logo under its own hash (R-056); the same picture again changes nothing."""

    scope: Scope
    creditor_id: str
    sha256: str
    png: bytes
