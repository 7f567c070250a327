"""Webhook secrets in KMS and deliveries on SQS."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from chalicelib.adapters.secret_box_kms import REMEMBERED, KmsSecretBox
from chalicelib.adapters.webhook_queue_sqs import SqsWebhookQueue, delivery_ref, message
from chalicelib.domain.parties import Scope
from chalicelib.domain.webhooks import DeliveryRef

REF = DeliveryRef(Scope("ten_a", True), "whe_1", "whd_1")


def client(service: str) -> Any:
    return boto3.client(service, region_name="eu-west-3", aws_access_key_id="x", aws_secret_access_key="x")


@pytest.fixture(autouse=True)
def cloud() -> Iterator[None]:
    with mock_aws():
        yield


class CountingKms:
    def __init__(self, inner: Any) -> None:
        self.inner, self.decrypted = inner, 0

    def encrypt(self, **request: Any) -> Any:
        return self.inner.encrypt(**request)

    def decrypt(self, **request: Any) -> Any:
        self.decrypted += 1
        return self.inner.decrypt(**request)


@pytest.fixture
def kms() -> CountingKms:
    return CountingKms(client("kms"))


@pytest.fixture
def key_id(kms: CountingKms) -> str:
    return str(kms.inner.create_key()["KeyMetadata"]["KeyId"])


def test_a_sealed_secret_opens_for_its_owner_only(kms: CountingKms, key_id: str) -> None:
    box = KmsSecretBox(kms, key_id)
    sealed = box.seal(b"whsec_x", "whe_1")
    assert b"whsec_x" not in sealed
    assert KmsSecretBox(kms, key_id).open(sealed, "whe_1") == b"whsec_x"
    with pytest.raises(ClientError):
        KmsSecretBox(kms, key_id).open(sealed, "whe_2")
    with pytest.raises(ClientError):
        box.open(sealed, "whe_2")


def test_an_opened_secret_is_remembered_but_not_for_ever(kms: CountingKms, key_id: str) -> None:
    box = KmsSecretBox(kms, key_id)
    sealed = [box.seal(b"secret", f"whe_{n}") for n in range(REMEMBERED + 1)]
    for n, each in enumerate(sealed):
        assert box.open(each, f"whe_{n}") == box.open(each, f"whe_{n}") == b"secret"
    assert kms.decrypted == REMEMBERED + 1
    box.open(sealed[0], "whe_0")
    assert kms.decrypted == REMEMBERED + 2


def test_only_ids_travel_on_the_queue() -> None:
    sqs = client("sqs")
    url = sqs.create_queue(QueueName="webhooks")["QueueUrl"]
    SqsWebhookQueue(sqs, url).enqueue(REF)
    body = json.loads(sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"])
    assert body == {
        "kind": "deliver",
        "tenant_id": "ten_a",
        "livemode": True,
        "endpoint_id": "whe_1",
        "delivery_id": "whd_1",
    }
    assert delivery_ref(body) == REF


def test_a_delay_is_passed_on_within_what_the_queue_can() -> None:
    asked: list[int] = []

    class Recorder:
        def send_message(self, **request: Any) -> None:
            asked.append(request["DelaySeconds"])

    queue = SqsWebhookQueue(Recorder(), "url")
    for delay in (0, 5, 900, 5_000):
        queue.enqueue(REF, delay)
    assert asked == [0, 5, 900, 900]


def test_another_message_is_not_taken_for_a_delivery() -> None:
    with pytest.raises(KeyError):
        delivery_ref({"kind": "fan_out", "case_id": "case_1"})
    assert delivery_ref(message(REF)) == REF
