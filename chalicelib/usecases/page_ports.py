"""What the debtor's page and its links need from the outside, and what messages ask of the links."""

from __future__ import annotations

from typing import Protocol

from chalicelib.domain.sealed_event import WrappedKey
from chalicelib.domain.visits import VisitQuota

from .recording import CaseFile


class Seals(Protocol):
    """Part of the vault: codes under a key that dies with the debtor's data key."""

    def authenticate(self, wrapped_key: WrappedKey | None, message: bytes, purpose: str) -> bytes:
        """32 bytes: an HMAC-SHA256. ``KeyErased`` without a key."""


class Visits(Protocol):
    """Limits on requests to the page, in wall time."""

    def wait_for(self, quota: VisitQuota, who: str) -> int: ...
    def take(self, quota: VisitQuota, who: str) -> int:
        """One request of whoever it is: 0, or the seconds until the next may come."""


class PageLinks(Protocol):
    """The links that go with messages."""

    def link_for(self, file: CaseFile) -> str:
        """The address of the debtor's page about this case, or the empty text where no page is published.

        The same case gives the same address all day, so a message that is made twice is the same.
        """


class NoLinks:
    """No page is published."""

    def link_for(self, file: CaseFile) -> str:
        del file
        return ""
