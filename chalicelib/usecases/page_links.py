"""Links to the debtor's page: made for a case, and opened when somebody follows one (R-127)."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from chalicelib.domain.errors import DebtorErased, NotFound
from chalicelib.domain.page_link import SEAL_BYTES, SEAL_PURPOSE, PageLink, epoch_of, read_token, token_of
from chalicelib.domain.parties import Debtor
from chalicelib.domain.sealed_event import KeyErased, SealBroken, WrappedKey

from .page_ports import Seals
from .ports import WallClock
from .recording import CaseFile, Recording, load_case_file

PATH = "/d/"


class LinkState(StrEnum):
    """Why a link opens nothing. ``UNKNOWN`` says the same of what was altered, invented, or erased."""

    UNKNOWN = "unknown"
    ENDED = "ended"


class LinkRefused(Exception):
    """The link opens nothing; nothing of what it named is told."""

    def __init__(self, state: LinkState) -> None:
        super().__init__(state.value)
        self.state = state


@dataclass(frozen=True)
class VaultPageLinks:
    """``address`` is where the page is published (its links are ``<address>/d/<token>``), empty where it is not.

    ``lifetime`` is counted in wall time from the message on, and ends with a day in UTC.
    """

    seals: Seals
    wall: WallClock
    address: str
    lifetime: timedelta

    def link_for(self, file: CaseFile) -> str:
        """The address for a message; the empty text where no page is published."""
        return self.made_for(file.case.id, file.debtor, file.key)[0] if self.address else ""

    def made_for(self, case_id: str, debtor: Debtor, key: WrappedKey) -> tuple[str, PageLink]:
        """The address (a path where no page is published) and what it says."""
        last_day = (self.wall.now() + self.lifetime).date()
        link = PageLink(debtor.scope, case_id, last_day, epoch_of(debtor))
        return f"{self.address}{PATH}{token_of(link, self._seal(link, key))}", link

    def beside(self, link: PageLink, case_id: str, key: WrappedKey) -> str:
        """The token of another case's page of the same debtor (``key``); it ends when ``link`` does."""
        other = replace(link, case_id=case_id)
        return token_of(other, self._seal(other, key))

    def open(self, token: str, recording: Recording) -> tuple[PageLink, CaseFile]:
        """The case behind a link: no read for what is no token by its form, else one Query and one batch read.

        Errors: ``LinkRefused``; ``clock_advancing`` while the case's test clock moves.
        """
        sealed = read_token(token)
        if sealed is None:
            raise LinkRefused(LinkState.UNKNOWN)
        try:
            file = load_case_file(sealed.link.scope, sealed.link.case_id, recording)
            genuine = hmac.compare_digest(self._seal(sealed.link, file.key), sealed.seal)
        except (NotFound, DebtorErased, KeyErased, SealBroken):
            raise LinkRefused(LinkState.UNKNOWN) from None
        if not genuine:
            raise LinkRefused(LinkState.UNKNOWN)
        revoked = sealed.link.epoch != epoch_of(file.debtor)
        if revoked or self.wall.now() >= sealed.link.expires_at:
            raise LinkRefused(LinkState.ENDED)
        return sealed.link, file

    def _seal(self, link: PageLink, key: WrappedKey | None) -> bytes:
        return self.seals.authenticate(key, link.to_bytes(), SEAL_PURPOSE)[:SEAL_BYTES]
