"""Seal what is personal under a data key per debtor (AES-256-GCM, wrapped by KMS), and sign packs with a KMS key."""

from __future__ import annotations

import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.domain.evidence_pack import RsaPublicKey
from chalicelib.domain.sealed_event import KeyErased, SealBroken, WrappedKey

_VERSION = b"\x01"
_NONCE_BYTES = 12
_TAG_BYTES = 16
_SIGNING_ALGORITHM = "RSASSA_PKCS1_V1_5_SHA_256"
_REFUSALS = frozenset({"InvalidCiphertextException", "IncorrectKeyException"})


class KmsVault:
    """Data keys, sealing and signing.

    ``monotonic`` gives seconds of a clock that never goes back; unwrapped keys stay in memory for ``ttl`` of them,
    ``capacity`` at most, the least recently used leaving first. A wrapped key is erased by deleting it from the
    store: pass the ``None`` that the store then returns, and it is ``KeyErased``.
    """

    def __init__(
        self,
        client: Any,  # boto3's KMS client, which has no static type
        *,
        wrapping_key_id: str,
        signing_key_id: str,
        monotonic: Callable[[], float],
        ttl: float = 300.0,
        capacity: int = 256,
    ) -> None:
        self._client = client
        self._wrapping_key_id = wrapping_key_id
        self._signing_key_id = signing_key_id
        self._monotonic = monotonic
        self._ttl = ttl
        self._capacity = capacity
        self._unwrapped: OrderedDict[bytes, tuple[float, bytes]] = OrderedDict()
        self._public_key: RsaPublicKey | None = None

    def new_key(self, context: Mapping[str, str]) -> WrappedKey:
        """A fresh 256-bit data key, wrapped; ``context`` (tenant, mode, debtor) is bound to it by KMS."""
        answer = self._client.generate_data_key_without_plaintext(
            KeyId=self._wrapping_key_id, KeySpec="AES_256", EncryptionContext=dict(context)
        )
        return WrappedKey(ciphertext=bytes(answer["CiphertextBlob"]), context=dict(context))

    def seal(self, wrapped_key: WrappedKey | None, plaintext: bytes, context: str) -> bytes:
        """Encrypt for one place. The same plaintext in the same place gives the same bytes, so a retry is harmless.

        The nonce is a keyed hash of place and plaintext, so two different plaintexts do not share one.
        """
        encryption_key, nonce_key = self._keys(wrapped_key)
        place = context.encode("utf-8")
        message = len(place).to_bytes(8, "big") + place + plaintext
        nonce = hmac.digest(nonce_key, message, hashlib.sha256)[:_NONCE_BYTES]
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # slow to import; most requests seal nothing

        return _VERSION + nonce + AESGCM(encryption_key).encrypt(nonce, plaintext, place)

    def open(self, wrapped_key: WrappedKey | None, sealed: bytes, context: str) -> bytes:
        """What ``seal`` sealed for this place; ``SealBroken`` when it was changed, moved, or is of another key."""
        encryption_key, _ = self._keys(wrapped_key)
        if sealed[:1] != _VERSION or len(sealed) < 1 + _NONCE_BYTES + _TAG_BYTES:
            raise SealBroken("not a sealed object of this version")
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce, ciphertext = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            return AESGCM(encryption_key).decrypt(nonce, ciphertext, context.encode("utf-8"))
        except InvalidTag as error:
            raise SealBroken("the sealed object does not open in this place") from error

    def authenticate(self, wrapped_key: WrappedKey | None, message: bytes, purpose: str) -> bytes:
        """A code of 32 bytes over the message, for this purpose alone; nobody makes it again once the key is erased."""
        if wrapped_key is None:
            raise KeyErased("the data key of this debtor has been erased")
        key = hmac.digest(self._data_key(wrapped_key), b"amiable/code/1\n" + purpose.encode("utf-8"), hashlib.sha256)
        return hmac.digest(key, message, hashlib.sha256)

    def forget(self, wrapped_key: WrappedKey) -> None:
        """Drop the unwrapped key from memory, at once on an erasure."""
        self._unwrapped.pop(_cache_name(wrapped_key), None)

    def sign(self, digest: bytes) -> bytes:
        """RSA PKCS#1 v1.5 signature over a SHA-256 digest of 32 bytes."""
        if len(digest) != hashlib.sha256().digest_size:
            raise ValueError("a SHA-256 digest has 32 bytes")
        answer = self._client.sign(
            KeyId=self._signing_key_id, Message=digest, MessageType="DIGEST", SigningAlgorithm=_SIGNING_ALGORITHM
        )
        return bytes(answer["Signature"])

    def public_key(self) -> RsaPublicKey:
        """The signing key's public half; read once, as a KMS key never changes under its id."""
        if self._public_key is None:
            from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
            from cryptography.hazmat.primitives.serialization import load_der_public_key

            loaded = load_der_public_key(self._client.get_public_key(KeyId=self._signing_key_id)["PublicKey"])
            if not isinstance(loaded, RSAPublicKey):
                raise ValueError("the signing key is not an RSA key")
            numbers = loaded.public_numbers()
            self._public_key = RsaPublicKey(n=numbers.n, e=numbers.e)
        return self._public_key

    def _keys(self, wrapped_key: WrappedKey | None) -> tuple[bytes, bytes]:
        if wrapped_key is None:
            raise KeyErased("the data key of this debtor has been erased")
        data_key = self._data_key(wrapped_key)
        return (
            hmac.digest(data_key, b"amiable/seal/1", hashlib.sha256),
            hmac.digest(data_key, b"amiable/nonce/1", hashlib.sha256),
        )

    def _data_key(self, wrapped_key: WrappedKey) -> bytes:
        name, now = _cache_name(wrapped_key), self._monotonic()
        kept = self._unwrapped.pop(name, None)
        if kept is not None and now < kept[0]:
            self._unwrapped[name] = kept
            return kept[1]
        data_key = self._unwrap(wrapped_key)
        self._unwrapped[name] = (now + self._ttl, data_key)
        while len(self._unwrapped) > self._capacity:
            self._unwrapped.popitem(last=False)
        return data_key

    def _unwrap(self, wrapped_key: WrappedKey) -> bytes:
        try:
            answer = self._client.decrypt(
                KeyId=self._wrapping_key_id,
                CiphertextBlob=wrapped_key.ciphertext,
                EncryptionContext=dict(wrapped_key.context),
            )
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in _REFUSALS:
                raise SealBroken("KMS does not unwrap this data key in this context") from error
            raise
        return bytes(answer["Plaintext"])


def _cache_name(wrapped_key: WrappedKey) -> bytes:
    """Ciphertext and context together: a key is never handed out for a context that KMS has not approved."""
    digest = hashlib.sha256(wrapped_key.ciphertext)
    for name, value in sorted(wrapped_key.context.items()):
        digest.update(f"\n{len(name)}:{name}={len(value)}:{value}".encode())
    return digest.digest()
