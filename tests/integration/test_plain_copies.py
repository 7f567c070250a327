"""What is readable outside the archive for a while, and goes when a debtor is erased (R-142)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from chalicelib.adapters.files_s3 import S3Files
from chalicelib.adapters.once_box import OnceBox
from chalicelib.adapters.postal_outbox import PostalOutbox
from chalicelib.adapters.test_outbox import TestOutboxMailer, TestOutboxPostal
from chalicelib.domain.outgoing import OutgoingEmail, OutgoingLetter
from chalicelib.domain.parties import Scope
from tests.support.case_on_aws import REGION
from tests.support.stored_things import LIVE, NOW, TEST


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with mock_aws():
        client = boto3.client("s3", region_name=REGION)
        client.create_bucket(Bucket="files", CreateBucketConfiguration={"LocationConstraint": REGION})
        yield client


def letter(contact_id: str, scope: Scope) -> OutgoingLetter:
    return OutgoingLetter(contact_id, scope, True, "M. X\n1 rue Y\n75001 Paris", b"%PDF", NOW.date())


@pytest.mark.parametrize("scope", [TEST, LIVE])
def test_a_forgotten_contact_leaves_nothing_where_it_was_sent_from(s3: Any, scope: Scope) -> None:
    """Whatever the outboxes put there: a new place of theirs would fail this test."""
    box, files = OnceBox(s3, bucket="files"), S3Files(s3, bucket="files")
    for contact_id in ("ctc_1", "ctc_2"):
        if scope.livemode:
            PostalOutbox(box).send(letter(contact_id, scope))
        else:
            TestOutboxPostal(box).send(letter(contact_id, scope))
            TestOutboxMailer(box).send(OutgoingEmail(f"{contact_id}m", "x@example.org", b"MIME"))
    for forgotten in ("ctc_1", "ctc_1m", "ctc_1"):
        files.forget_contact(scope, forgotten)
    left = [each["Key"] for each in s3.list_objects_v2(Bucket="files")["Contents"]]
    assert left
    assert [key for key in left if "ctc_1" in key] == []


def test_a_live_letter_is_not_forgotten_for_a_test_contact(s3: Any) -> None:
    PostalOutbox(OnceBox(s3, bucket="files")).send(letter("ctc_1", LIVE))
    S3Files(s3, bucket="files").forget_contact(TEST, "ctc_1")
    assert len(s3.list_objects_v2(Bucket="files")["Contents"]) == 2
