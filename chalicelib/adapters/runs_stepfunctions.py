"""Executions of the two state machines: started under a name that says what they are, so that twice is once."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.domain.parties import Scope

_GONE = frozenset({"TaskTimedOut", "TaskDoesNotExist", "InvalidToken"})


class StepFunctionsRuns:
    """An execution carries ids only: ``{tenant_id, mode, case_id, run, clock_id, due_at}``."""

    def __init__(self, client: Any, *, case_machine_arn: str, clock_machine_arn: str) -> None:
        self._client = client  # boto3's Step Functions client, which has no static type
        self._case_machine = case_machine_arn
        self._clock_machine = clock_machine_arn

    def start_case(self, scope: Scope, case_id: str, run: int, clock_id: str | None, due_at: datetime) -> None:
        """``clock_id`` is ``""`` in the input of a case without a test clock."""
        given = {
            "tenant_id": scope.tenant_id,
            "mode": scope.mode,
            "case_id": case_id,
            "run": run,
            "clock_id": clock_id or "",
            "due_at": _instant(due_at),
        }
        self._start(self._case_machine, f"{case_id}-{run}", given)

    def start_clock(self, scope: Scope, clock_id: str, advance: int) -> None:
        given = {"tenant_id": scope.tenant_id, "mode": scope.mode, "clock_id": clock_id}
        self._start(self._clock_machine, f"{clock_id}-{advance}", given)

    def resume(self, token: str, due_at: datetime) -> bool:
        """The held state's result is ``{"now": due_at}``. False when nothing holds on the token any more."""
        try:
            self._client.send_task_success(taskToken=token, output=json.dumps({"now": _instant(due_at)}))
        except ClientError as error:
            if error.response["Error"]["Code"] in _GONE:
                return False
            raise
        return True

    def is_alive(self, case_id: str, run: int) -> bool:
        execution = self._case_machine.replace(":stateMachine:", ":execution:", 1)
        try:
            found = self._client.describe_execution(executionArn=f"{execution}:{case_id}-{run}")
        except ClientError as error:
            if error.response["Error"]["Code"] == "ExecutionDoesNotExist":
                return False
            raise
        return bool(found["status"] == "RUNNING")

    def _start(self, machine: str, name: str, given: dict[str, Any]) -> None:
        try:
            self._client.start_execution(stateMachineArn=machine, name=name, input=json.dumps(given))
        except ClientError as error:
            if error.response["Error"]["Code"] != "ExecutionAlreadyExists":
                raise


def _instant(at: datetime) -> str:
    """Whole seconds: what a Wait state and the sort key of a hold read."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
