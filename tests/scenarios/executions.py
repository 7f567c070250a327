"""The executions of the state machines, as an operator sees them."""

from __future__ import annotations

import contextlib
import os
import signal
from typing import Any

from chalicelib.bootstrap import Deps
from chalicelib.settings import read_settings
from infra.local.running import RunningApp

Json = dict[str, Any]


class Administration(Deps):
    """The ports of the deployed application, with an administrator's rights."""

    app: RunningApp

    def client(self, service: str) -> Any:
        return self.app.client(service)


def administration(app: RunningApp) -> Deps:
    """The application's own stores, for what only time or an accident would do to them."""
    function = app.client("lambda").get_function_configuration(FunctionName="amiable-local-api")
    environment = {**function["Environment"]["Variables"], "AWS_ENDPOINT_URL": app.endpoint}
    deps = Administration(read_settings(environment))
    deps.__dict__["app"] = app
    return deps


def case_executions(app: RunningApp, case_id: str) -> list[Json]:
    """Every execution of a case, the newest run first."""
    pages = app.client("stepfunctions").get_paginator("list_executions")
    found = [
        execution
        for page in pages.paginate(stateMachineArn=app.case_machine_arn)
        for execution in page["executions"]
        if execution["name"].startswith(case_id)
    ]
    return sorted(found, key=lambda execution: int(execution["name"].rpartition("-")[2]), reverse=True)


def waits_begun(app: RunningApp, case_id: str) -> int:
    """How many Wait states the case's executions have entered."""
    return sum(kind == "WaitStateEntered" for kind, _ in _history(app, case_id))


def states_entered(app: RunningApp, case_id: str) -> list[str]:
    """The states of the case's executions, run after run: each is one transition."""
    return [name for kind, name in _history(app, case_id) if kind.endswith("StateEntered")]


def _history(app: RunningApp, case_id: str) -> list[tuple[str, str]]:
    pages = app.client("stepfunctions").get_paginator("get_execution_history")
    return [
        (event["type"], event.get("stateEnteredEventDetails", {}).get("name", ""))
        for execution in reversed(case_executions(app, case_id))
        for page in pages.paginate(executionArn=execution["executionArn"])
        for event in page["events"]
    ]


def stop_all_executions(app: RunningApp, *case_ids: str) -> None:
    """Nothing sleeps any more for these cases."""
    client = app.client("stepfunctions")
    for case_id in case_ids:
        for execution in case_executions(app, case_id):
            if execution["status"] == "RUNNING":
                client.stop_execution(executionArn=execution["executionArn"])


def kill_workers(app: RunningApp) -> int:
    """End at once, without a word, every process that runs a function at this moment."""
    killed = 0
    for process_id in app.cloud.worker_process_ids():
        with contextlib.suppress(ProcessLookupError):
            os.kill(process_id, signal.SIGKILL)
            killed += 1
    return killed
