from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from moto import mock_aws

from chalicelib.adapters.files_s3 import S3Files
from chalicelib.domain.errors import InvalidInput, NotFound
from tests.support.stored_things import LIVE, OTHER_TENANT, TEST

REGION = "eu-west-3"


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with mock_aws():
        client = boto3.client("s3", region_name=REGION)
        client.create_bucket(Bucket="files", CreateBucketConfiguration={"LocationConstraint": REGION})
        yield client


@pytest.fixture
def files(s3: Any) -> S3Files:
    return S3Files(s3, bucket="files")


def objects(s3: Any) -> list[str]:
    return [each["Key"] for each in s3.list_objects_v2(Bucket="files").get("Contents", ())]


def test_an_upload_is_found_in_its_own_world_only(files: S3Files, s3: Any) -> None:
    s3.put_object(Bucket="files", Key="uploads/test/ten_A/upl_1", Body=b"%PDF")
    assert files.uploaded(TEST, "upl_1") == b"%PDF"
    for world in (LIVE, OTHER_TENANT):
        with pytest.raises(NotFound):
            files.uploaded(world, "upl_1")


def test_an_upload_link_takes_one_size_and_one_type(files: S3Files) -> None:
    link = files.upload_link(TEST, "upl_1", size=4, media_type="application/pdf")
    assert link["method"] == "PUT"
    assert "/uploads/test/ten_A/upl_1?" in link["url"]
    assert link["headers"] == {"Content-Type": "application/pdf", "Content-Length": "4"}


@pytest.mark.parametrize("size", [0, 10 * 1024 * 1024 + 1])
def test_an_upload_is_limited(files: S3Files, size: int) -> None:
    with pytest.raises(InvalidInput):
        files.upload_link(TEST, "upl_1", size=size, media_type="application/pdf")


def test_a_download_is_a_short_lived_copy_under_its_own_name(files: S3Files, s3: Any) -> None:
    url = files.download_link(TEST, "deb_1", 'reçu "final".pdf', "application/pdf", b"%PDF")
    query = parse_qs(urlsplit(url).query)
    assert query["response-content-disposition"] == ["attachment; filename*=UTF-8''re%C3%A7u%20%22final%22.pdf"]
    (key,) = objects(s3)
    assert s3.get_object(Bucket="files", Key=key)["Body"].read() == b"%PDF"


def test_the_copies_of_an_erased_debtor_are_deleted(files: S3Files, s3: Any) -> None:
    """R-142."""
    for number in range(3):
        files.download_link(TEST, "deb_1", "a.pdf", "application/pdf", bytes([number]))
    files.download_link(TEST, "deb_2", "a.pdf", "application/pdf", b"kept")
    files.forget_debtor(TEST, "deb_1")
    (left,) = objects(s3)
    assert left.startswith("downloads/test/ten_A/deb_2/")
