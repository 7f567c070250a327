"""Walks the real graphs of infra/statemachines in memory: tasks, waits, holds, retries, catches; counts transitions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from infra import cloudformation

from .expressions import evaluate

GRAPHS = Path(__file__).resolve().parents[2] / "infra" / "statemachines"
HOLD = "arn:aws:states:::aws-sdk:dynamodb:transactWriteItems.waitForTaskToken"


@cache
def graph(name: str) -> dict[str, Any]:
    """The graph of ``<name>.asl.yaml``."""
    loaded: dict[str, Any] = cloudformation.load(GRAPHS / f"{name}.asl.yaml")
    return loaded


class Killed(BaseException):
    """The execution is gone; nothing of it catches this."""


@dataclass
class Execution:
    """One walk through a graph. ``transitions`` counts states entered, as they are billed."""

    machine: str
    name: str
    data: dict[str, Any]
    started_at: str
    state: str = ""
    transitions: int = 0
    attempts: Counter[str] = field(default_factory=Counter)
    history: list[str] = field(default_factory=list)
    status: str = "RUNNING"
    token: str | None = None


@dataclass(frozen=True)
class Sleep:
    """The execution goes on at this instant."""

    until: datetime


@dataclass(frozen=True)
class Park:
    """The execution goes on when its token comes back."""

    items: list[dict[str, Any]]
    token: str


Invoke = Callable[[str, dict[str, Any]], dict[str, Any]]


class Walker:
    """``invoke`` runs the function behind a Task; ``now`` is the wall clock; ``token`` makes task tokens."""

    def __init__(self, invoke: Invoke, now: Callable[[], datetime], token: Callable[[], str]) -> None:
        self._invoke = invoke
        self._now = now
        self._token = token

    def walk(self, run: Execution) -> Sleep | Park | None:
        """Goes on until the execution sleeps, parks or ends (``None``)."""
        while run.status == "RUNNING":
            if not run.state:
                self._enter(run, graph(run.machine)["StartAt"])
            state = graph(run.machine)["States"][run.state]
            pause = getattr(self, f"_{state['Type'].lower()}")(run, state)
            if pause is not None:
                result: Sleep | Park = pause
                return result
        return None

    def resume(self, run: Execution, result: Mapping[str, Any]) -> None:
        """The token came back."""
        state = graph(run.machine)["States"][run.state]
        run.token = None
        self._leave(run, state, result)

    def woken(self, run: Execution) -> None:
        """The sleep is over: a Wait is left, a Task is tried again."""
        state = graph(run.machine)["States"][run.state]
        if state["Type"] == "Wait":
            self._enter(run, state["Next"])

    # --- states -----------------------------------------------------------------------------------------------------

    def _task(self, run: Execution, state: dict[str, Any]) -> Sleep | Park | None:
        token = self._token() if state["Resource"] == HOLD else None
        arguments = _resolved(state["Arguments"], self._states(run, token=token))
        if token is not None:
            run.token = token
            return Park(arguments["TransactItems"], token)
        try:
            result = self._invoke(_function(state["Resource"]), arguments)
        except Exception as error:  # noqa: BLE001 - the service sees whatever a function raises
            return self._failed(run, state, error)
        run.attempts.pop(run.state, None)
        self._leave(run, state, result)
        return None

    def _failed(self, run: Execution, state: dict[str, Any], error: Exception) -> Sleep | None:
        retry = next(r for r in state["Retry"] if "States.ALL" in r["ErrorEquals"])
        tried = run.attempts[run.state]
        if tried < retry["MaxAttempts"]:
            run.attempts[run.state] += 1
            delay = retry["IntervalSeconds"] * retry["BackoffRate"] ** tried
            return Sleep(self._now() + timedelta(seconds=min(delay, retry.get("MaxDelaySeconds", delay))))
        catch = next((c for c in state.get("Catch", []) if "States.ALL" in c["ErrorEquals"]), None)
        if catch is None:
            run.status = "FAILED"
            return None
        run.attempts.pop(run.state, None)
        states = self._states(run, errorOutput={"Error": type(error).__name__, "Cause": str(error)})
        run.data = _resolved(catch.get("Output", run.data), states)
        self._enter(run, catch["Next"])
        return None

    def _choice(self, run: Execution, state: dict[str, Any]) -> None:
        states = self._states(run)
        for choice in state["Choices"]:
            if evaluate(choice["Condition"], states):
                return self._enter(run, choice["Next"])
        return self._enter(run, state["Default"])

    def _wait(self, run: Execution, state: dict[str, Any]) -> Sleep:
        return Sleep(datetime.fromisoformat(evaluate(state["Timestamp"], self._states(run))))

    @staticmethod
    def _succeed(run: Execution, _: dict[str, Any]) -> None:
        run.status = "SUCCEEDED"

    @staticmethod
    def _fail(run: Execution, _: dict[str, Any]) -> None:
        run.status = "FAILED"

    # --- inside -----------------------------------------------------------------------------------------------------

    def _leave(self, run: Execution, state: dict[str, Any], result: Mapping[str, Any]) -> None:
        output = state.get("Output")
        run.data = dict(result) if output is None else _resolved(output, self._states(run, result=result))
        self._enter(run, state["Next"])

    @staticmethod
    def _enter(run: Execution, state: str) -> None:
        run.state = state
        run.transitions += 1
        run.history.append(state)

    @staticmethod
    def _states(run: Execution, *, token: str | None = None, **more: Any) -> dict[str, Any]:
        context = {"Execution": {"StartTime": run.started_at, "Name": run.name}, "Task": {"Token": token}}
        return {"input": run.data, "context": context, **more}


def _function(resource: str) -> str:
    """``${SendEmailArn}`` → ``send_email``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", resource.removeprefix("${").removesuffix("Arn}")).lower()


def _resolved(value: Any, states: Mapping[str, Any]) -> Any:
    if isinstance(value, str):
        return evaluate(value, states)
    if isinstance(value, Mapping):
        return {name: _resolved(member, states) for name, member in value.items()}
    if isinstance(value, list):
        return [_resolved(item, states) for item in value]
    return value
