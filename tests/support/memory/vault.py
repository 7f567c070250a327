"""A vault without KMS: really sealed, with keys that are wrapped by a name only."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chalicelib.domain.sealed_event import KeyErased, SealBroken, WrappedKey


class MemoryVault:
    """What ``KmsVault`` promises: opens only with the same key, in the same place."""

    def new_key(self, context: Mapping[str, str]) -> WrappedKey:
        return WrappedKey(secrets.token_bytes(32), dict(context))

    def seal(self, wrapped_key: WrappedKey | None, plaintext: bytes, context: str) -> bytes:
        nonce = hashlib.sha256(context.encode() + plaintext).digest()[:12]
        return nonce + self._cipher(wrapped_key).encrypt(nonce, plaintext, context.encode())

    def open(self, wrapped_key: WrappedKey | None, sealed: bytes, context: str) -> bytes:
        try:
            return self._cipher(wrapped_key).decrypt(sealed[:12], sealed[12:], context.encode())
        except InvalidTag as error:
            raise SealBroken("the sealed object does not open in this place") from error

    def authenticate(self, wrapped_key: WrappedKey | None, message: bytes, purpose: str) -> bytes:
        if wrapped_key is None:
            raise KeyErased("the data key of this debtor has been erased")
        place = repr((sorted(wrapped_key.context.items()), purpose)).encode()
        return hmac.digest(wrapped_key.ciphertext, place + b"\n" + message, hashlib.sha256)

    @staticmethod
    def _cipher(wrapped_key: WrappedKey | None) -> AESGCM:
        if wrapped_key is None:
            raise KeyErased("the data key of this debtor has been erased")
        return AESGCM(wrapped_key.ciphertext)
