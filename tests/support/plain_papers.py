"""Papers of few words and a vault without memory, for worlds that look at requests."""

from __future__ import annotations

from chalicelib.domain.evidence_pack import RsaPublicKey
from chalicelib.domain.french import format_date
from chalicelib.domain.messages import MessageFacts, Printed
from chalicelib.domain.sealed_event import WrappedKey

from .memory.vault import MemoryVault


class PlainPages:
    """Documents about a case, as plain words."""

    def chronology(self, facts: MessageFacts) -> bytes:
        return f"{len(facts.chronology)} events".encode()

    def statement(self, facts: MessageFacts) -> Printed:
        letter = facts.first_letter
        recalled = f", {letter.reference}, {format_date(letter.posted_on or letter.handed_over_on)}" if letter else ""
        told = f"au nom et pour le compte de {facts.creditor.name}{recalled}"
        return Printed(str(facts.statement.total.amount).encode(), told)


class PlainSigner:
    """Signs by saying so; what a signature is worth is judged elsewhere."""

    def sign(self, digest: bytes) -> bytes:
        return b"signed " + digest

    def public_key(self) -> RsaPublicKey:
        return RsaPublicKey(n=(1 << 2047) + 1, e=65537)


class ForgetfulVault(MemoryVault):
    """Remembers no unwrapped key."""

    def forget(self, wrapped_key: WrappedKey) -> None:
        del wrapped_key
