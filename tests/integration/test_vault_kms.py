"""The vault on KMS: sealing is bound to place and debtor, erasure is final, signatures verify with the public key."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from moto import mock_aws

from chalicelib.adapters.vault_kms import KmsVault
from chalicelib.domain.evidence_pack import RsaPublicKey
from chalicelib.domain.sealed_event import KeyErased, SealBroken, WrappedKey

DEBTOR = {"tenant_id": "ten_1", "livemode": "true", "debtor_id": "deb_1"}
OTHER = {**DEBTOR, "debtor_id": "deb_2"}
PLACE = "case_1/events/000001.json"


class SteppedSeconds:
    """A monotonic clock that moves when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class CountingClient:
    """Counts the calls that reach KMS."""

    kms: Any
    calls: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.kms, name)

        def counted(**arguments: Any) -> Any:
            self.calls.append(name)
            return method(**arguments)

        return counted


@pytest.fixture
def client() -> Iterator[CountingClient]:
    with mock_aws():
        yield CountingClient(boto3.client("kms", **ACCESS))


@pytest.fixture
def seconds() -> SteppedSeconds:
    return SteppedSeconds()


ACCESS: dict[str, Any] = {"region_name": "eu-west-3", "aws_access_key_id": "x", "aws_secret_access_key": "x"}


@pytest.fixture
def vault(client: CountingClient, seconds: SteppedSeconds) -> KmsVault:
    wrapping = client.kms.create_key()["KeyMetadata"]["KeyId"]
    signing = client.kms.create_key(KeySpec="RSA_3072", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
    return KmsVault(client, wrapping_key_id=wrapping, signing_key_id=signing, monotonic=seconds, ttl=60, capacity=2)


def test_what_is_sealed_opens_in_its_place_only(vault: KmsVault) -> None:
    key = vault.new_key(DEBTOR)
    sealed = vault.seal(key, "Société Durand".encode(), PLACE)
    assert b"Durand" not in sealed
    assert vault.open(key, sealed, PLACE) == "Société Durand".encode()
    with pytest.raises(SealBroken):
        vault.open(key, sealed, "case_1/events/000002.json")


def test_another_debtors_key_does_not_open_it(vault: KmsVault) -> None:
    sealed = vault.seal(vault.new_key(DEBTOR), b"secret", PLACE)
    with pytest.raises(SealBroken):
        vault.open(vault.new_key(OTHER), sealed, PLACE)


def test_a_key_does_not_unwrap_in_another_context(vault: KmsVault) -> None:
    """Even while the key is in memory: the context is part of what is looked up."""
    key = vault.new_key(DEBTOR)
    sealed = vault.seal(key, b"secret", PLACE)
    with pytest.raises(SealBroken):
        vault.open(WrappedKey(key.ciphertext, OTHER), sealed, PLACE)


def test_every_changed_byte_is_noticed(vault: KmsVault) -> None:
    key = vault.new_key(DEBTOR)
    sealed = vault.seal(key, b"secret", PLACE)
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(SealBroken):
            vault.open(key, bytes(changed), PLACE)
    for length in range(len(sealed)):
        with pytest.raises(SealBroken):
            vault.open(key, sealed[:length], PLACE)


def test_sealing_again_gives_the_same_bytes_and_only_for_the_same_thing(vault: KmsVault) -> None:
    key = vault.new_key(DEBTOR)
    sealed = vault.seal(key, b"secret", PLACE)
    assert vault.seal(key, b"secret", PLACE) == sealed
    nonces = {
        vault.seal(key, b"secret", PLACE)[1:13],
        vault.seal(key, b"other!", PLACE)[1:13],
        vault.seal(key, b"secret", "case_1/events/000002.json")[1:13],
        vault.seal(vault.new_key(DEBTOR), b"secret", PLACE)[1:13],
    }
    assert len(nonces) == 4


def test_an_erased_key_opens_and_seals_nothing(vault: KmsVault) -> None:
    sealed = vault.seal(vault.new_key(DEBTOR), b"secret", PLACE)
    with pytest.raises(KeyErased):
        vault.open(None, sealed, PLACE)
    with pytest.raises(KeyErased) as refused:
        vault.seal(None, b"secret", PLACE)
    assert refused.value.code == "key_erased"


def test_an_unwrapped_key_stays_in_memory_for_its_time_only(
    vault: KmsVault, client: CountingClient, seconds: SteppedSeconds
) -> None:
    key = vault.new_key(DEBTOR)
    vault.seal(key, b"secret", PLACE)
    seconds.now = 59.9
    vault.seal(key, b"secret", PLACE)
    assert client.calls.count("decrypt") == 1
    seconds.now = 60
    vault.seal(key, b"secret", PLACE)
    assert client.calls.count("decrypt") == 2


def test_the_least_recently_used_key_leaves_memory_first(vault: KmsVault, client: CountingClient) -> None:
    first, second, third = (vault.new_key({**DEBTOR, "debtor_id": f"deb_{number}"}) for number in range(3))
    for key in (first, second, first, third):
        vault.seal(key, b"secret", PLACE)
    assert client.calls.count("decrypt") == 3
    vault.seal(first, b"secret", PLACE)
    assert client.calls.count("decrypt") == 3
    vault.seal(second, b"secret", PLACE)
    assert client.calls.count("decrypt") == 4


def test_a_forgotten_key_leaves_memory_at_once(vault: KmsVault, client: CountingClient) -> None:
    key = vault.new_key(DEBTOR)
    vault.seal(key, b"secret", PLACE)
    vault.forget(key)
    vault.forget(key)
    vault.seal(key, b"secret", PLACE)
    assert client.calls.count("decrypt") == 2


def test_anything_sealed_comes_back() -> None:
    @settings(max_examples=50, deadline=None)
    @given(st.binary(max_size=300), st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
    def comes_back(plaintext: bytes, context: str) -> None:
        assert vault.open(key, vault.seal(key, plaintext, context), context) == plaintext

    with mock_aws():
        kms = boto3.client("kms", **ACCESS)
        wrapping = kms.create_key()["KeyMetadata"]["KeyId"]
        vault = KmsVault(kms, wrapping_key_id=wrapping, signing_key_id="-", monotonic=lambda: 0.0)
        key = vault.new_key(DEBTOR)
        comes_back()


def test_the_public_key_is_read_once(vault: KmsVault, client: CountingClient) -> None:
    assert vault.public_key() == vault.public_key()
    assert vault.public_key().n.bit_length() == 3072
    assert client.calls == ["get_public_key"]


def test_a_digest_is_signed_as_a_digest() -> None:
    """Against KMS's own contract: moto hashes a digest again, so the emulated signature would prove nothing."""
    digest = hashlib.sha256(b"manifest").digest()
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    signature = private.sign(digest, padding.PKCS1v15(), Prehashed(SHA256()))
    kms = boto3.client("kms", **ACCESS)
    with Stubber(kms) as stubber:
        stubber.add_response(
            "sign",
            {"Signature": signature},
            {
                "KeyId": "signing",
                "Message": digest,
                "MessageType": "DIGEST",
                "SigningAlgorithm": "RSASSA_PKCS1_V1_5_SHA_256",
            },
        )
        spki = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        stubber.add_response("get_public_key", {"PublicKey": spki}, {"KeyId": "signing"})
        vault = KmsVault(kms, wrapping_key_id="-", signing_key_id="signing", monotonic=lambda: 0.0)
        assert vault.sign(digest) == signature
        numbers = private.public_key().public_numbers()
        assert vault.public_key() == RsaPublicKey(numbers.n, numbers.e)


def test_only_a_digest_is_signed(vault: KmsVault) -> None:
    with pytest.raises(ValueError, match="32"):
        vault.sign(b"manifest")


def test_a_refusal_that_is_not_about_the_key_flies_through() -> None:
    kms = boto3.client("kms", **ACCESS)
    with Stubber(kms) as stubber:
        stubber.add_client_error("decrypt", service_error_code="AccessDeniedException")
        vault = KmsVault(kms, wrapping_key_id="-", signing_key_id="-", monotonic=lambda: 0.0)
        with pytest.raises(ClientError, match="AccessDenied"):
            vault.open(WrappedKey(b"wrapped", DEBTOR), b"\x01" + b"\0" * 40, PLACE)
