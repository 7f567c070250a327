"""One-time codes: what the holder of the debtor's page proves with them, and how often one may be asked for (R-127).

A code opens one thing: personal details of one case for one browser, or the signature of one plan as it was shown. Only
a keyed hash of it is kept, with what it opens inside, so that no code fits anything else. All instants are wall time.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domain.contact import Channel
from chalicelib.domain.errors import Conflict, Refused
from chalicelib.domain.parties import Scope

DIGITS = 6
LIFETIME = timedelta(minutes=10)
TRIES = 5
SHORT_SPAN, MOST_IN_SHORT_SPAN = timedelta(minutes=15), 3
DAY, MOST_IN_A_DAY = timedelta(days=1), 10
KEPT = timedelta(days=2)
MASK = "••••••"
TEMPLATE = "one_time_code"
_SPACE = 10**DIGITS
_FAIR = (1 << 64) - (1 << 64) % _SPACE


class Purpose(StrEnum):
    """``view``: names, addresses and documents. ``sign``: the signature of a plan."""

    VIEW = "view"
    SIGN = "sign"


@dataclass(frozen=True)
class OneTimeCode:
    """``hash`` is hexadecimal. ``subject_id`` is the plan to sign, ``text_sha256`` (hex) the text that was shown.

    ``masked`` is the address as the page shows it; ``contact_id`` the message that carried the code.
    """

    id: str
    purpose: Purpose
    hash: str
    sent_at: datetime
    channel: Channel
    masked: str
    contact_id: str
    subject_id: str | None = None
    text_sha256: str | None = None
    tries: int = 0
    used_at: datetime | None = None

    @property
    def expires_at(self) -> datetime:
        return self.sent_at + LIFETIME


@dataclass(frozen=True)
class DebtorCodes:
    """The codes of a debtor: the only one that can still be used, and when codes went out lately.

    ``id`` is the debtor's: whoever holds a link also finds the other cases of its message, and each would let another
    series of codes ring the same telephone. Another code, for whichever case, puts the one before out of use.
    """

    id: str
    scope: Scope
    version: int
    present: OneTimeCode | None = None
    sent: tuple[datetime, ...] = ()

    @property
    def debtor_id(self) -> str:
        """Whose key seals it."""
        return self.id

    @property
    def expires_at(self) -> datetime:
        """From when on it may be forgotten."""
        return max(self.sent) + KEPT

    def with_code(self, code: OneTimeCode) -> DebtorCodes:
        """Raises Refused (``too_many_codes``) where codes were asked for too often."""
        lately = tuple(at for at in self.sent if code.sent_at - at < DAY)
        _check_pace(lately, code.sent_at)
        return replace(self, present=code, sent=(*lately, code.sent_at), version=self.version + 1)

    def with_try(self) -> DebtorCodes:
        """Wrong digits were entered."""
        code = self._known()
        return replace(self, present=replace(code, tries=code.tries + 1), version=self.version + 1)

    def used(self, now: datetime) -> DebtorCodes:
        """The right ones were, for the only time."""
        return replace(self, present=replace(self._known(), used_at=now), version=self.version + 1)

    def _known(self) -> OneTimeCode:
        if self.present is None:
            raise ValueError("no code was sent")
        return self.present


def _check_pace(lately: tuple[datetime, ...], now: datetime) -> None:
    short = [at for at in lately if now - at < SHORT_SPAN]
    if len(short) >= MOST_IN_SHORT_SPAN:
        raise Refused("Three codes were sent within 15 minutes; wait until they are over.", code="too_many_codes")
    if len(lately) >= MOST_IN_A_DAY:
        raise Refused("Ten codes were sent within a day; try again tomorrow.", code="too_many_codes")


def digits_of(random: bytes) -> str | None:
    """Six digits from eight random bytes, each code as likely as any; ``None`` for the few bytes that are not fair."""
    drawn = int.from_bytes(random[:8], "big")
    return f"{drawn % _SPACE:0{DIGITS}d}" if drawn < _FAIR else None


def text_digest(text: str) -> str:
    """SHA-256 of what was shown, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def sealed_message(code: OneTimeCode, case_id: str, debtor_id: str, digits: str) -> bytes:
    """What the keyed hash is made over: the digits with everything that they open, each part with its length."""
    bound = (code.id, code.purpose.value, case_id, debtor_id, code.subject_id or "", code.text_sha256 or "", digits)
    return b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in bound)


def usable(
    codes: DebtorCodes | None,
    code_id: str,
    purpose: Purpose,
    now: datetime,
    *,
    subject_id: str | None = None,
    text_sha256: str | None = None,
) -> tuple[DebtorCodes, OneTimeCode]:
    """The code, before its digits are looked at.

    Errors: ``code_replaced`` by another one, or never sent; ``code_used``; ``code_spent`` after five wrong tries;
    ``code_expired``; ``code_for_something_else``, as when the plan is no longer what was shown.
    """
    code = codes.present if codes else None
    if codes is None or code is None or code.id != code_id:
        raise Conflict("This is not the code that was sent last.", code="code_replaced")
    if code.used_at is not None:
        raise Conflict("The code was used already; ask for another one.", code="code_used")
    if code.tries >= TRIES:
        raise Conflict("Wrong digits were entered five times; ask for another code.", code="code_spent")
    if now >= code.expires_at:
        raise Conflict("The code is older than 10 minutes; ask for another one.", code="code_expired")
    if (code.purpose, code.subject_id, code.text_sha256) != (purpose, subject_id, text_sha256):
        raise Conflict("The code was sent for something else; ask for another one.", code="code_for_something_else")
    return codes, code


def wrong_digits(code: OneTimeCode) -> Refused:
    """What is answered after wrong digits; ``code`` is as it was before them."""
    left = TRIES - code.tries - 1
    if left <= 0:
        return Refused("The digits are wrong, for the fifth time; ask for another code.", code="code_spent")
    return Refused(f"The digits are wrong. Tries left: {left}.", code="code_wrong")
