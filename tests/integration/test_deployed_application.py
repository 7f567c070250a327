"""The packaged application on the local cloud: what the deployment itself promises."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.running import RunningApp, TenantKeys

pytestmark = pytest.mark.local_cloud


def ask(url: str, method: str = "GET") -> tuple[int, dict[str, str], Any]:
    request = urllib.request.Request(url, method=method)  # noqa: S310 - the local cloud's own URL
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - as above
            return answer.status, dict(answer.headers), json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), json.load(error)


def eventually(found: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + 20
    while not (value := found()):
        assert time.monotonic() < deadline, "did not happen"
        time.sleep(0.1)
    return value


def test_an_unknown_path_is_a_problem_with_a_request_id(local_app: RunningApp) -> None:
    status, headers, problem = ask(f"{local_app.base_url}/nowhere")
    assert (status, problem["code"], problem["status"]) == (404, "not_found", 404)
    assert headers["Content-Type"] == "application/problem+json"
    assert headers["Request-Id"] == problem["request_id"]


def test_a_method_that_a_path_does_not_have_is_answered_by_those_it_has(local_app: RunningApp) -> None:
    """RFC 9110 §15.5.6, behind the gateway too."""
    status, headers, problem = ask(f"{local_app.base_url}/creditors", "DELETE")
    assert (status, problem["code"]) == (405, "method_not_allowed")
    assert sorted(headers["Allow"].split(", ")) == ["GET", "POST"]
    assert headers["Request-Id"] == problem["request_id"]


def test_the_operator_creates_a_tenant_with_a_test_and_a_live_key(tenant: TenantKeys) -> None:
    assert tenant.test_key.startswith("sk_test_")
    assert tenant.live_key.startswith("sk_live_")


def test_the_archive_keeps_what_is_locked(local_app: RunningApp) -> None:
    s3, bucket = local_app.client("s3"), local_app.archive_bucket
    until = datetime.now(UTC) + timedelta(days=1)
    lock = {"ObjectLockMode": "COMPLIANCE", "ObjectLockRetainUntilDate": until}
    version = s3.put_object(Bucket=bucket, Key="live/kept", Body=b"proof", IfNoneMatch="*", **lock)["VersionId"]
    with pytest.raises(ClientError, match="AccessDenied"):
        s3.delete_object(Bucket=bucket, Key="live/kept", VersionId=version)


def test_the_archive_is_written_once(local_app: RunningApp) -> None:
    s3, bucket = local_app.client("s3"), local_app.archive_bucket
    s3.put_object(Bucket=bucket, Key="test/once", Body=b"first", IfNoneMatch="*")
    with pytest.raises(ClientError, match="PreconditionFailed"):
        s3.put_object(Bucket=bucket, Key="test/once", Body=b"second", IfNoneMatch="*")


def test_the_table_forgets_by_its_ttl_attribute(local_app: RunningApp) -> None:
    described = local_app.client("dynamodb").describe_time_to_live(TableName=local_app.table_name)
    assert described["TimeToLiveDescription"]["AttributeName"] == "expires_at"


def test_every_trigger_of_the_template_is_in_place(local_app: RunningApp) -> None:
    mappings = local_app.client("lambda").list_event_source_mappings()["EventSourceMappings"]
    functions = {mapping["FunctionArn"].rsplit(":", 1)[-1] for mapping in mappings}
    expected = {"fan-out", "start-runs", "archive-events", "spread-facts", "continue-imports"}
    expected |= {"deliver-webhooks", "record-mail-events"}
    assert functions == {f"amiable-local-{name}" for name in expected}
    subscriptions = local_app.client("sns").list_subscriptions()["Subscriptions"]
    told = {(s["Protocol"], s["Endpoint"].rsplit(":", 1)[-1]) for s in subscriptions}
    assert told == {("sqs", "amiable-local-mail-events")}


def test_a_function_has_the_rights_of_its_role_and_no_more(local_app: RunningApp) -> None:
    """The cloud enforces roles: the API's role may query the table, and may not scan it."""
    function = local_app.client("lambda").get_function_configuration(FunctionName="amiable-local-api")
    role = function["Role"]
    given = local_app.client("sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
    names = {"aws_access_key_id": "AccessKeyId", "aws_secret_access_key": "SecretAccessKey"}
    credentials = {name: given[key] for name, key in names.items()}
    dynamodb = local_app.cloud.session.client(
        "dynamodb",
        endpoint_url=local_app.endpoint,
        aws_session_token=given["SessionToken"],
        **credentials,
    )
    key = {"pk": {"S": "nobody"}, "sk": {"S": "nothing"}}
    assert "Item" not in dynamodb.get_item(TableName=local_app.table_name, Key=key)
    with pytest.raises(ClientError, match="not authorized"):
        dynamodb.scan(TableName=local_app.table_name)


def test_an_sms_and_an_email_can_be_read_back(local_app: RunningApp) -> None:
    local_app.client("sns").publish(PhoneNumber="+33600000000", Message="Bonjour")
    assert eventually(lambda: [text for text in local_app.cloud.sent_texts() if "Bonjour" in json.dumps(text)])
    message = "From: relances@amiable.test\nTo: someone@example.com\nSubject: Facture 12\n\nBonjour"
    sent = local_app.client("ses").send_raw_email(
        Source="relances@amiable.test", Destinations=["someone@example.com"], RawMessage={"Data": message}
    )
    assert eventually(lambda: [mail for mail in local_app.cloud.sent_mail() if mail["MessageId"] == sent["MessageId"]])


def test_a_schedule_runs_the_sweep_every_five_minutes(local_app: RunningApp) -> None:
    events = local_app.client("events")
    rules = {rule["Name"]: rule["ScheduleExpression"] for rule in events.list_rules()["Rules"]}
    assert sorted(rules.values()) == ["rate(1 minute)", "rate(5 minutes)"]


def test_waits_can_be_compressed_and_restored(local_app: RunningApp) -> None:
    local_app.cloud.compress_waits(1e-6)
    local_app.cloud.compress_waits(1)
