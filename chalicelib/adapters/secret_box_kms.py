"""Seals small secrets with a KMS key: the table holds nothing that signs a webhook by itself."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

REMEMBERED = 128


class KmsSecretBox:
    """Encrypts and decrypts up to 4 kB with one symmetric key; ``context`` binds a secret to its owner.

    A few opened secrets stay in memory, so that a busy endpoint does not cost a call per attempt; a sealed
    value never changes its meaning, so nothing in there can be stale.
    """

    def __init__(self, kms: Any, key_id: str) -> None:
        self._kms = kms
        self._key_id = key_id
        self._opened: OrderedDict[tuple[bytes, str], bytes] = OrderedDict()

    def seal(self, plaintext: bytes, context: str) -> bytes:
        """Encrypt; only the same context opens it again."""
        answer = self._kms.encrypt(KeyId=self._key_id, Plaintext=plaintext, EncryptionContext={"owner": context})
        return bytes(answer["CiphertextBlob"])

    def open(self, sealed: bytes, context: str) -> bytes:
        """Decrypt what ``seal`` made; KMS's own error flies when key or context differ."""
        known = self._opened.get((sealed, context))
        if known is not None:
            self._opened.move_to_end((sealed, context))
            return known
        answer = self._kms.decrypt(CiphertextBlob=sealed, KeyId=self._key_id, EncryptionContext={"owner": context})
        opened = bytes(answer["Plaintext"])
        self._opened[(sealed, context)] = opened
        if len(self._opened) > REMEMBERED:
            self._opened.popitem(last=False)
        return opened
