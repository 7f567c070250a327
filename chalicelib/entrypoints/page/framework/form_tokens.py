"""The hidden field of a form: a one-use id, bound to the session and the action it was shown for."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass

from chalicelib.domain.page_link import PageLink
from chalicelib.domain.sealed_event import WrappedKey
from chalicelib.usecases.page_ports import Seals

_PURPOSE = "amiable/debtor-page-form/1"
_TOKEN = re.compile(r"([0-9a-f]{32})([0-9a-f]{32})\Z")


@dataclass(frozen=True)
class FormTokens:
    """Of one session on one link: what another browser, another action or another case shows is refused."""

    seals: Seals
    key: WrappedKey
    link: PageLink
    session_id: bytes

    def token(self, action: str, form_id: str) -> str:
        return form_id + self._seal(action, form_id)

    def form_id(self, action: str, token: str) -> str | None:
        """The id of the form; ``None`` unless this session was shown this form for this action."""
        found = _TOKEN.match(token)
        if found is None or not hmac.compare_digest(found[2], self._seal(action, found[1])):
            return None
        return found[1]

    def _seal(self, action: str, form_id: str) -> str:
        message = f"{self.link.case_id}\n{self.session_id.hex()}\n{action}\n{form_id}".encode("ascii")
        return self.seals.authenticate(self.key, message, _PURPOSE)[:16].hex()
