"""One browser on one link: a signed cookie that holds nothing personal and nothing that the table would have to keep.

40 bytes: a random id, when the session began, until when a one-time code counts, the language chosen, and a code under
the debtor's data key over all this, the case and the epoch of the link. So it opens no other case, dies with a
revocation and with an erasure, and two browsers never meet.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain.page_link import PageLink
from chalicelib.domain.sealed_event import WrappedKey
from chalicelib.usecases.page_ports import Seals

LASTS = timedelta(hours=12)
VERIFIED_FOR = timedelta(minutes=30)
_ID_BYTES, _SEAL_BYTES, _LENGTH = 16, 15, 40
MOST_OF_A_NAME = 4
"""Cookies of this name that are looked at, the most specific path first (RFC 6265, 5.4)."""
_LANGUAGES = ("", "fr", "en")
_PURPOSE = "amiable/debtor-page-session/1"


@dataclass(frozen=True)
class KnownSession:
    """Instants are wall time, in whole seconds; ``verified_until`` is 0 before a code was confirmed."""

    id: bytes
    began: int
    verified_until: int = 0
    language: str = ""

    def is_verified(self, now: datetime) -> bool:
        return now.timestamp() < self.verified_until

    def verified(self, fresh_id: bytes, now: datetime) -> KnownSession:
        """Under a new id: what was known of the session before the code is worth nothing after it."""
        until = int((now + VERIFIED_FOR).timestamp())
        return replace(self, id=fresh_id, verified_until=until)

    def speaking(self, language: str) -> KnownSession:
        return replace(self, language=language if language in _LANGUAGES else "")


@dataclass(frozen=True)
class SessionCookies:
    """The cookie of one link. ``path`` is the link's own as the browser sees it, so that no other request carries it.

    ``secure`` is off on the local cloud alone, which speaks plain http.
    """

    seals: Seals
    key: WrappedKey
    link: PageLink
    path: str
    secure: bool

    @property
    def name(self) -> str:
        """``__Secure-`` and not ``__Host-``, which demands the path ``/`` and would send it with every other link."""
        return "__Secure-page" if self.secure else "page"

    def read(self, header: str | None, now: datetime) -> KnownSession | None:
        """The session in a ``Cookie`` header; ``None`` for none, a strange, an altered or an old one.

        Cookies of the whole domain come along, whatever stands in them, and one may bear this name: it hides none.
        """
        pairs = (pair.partition("=") for pair in (header or "").split(";"))
        own = [value.strip() for name, _, value in pairs if name.strip() == self.name][:MOST_OF_A_NAME]
        return next((found for found in (self._opened(value, now) for value in own) if found), None)

    def _opened(self, value: str, now: datetime) -> KnownSession | None:
        try:
            raw = base64.b64decode(value, altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return None
        content, seal = raw[:-_SEAL_BYTES], raw[-_SEAL_BYTES:]
        if len(raw) != _LENGTH or not hmac.compare_digest(seal, self._seal(content)):
            return None
        began = int.from_bytes(content[16:20], "big")
        if not began <= now.timestamp() + 60 < began + 60 + LASTS.total_seconds():
            return None
        language = _LANGUAGES[content[24]] if content[24] < len(_LANGUAGES) else ""
        return KnownSession(content[:16], began, int.from_bytes(content[20:24], "big"), language)

    def written(self, session: KnownSession) -> str:
        """``Set-Cookie``. ``Lax``: a link followed in a webmail still finds the session, a foreign form does not."""
        content = session.id + session.began.to_bytes(4, "big") + session.verified_until.to_bytes(4, "big")
        content += bytes((_LANGUAGES.index(session.language),))
        value = base64.urlsafe_b64encode(content + self._seal(content)).decode("ascii")
        secure = "; Secure" if self.secure else ""
        return f"{self.name}={value}; Path={self.path}; HttpOnly{secure}; SameSite=Lax"

    def _seal(self, content: bytes) -> bytes:
        message = self.link.case_id.encode("ascii") + self.link.epoch.to_bytes(2, "big") + content
        return self.seals.authenticate(self.key, message, _PURPOSE)[:_SEAL_BYTES]


def new_session(fresh_id: bytes, now: datetime) -> KnownSession:
    """Of a browser that has none."""
    return KnownSession(fresh_id[:_ID_BYTES], int(now.timestamp()))
