"""What evidence packs and erasure need from outside, beside the common ports."""

from __future__ import annotations

from typing import Protocol

from chalicelib.domain.archive_layout import ArchivedBody, ArchivedObject
from chalicelib.domain.evidence_pack import RsaPublicKey
from chalicelib.domain.messages import MessageFacts, Printed
from chalicelib.domain.parties import Scope
from chalicelib.domain.sealed_event import WrappedKey

from .ports import Archive


class PackSigner(Protocol):
    """Signs manifests; its public half is published apart from the packs."""

    def sign(self, digest: bytes) -> bytes:
        """RSA PKCS#1 v1.5 over a SHA-256 digest."""

    def public_key(self) -> RsaPublicKey: ...


class KeyMemory(Protocol):
    """Unwrapped keys that this process still remembers."""

    def forget(self, wrapped_key: WrappedKey) -> None: ...


class PlainCopies(Protocol):
    """Whatever is readable for a short while outside the archive."""

    def forget_debtor(self, scope: Scope, debtor_id: str) -> None:
        """Deletes the plain copies behind links."""

    def forget_contact(self, scope: Scope, contact_id: str) -> None:
        """Deletes what a carrier or the test outbox still holds of a contact."""


class ListedArchive(Archive, Protocol):
    """The archive with its contents listed, hidden objects included."""

    def list_objects(self, prefix: str) -> tuple[ArchivedObject, ...]: ...

    def read(self, item: ArchivedObject) -> ArchivedBody: ...


class EvidenceRenderer(Protocol):
    """The documents about a case that it sends to nobody by itself."""

    def chronology(self, facts: MessageFacts) -> bytes: ...

    def statement(self, facts: MessageFacts) -> Printed: ...
