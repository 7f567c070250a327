"""What the application finds on the emulated AWS: table, keys, buckets, queues, a sender of mail."""

from __future__ import annotations

from collections.abc import Iterable

import boto3

from chalicelib.adapters.dynamodb.definition import table_definition
from chalicelib.domain.api_secret import hash_secret
from chalicelib.settings import Settings

OPERATOR_KEY = "op_of-the-benchmarks"
REGION = "eu-west-3"
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}  # the emulator asks for some


def prepare(session: boto3.session.Session, queues: Iterable[str]) -> Settings:
    """Table, keys, buckets, queues and sender; their settings."""
    session.client("dynamodb").create_table(**table_definition("table"))
    s3, kms, sqs = session.client("s3"), session.client("kms"), session.client("sqs")
    place = {"LocationConstraint": REGION}
    s3.create_bucket(Bucket="archive", CreateBucketConfiguration=place, ObjectLockEnabledForBucket=True)
    s3.create_bucket(Bucket="files", CreateBucketConfiguration=place)
    data_key = kms.create_key()["KeyMetadata"]["KeyId"]
    signing_key = kms.create_key(KeyUsage="SIGN_VERIFY", KeySpec="RSA_2048")["KeyMetadata"]["KeyId"]
    urls = {name: sqs.create_queue(QueueName=name)["QueueUrl"] for name in queues}
    session.client("ses").verify_domain_identity(Domain="amiable.test")
    session.client("ses").create_configuration_set(ConfigurationSet={"Name": "mail"})
    return Settings(
        stage="bench",
        table_name="table",
        archive_bucket="archive",
        files_bucket="files",
        data_key_id=data_key,
        signing_key_id=signing_key,
        runs_queue_url=urls["runs"],
        archive_queue_url=urls["archive"],
        webhooks_queue_url=urls["webhooks"],
        facts_queue_url=urls["facts"],
        imports_queue_url=urls["imports"],
        case_state_machine_arn="case",
        test_clock_state_machine_arn="clock",
        operator_key_hash=hash_secret(OPERATOR_KEY),
        mail_from="relances@amiable.test",
        mail_configuration_set="mail",
        base_url="https://docs.amiable.test",
        debtor_page_url="https://reglement.amiable.test",
    )
