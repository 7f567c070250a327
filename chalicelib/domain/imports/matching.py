"""Which lines of an import are about the same debtor, so that messages group per debtor and caps count once (R-123).

By SIREN (a SIRET begins with it: one legal person, whatever the establishment), else by the integrator's reference,
else by exactly the same kind, name and postal code.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

_DIGITS = re.compile(r"[0-9]{9}([0-9]{5})?")


def debtor_mark(import_id: str, debtor: Mapping[str, Any], reference: str | None) -> str | None:
    """A mark that lines of one debtor share; ``None`` where nothing tells. It discloses nobody: it is a hash.

    ``debtor`` as in the request: ``siren``, ``siret``, ``vat_number``, ``kind``, ``name``, ``address``.
    """
    known = _identity(debtor, reference)
    if known is None:
        return None
    return hashlib.sha256(f"{import_id}\x1f{known}".encode()).hexdigest()[:32]


def _identity(debtor: Mapping[str, Any], reference: str | None) -> str | None:
    siren = _siren(debtor)
    if siren:
        return f"siren\x1f{siren}"
    if reference:
        return f"reference\x1f{reference}"
    address = debtor.get("address") or {}
    parts = (debtor.get("kind"), debtor.get("name"), address.get("postal_code"))
    return "\x1f".join(("name", *(str(part) for part in parts))) if all(parts) else None


def _siren(debtor: Mapping[str, Any]) -> str | None:
    for name in ("siren", "siret"):
        value = debtor.get(name)
        if isinstance(value, str) and _DIGITS.fullmatch(value):
            return value[:9]
    vat_number = debtor.get("vat_number")
    if isinstance(vat_number, str) and vat_number.upper().startswith("FR") and _DIGITS.fullmatch(vat_number[4:]):
        return vat_number[4:13]
    return None
