"""The secret of an API key: how it is made, recognised without a lookup, and remembered only as a hash (R-130)."""

from __future__ import annotations

import hashlib
import re
import zlib

RANDOM_BYTES = 24
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BODY_LENGTH = 33
_CHECKSUM_LENGTH = 6
_FORM = re.compile(rf"sk_(?:test|live)_[0-9A-Za-z]{{{_BODY_LENGTH + _CHECKSUM_LENGTH}}}\Z")


def make_secret(random_bytes: bytes, *, livemode: bool) -> str:
    """``sk_test_…`` or ``sk_live_…`` from 24 random bytes (192 bits), closed by a CRC-32 in base 62."""
    if len(random_bytes) != RANDOM_BYTES:
        raise ValueError(f"a secret is made from {RANDOM_BYTES} random bytes")
    start = ("sk_live_" if livemode else "sk_test_") + _base62(int.from_bytes(random_bytes, "big"), _BODY_LENGTH)
    return start + _checksum(start)


def is_well_formed(secret: str) -> bool:
    """Whether form and checksum are right, so that a mistyped or invented key costs no lookup."""
    if _FORM.match(secret) is None:
        return False
    start, checksum = secret[:-_CHECKSUM_LENGTH], secret[-_CHECKSUM_LENGTH:]
    return _checksum(start) == checksum


def is_live(secret: str) -> bool:
    """Which mode the secret says it opens."""
    return secret.startswith("sk_live_")


def hash_secret(secret: str) -> str:
    """SHA-256 of the whole secret, in hex. The secret has 192 random bits: no salt or slow hash is needed."""
    return hashlib.sha256(secret.encode("utf-8")).hexdigest()


def secret_hint(secret: str) -> str:
    """What a person may see later to recognise the key: its mode and its last four characters."""
    return f"{secret[:8]}…{secret[-4:]}"


def _checksum(start: str) -> str:
    return _base62(zlib.crc32(start.encode("ascii")), _CHECKSUM_LENGTH)


def _base62(number: int, length: int) -> str:
    digits: list[str] = []
    for _ in range(length):
        number, rest = divmod(number, 62)
        digits.append(_ALPHABET[rest])
    return "".join(reversed(digits))
