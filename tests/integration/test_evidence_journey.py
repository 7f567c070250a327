"""The whole way of the evidence, on both emulators: sealed, archived, read, packed, erased (R-128, R-142)."""

from __future__ import annotations

import base64
import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import boto3
import pytest
from moto import mock_aws

from chalicelib.adapters.archive_s3 import S3Archive
from chalicelib.adapters.vault_kms import KmsVault
from chalicelib.domain.archive_layout import case_prefix, document_context, document_key, event_context, event_key
from chalicelib.domain.evidence import ChainHead, header_hash
from chalicelib.domain.evidence_pack import PackContents, PackDocument, build_pack
from chalicelib.domain.sealed_event import ArchivedEvent, KeyErased, WrappedKey, payload_plaintext
from chalicelib.usecases.read_archived_events import ArchivedTrail, read_archived_events
from chalicelib.verifier import readme_template, verifier_source, verify
from infra.local import cloud
from tests.support.sample_pack import CASE, EMAIL, PAYLOADS, START, trail

TENANT = "ten_1"
NUMBERS = itertools.count(1)
PERSONAL = ["Société Générale d’Électricité".encode(), EMAIL]


@dataclass
class Keys:
    """The store of wrapped keys, with one debtor in it."""

    key: WrappedKey | None

    def wrapped_key(self, key_id: str) -> WrappedKey | None:
        return self.key if key_id == "deb_1" else None


@dataclass
class World:
    """A bucket and keys on one of the emulators, and the adapters on top."""

    s3: Any
    bucket: str
    archive: S3Archive
    vault: KmsVault
    keys: Keys

    def record(self) -> ChainHead:
        """The sample case, archived as the product does it."""
        headers, payloads = trail()
        for header in headers:
            place = event_context(CASE, header.sequence)
            sealed = self.vault.seal(self.keys.key, payload_plaintext(payloads[header.sequence]), place)
            event = ArchivedEvent(CASE, header, header_hash(header), "deb_1", sealed)
            self.put(event_key(TENANT, True, CASE, header.sequence), event.to_bytes())
        self.put(document_key(TENANT, True, CASE, "doc_email"), self.sealed_email())
        return ChainHead(5, header_hash(headers[-1]))

    def sealed_email(self) -> bytes:
        return self.vault.seal(self.keys.key, EMAIL, document_context(CASE, "doc_email"))

    def put(self, key: str, body: bytes) -> bool:
        until = START + timedelta(days=36_500)
        return self.archive.put_once(
            key, body, livemode=True, content_type="application/octet-stream", retain_until=until
        )

    def read(self, head: ChainHead | None = None) -> ArchivedTrail:
        return read_archived_events(
            TENANT, True, CASE, archive=self.archive, vault=self.vault, keys=self.keys, head=head
        )


def world(kms: Any, s3: Any) -> World:
    """A bucket of its own each time: what compliance mode holds cannot be cleared away."""
    bucket = f"archive-{next(NUMBERS)}"
    s3.create_bucket(
        Bucket=bucket,
        ObjectLockEnabledForBucket=True,
        CreateBucketConfiguration={"LocationConstraint": "eu-west-3"},
    )
    vault = KmsVault(
        kms,
        wrapping_key_id=kms.create_key()["KeyMetadata"]["KeyId"],
        signing_key_id=kms.create_key(KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"],
        monotonic=lambda: 0.0,
    )
    key = vault.new_key({"tenant_id": TENANT, "livemode": "true", "debtor_id": "deb_1"})
    return World(s3, bucket, S3Archive(s3, bucket=bucket), vault, Keys(key))


@pytest.fixture(scope="module")
def local_cloud() -> Iterator[cloud.LocalCloud]:
    with cloud.start() as started:
        yield started


@pytest.fixture(params=["moto", "local cloud"])
def place(request: pytest.FixtureRequest) -> Iterator[World]:
    if request.param == "moto":
        access: dict[str, Any] = {
            "region_name": "eu-west-3",
            "aws_access_key_id": "x",
            "aws_secret_access_key": "x",
        }
        with mock_aws():
            yield world(boto3.client("kms", **access), boto3.client("s3", **access))
    else:
        started: cloud.LocalCloud = request.getfixturevalue("local_cloud")
        yield world(started.client("kms"), started.client("s3"))


def everything(place: World) -> bytes:
    """Every byte of every version in the bucket, and what is base64 in it, decoded."""
    found = b""
    for version in place.s3.list_object_versions(Bucket=place.bucket)["Versions"]:
        where = {"Bucket": place.bucket, "Key": version["Key"], "VersionId": version["VersionId"]}
        body = place.s3.get_object(**where)["Body"].read()
        found += version["Key"].encode() + body
        if version["Key"].endswith(".json"):
            found += base64.b64decode(body.split(b'"sealed":"')[1].split(b'"')[0])
    return found


def test_a_case_comes_back_from_the_archive(place: World) -> None:
    head = place.record()
    result = place.read(head)
    assert result.faults == ()
    assert result.head == head
    assert [dict(event.salted.payload) for event in result.events if event.salted] == [item for _, item in PAYLOADS]


def test_archiving_twice_changes_nothing(place: World) -> None:
    place.record()
    before = place.archive.list_objects(case_prefix(TENANT, True, CASE))
    place.record()
    assert place.archive.list_objects(case_prefix(TENANT, True, CASE)) == before
    assert not place.put(document_key(TENANT, True, CASE, "doc_email"), place.sealed_email())


def test_a_deleted_event_is_read_all_the_same_and_the_attempt_is_reported(place: World) -> None:
    head = place.record()
    place.s3.delete_object(Bucket=place.bucket, Key=event_key(TENANT, True, CASE, 2))
    place.s3.put_object(Bucket=place.bucket, Key=event_key(TENANT, True, CASE, 3), Body=b"rewritten")
    result = place.read(head)
    assert [(fault.sequence, fault.code) for fault in result.faults] == [(2, "delete_marker"), (3, "extra_version")]
    assert len(result.events) == 5


def test_erasing_the_key_leaves_a_valid_chain_and_nothing_personal(place: World) -> None:
    head = place.record()
    sealed = place.sealed_email()
    assert place.keys.key is not None
    place.vault.forget(place.keys.key)
    place.keys.key = None
    result = place.read(head)
    assert result.faults == ()
    assert all(event.erased and event.salted is None for event in result.events)
    with pytest.raises(KeyErased):
        place.vault.open(place.keys.key, sealed, document_context(CASE, "doc_email"))
    kept = everything(place)
    assert CASE.encode() in kept
    assert not [value for value in PERSONAL if value in kept]


def test_a_pack_signed_by_kms_is_valid_for_the_published_key(local_cloud: cloud.LocalCloud) -> None:
    """On the local cloud alone: moto hashes a digest once more before it signs."""
    made = world(local_cloud.client("kms"), local_cloud.client("s3"))
    head = made.record()
    result = made.read(head)
    sealed = made.archive.read_oldest_version(document_key(TENANT, True, CASE, "doc_email")).body
    email = made.vault.open(made.keys.key, sealed, document_context(CASE, "doc_email"))
    contents = PackContents(
        case_id=CASE,
        livemode=True,
        generated_at=START + timedelta(days=60),
        headers=[event.header for event in result.events],
        payloads={event.header.sequence: event.salted for event in result.events if event.salted},
        documents=[
            PackDocument("doc_email", "relance.eml", email),
            PackDocument("doc_letter", "mise en demeure.pdf", None),
        ],
        chronology=b"%PDF-1.7",
        verifier=verifier_source(),
        readme_template=readme_template(),
    )
    key = made.vault.public_key()
    pack = build_pack(contents, public_key=key, sign=made.vault.sign)
    report = verify.verify(io.BytesIO(pack.content), (head.sequence, head.hash), (key.n, key.e))
    assert report.faults == []
    assert pack.head == head
