"""The archive on S3: put once, locked when live, the oldest version read, everything else reported (R-128)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber
from moto import mock_aws

from chalicelib.adapters.archive_s3 import ArchiveConflict, S3Archive
from chalicelib.domain.archive_layout import case_prefix, event_key
from chalicelib.domain.errors import NotFound, ProviderUnavailable

BUCKET = "archive"
UNTIL = datetime(2036, 1, 15, tzinfo=UTC)
LIVE = event_key("ten_1", True, "case_1", 1)
TEST = event_key("ten_1", False, "case_1", 1)


@pytest.fixture
def client() -> Iterator[Any]:
    with mock_aws():
        s3 = boto3.client("s3", region_name="eu-west-3", aws_access_key_id="x", aws_secret_access_key="x")
        s3.create_bucket(
            Bucket=BUCKET,
            ObjectLockEnabledForBucket=True,
            CreateBucketConfiguration={"LocationConstraint": "eu-west-3"},
        )
        yield s3


@pytest.fixture
def archive(client: Any) -> S3Archive:
    return S3Archive(client, bucket=BUCKET)


def put(archive: S3Archive, key: str, body: bytes) -> bool:
    livemode = key.startswith("live/")
    return archive.put_once(
        key, body, livemode=livemode, content_type="application/json", retain_until=UNTIL if livemode else None
    )


@pytest.mark.parametrize("key", [LIVE, TEST])
def test_an_object_is_written_once_and_a_retry_is_a_success(archive: S3Archive, client: Any, key: str) -> None:
    assert put(archive, key, b"first") is True
    assert put(archive, key, b"first") is False
    assert len(client.list_object_versions(Bucket=BUCKET)["Versions"]) == 1
    assert archive.read_oldest_version(key).body == b"first"


@pytest.mark.parametrize("key", [LIVE, TEST])
def test_other_bytes_under_the_same_name_are_refused(archive: S3Archive, key: str) -> None:
    put(archive, key, b"first")
    with pytest.raises(ArchiveConflict) as refused:
        put(archive, key, b"second")
    assert refused.value.code == "archive_conflict"
    assert archive.read_oldest_version(key).body == b"first"


def test_a_live_object_is_locked_until_its_retention_ends(archive: S3Archive, client: Any) -> None:
    put(archive, LIVE, b"first")
    head = client.head_object(Bucket=BUCKET, Key=LIVE)
    assert (head["ObjectLockMode"], head["ObjectLockRetainUntilDate"]) == ("COMPLIANCE", UNTIL)
    assert head["ContentType"] == "application/json"
    with pytest.raises(ClientError, match="AccessDenied"):
        client.delete_object(Bucket=BUCKET, Key=LIVE, VersionId=head["VersionId"])


def test_an_object_of_test_mode_is_not_locked(archive: S3Archive, client: Any) -> None:
    put(archive, TEST, b"first")
    head = client.head_object(Bucket=BUCKET, Key=TEST)
    assert "ObjectLockMode" not in head
    client.delete_object(Bucket=BUCKET, Key=TEST, VersionId=head["VersionId"])


def test_a_live_object_without_retention_is_refused(archive: S3Archive, client: Any) -> None:
    with pytest.raises(ValueError, match="date"):
        archive.put_once(LIVE, b"x", livemode=True, content_type="application/json")
    assert "Versions" not in client.list_object_versions(Bucket=BUCKET)


@pytest.mark.parametrize("key", [LIVE, TEST])
def test_the_modes_do_not_mix(archive: S3Archive, key: str) -> None:
    with pytest.raises(ValueError, match="mode"):
        archive.put_once(key, b"x", livemode=key == TEST, content_type="application/json", retain_until=UNTIL)


def test_the_oldest_version_is_read_and_later_ones_are_reported(archive: S3Archive, client: Any) -> None:
    """Somebody with more rights than ours puts over the object, deletes it, and puts again behind the marker."""
    put(archive, LIVE, b"first")
    later = [client.put_object(Bucket=BUCKET, Key=LIVE, Body=body)["VersionId"] for body in (b"second", b"third")]
    client.delete_object(Bucket=BUCKET, Key=LIVE)
    read = archive.read_oldest_version(LIVE)
    assert read.body == b"first"
    assert read.item.extra_versions == tuple(reversed(later))
    assert read.item.deleted
    assert put(archive, LIVE, b"behind the marker") is True
    assert archive.read_oldest_version(LIVE).body == b"first"


def test_a_retry_over_an_overwritten_object_compares_with_the_oldest(archive: S3Archive, client: Any) -> None:
    put(archive, LIVE, b"first")
    client.put_object(Bucket=BUCKET, Key=LIVE, Body=b"second")
    assert put(archive, LIVE, b"first") is False
    with pytest.raises(ArchiveConflict):
        put(archive, LIVE, b"second")


def test_a_case_lists_its_own_objects_by_name_over_several_pages(archive: S3Archive, client: Any) -> None:
    for sequence in (3, 1, 2):
        put(archive, event_key("ten_1", True, "case_1", sequence), b"%d" % sequence)
    put(archive, event_key("ten_1", True, "case_2", 1), b"other case")
    put(archive, event_key("ten_2", True, "case_1", 1), b"other tenant")
    put(archive, TEST, b"other mode")
    client.delete_object(Bucket=BUCKET, Key=LIVE)
    listed = archive.list_objects(case_prefix("ten_1", True, "case_1"))
    assert [archive.read(item).body for item in listed] == [b"1", b"2", b"3"]
    assert [item.deleted for item in listed] == [True, False, False]


def test_what_was_never_written_is_not_found(archive: S3Archive) -> None:
    put(archive, f"{LIVE}.bak", b"longer name")
    with pytest.raises(NotFound):
        archive.read_oldest_version(LIVE)
    assert archive.list_objects("live/ten_9/") == ()


def stubbed(code: str, status: int) -> tuple[S3Archive, Stubber]:
    s3 = boto3.client("s3", region_name="eu-west-3", aws_access_key_id="x", aws_secret_access_key="x")
    stubber = Stubber(s3)
    stubber.add_client_error("put_object", service_error_code=code, http_status_code=status)
    stubber.activate()
    return S3Archive(s3, bucket=BUCKET), stubber


def test_a_race_for_the_same_name_may_be_tried_again() -> None:
    archive, _ = stubbed("ConditionalRequestConflict", 409)
    with pytest.raises(ProviderUnavailable) as refused:
        put(archive, LIVE, b"first")
    assert refused.value.retryable


def test_an_unexpected_refusal_flies_through() -> None:
    archive, _ = stubbed("AccessDenied", 403)
    with pytest.raises(ClientError, match="AccessDenied"):
        put(archive, LIVE, b"first")
