from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber
from moto import mock_aws

from chalicelib.adapters.ids import UlidIds
from chalicelib.adapters.queue_sqs import SqsQueue, row_of_message
from chalicelib.adapters.runs_stepfunctions import StepFunctionsRuns
from chalicelib.adapters.wall_clock import SystemClock
from chalicelib.domain.reads import OutboxRow
from tests.support.stored_things import LIVE, NOW, TEST

REGION = "eu-west-3"
DEFINITION = json.dumps({"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 60, "End": True}}})
ROLE = "arn:aws:iam::123456789012:role/case"


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in (("ACCESS_KEY_ID", "testing"), ("SECRET_ACCESS_KEY", "testing"), ("DEFAULT_REGION", REGION)):
        monkeypatch.setenv(f"AWS_{name}", value)
    with mock_aws():
        yield


@pytest.fixture
def states() -> Any:
    return boto3.client("stepfunctions", region_name=REGION)


@pytest.fixture
def runs(states: Any) -> StepFunctionsRuns:
    case, clock = (
        states.create_state_machine(name=name, definition=DEFINITION, roleArn=ROLE)["stateMachineArn"]
        for name in ("case", "clock")
    )
    return StepFunctionsRuns(states, case_machine_arn=case, clock_machine_arn=clock)


def executions(states: Any, machine: str) -> dict[str, Any]:
    arns = {each["name"]: each["stateMachineArn"] for each in states.list_state_machines()["stateMachines"]}
    found = states.list_executions(stateMachineArn=arns[machine])["executions"]
    inputs = (states.describe_execution(executionArn=each["executionArn"]) for each in found)
    return {each["name"]: json.loads(each["input"]) for each in inputs}


def test_a_run_starts_once_whatever_is_asked(runs: StepFunctionsRuns, states: Any) -> None:
    runs.start_case(LIVE, "case_1", 3, None, NOW + timedelta(microseconds=7))
    runs.start_case(LIVE, "case_1", 3, None, NOW + timedelta(days=1))
    assert executions(states, "case") == {
        "case_1-3": {
            "tenant_id": "ten_A",
            "mode": "live",
            "case_id": "case_1",
            "run": 3,
            "clock_id": "",
            "due_at": "2026-11-21T09:30:00Z",
        }
    }


def test_each_advance_of_a_clock_has_its_own_execution(runs: StepFunctionsRuns, states: Any) -> None:
    runs.start_clock(TEST, "clk_1", 2)
    runs.start_clock(TEST, "clk_1", 4)
    runs.start_clock(TEST, "clk_1", 4)
    given = {"tenant_id": "ten_A", "mode": "test", "clock_id": "clk_1"}
    assert executions(states, "clock") == {"clk_1-2": given, "clk_1-4": given}


def test_a_run_is_alive_from_its_start(runs: StepFunctionsRuns) -> None:
    assert runs.is_alive("case_1", 1) is False
    runs.start_case(TEST, "case_1", 1, "clk_1", NOW)
    assert runs.is_alive("case_1", 1) is True
    assert runs.is_alive("case_1", 2) is False


@pytest.mark.parametrize("code", ["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"])
def test_a_token_that_nobody_holds_any_more_is_told(states: Any, code: str) -> None:
    with Stubber(states) as stubbed:
        stubbed.add_client_error("send_task_success", code)
        assert StepFunctionsRuns(states, case_machine_arn="a", clock_machine_arn="b").resume("token", NOW) is False


def test_a_held_run_is_woken_at_its_instant(states: Any) -> None:
    with Stubber(states) as stubbed:
        expected = {"taskToken": "token", "output": '{"now": "2026-11-21T09:30:00Z"}'}
        stubbed.add_response("send_task_success", {}, expected)
        assert StepFunctionsRuns(states, case_machine_arn="a", clock_machine_arn="b").resume("token", NOW) is True


def test_each_row_goes_to_its_consumers_queue_and_reads_back() -> None:
    sqs = boto3.client("sqs", region_name=REGION)
    consumers = ("runs", "archive", "webhooks", "facts", "imports")
    urls = {name: sqs.create_queue(QueueName=name)["QueueUrl"] for name in consumers}
    queue = SqsQueue(sqs, **{f"{name}_url": url for name, url in urls.items()})
    for name, url in urls.items():
        row = OutboxRow(("T#ten_A#live#OUT#case_1", f"{name}#x"), LIVE, name, "case_1", 2, 3, 5)
        queue.send(row)
        (message,) = sqs.receive_message(QueueUrl=url)["Messages"]
        assert row_of_message(message["Body"]) == row


def test_a_message_of_another_kind_is_not_taken_for_a_row() -> None:
    with pytest.raises(KeyError):
        row_of_message('{"kind": "deliver"}')


def test_ids_are_prefixed_unique_and_of_one_length() -> None:
    ids = UlidIds()
    made = {ids.new("case") for _ in range(200)}
    assert len(made) == 200
    assert {len(each) for each in made} == {len("case_") + 26}
    assert all(each.startswith("case_") and each[5:].isalnum() and each[5:] == each[5:].upper() for each in made)
    assert len(ids.random_bytes(32)) == 32


def test_wall_time_is_aware_and_in_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)
