"""The link to a debtor's page as a short text: which case, until when, of which epoch, and a seal; nothing personal.

51 bytes, 68 characters of base64url without padding: version and mode, tenant, case, last day, epoch, and 112 bits of a
message authentication code under a key of the debtor (R-127).
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from .parties import Debtor, Scope

SEAL_BYTES = 14
SEAL_PURPOSE = "amiable/debtor-page-link/1"
EPOCHS = 0x10000
CONCEALED = "..."
_TOKEN = re.compile(r"[A-Za-z0-9_-]{68}\Z")
_TOKEN_IN_WORDS = re.compile(r"(?<=/d/)[A-Za-z0-9_-]{68}(?![A-Za-z0-9_-])")
_TEST, _LIVE = 0x10, 0x11
_FIRST_DAY = date(1970, 1, 1)
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TENANT, _CASE = "tnt_", "case_"


@dataclass(frozen=True)
class PageLink:
    """``last_day`` is a day of wall time in UTC, on which the link still opens; ``epoch`` that of the debtor."""

    scope: Scope
    case_id: str
    last_day: date
    epoch: int

    @property
    def expires_at(self) -> datetime:
        """The first instant at which the link opens nothing any more."""
        return datetime.combine(self.last_day + timedelta(days=1), time(), UTC)

    def to_bytes(self) -> bytes:
        """What is sealed. ``ValueError`` for ids that are not a prefix and a ULID."""
        mode = _LIVE if self.scope.livemode else _TEST
        ids = _bytes_of(self.scope.tenant_id, _TENANT) + _bytes_of(self.case_id, _CASE)
        days = (self.last_day - _FIRST_DAY).days
        return bytes((mode,)) + ids + days.to_bytes(2, "big") + self.epoch.to_bytes(2, "big")


@dataclass(frozen=True)
class SealedLink:
    """A token as it was read: what it says, and the seal that somebody with the debtor's key can judge."""

    link: PageLink
    seal: bytes


def epoch_of(debtor: Debtor) -> int:
    """The epoch that the debtor's links must be of; it comes again after 65,536 revocations."""
    return debtor.page_links_revoked % EPOCHS


def token_of(link: PageLink, seal: bytes) -> str:
    """``seal`` is the whole code; its first 112 bits go into the token."""
    return base64.urlsafe_b64encode(link.to_bytes() + seal[:SEAL_BYTES]).decode("ascii")


def read_token(token: str) -> SealedLink | None:
    """``None`` for whatever is no token by its form; nothing has to be read to say so."""
    if _TOKEN.match(token) is None:
        return None
    try:
        raw = base64.urlsafe_b64decode(token)
    except (binascii.Error, ValueError):
        return None
    if raw[0] not in (_TEST, _LIVE):
        return None
    tenant, case = _id_of(raw[1:17], _TENANT), _id_of(raw[17:33], _CASE)
    last_day = _FIRST_DAY + timedelta(days=int.from_bytes(raw[33:35], "big"))
    link = PageLink(Scope(tenant, raw[0] == _LIVE), case, last_day, int.from_bytes(raw[35:37], "big"))
    return SealedLink(link, raw[37:])


def without_tokens(words: str) -> str:
    """The same words with ``/d/...`` for each link: who reads what was written may not act as the debtor (R-127)."""
    return _TOKEN_IN_WORDS.sub(CONCEALED, words)


def _bytes_of(identifier: str, prefix: str) -> bytes:
    letters = identifier.removeprefix(prefix)
    if not identifier.startswith(prefix) or len(letters) != 26:
        raise ValueError(f"not the id of a {prefix.rstrip('_')}")
    number = 0
    for letter in letters:
        number = number * 32 + _LETTERS.index(letter)
    return number.to_bytes(17, "big")[1:]


def _id_of(raw: bytes, prefix: str) -> str:
    number = int.from_bytes(raw, "big")
    return prefix + "".join(_LETTERS[(number >> shift) & 31] for shift in range(125, -1, -5))
