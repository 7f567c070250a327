"""`redocly respect`, the runner of Arazzo documents: one run, and what its report says."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.package import ROOT

REDOCLY = ROOT / "infra" / "judges" / "node_modules" / ".bin" / "redocly"
SOURCE = "amiable"  # the name of the contract in every journey
LONGEST_SECONDS = 600
_QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}


@dataclass(frozen=True)
class Respect:
    """What to run, against which API, and where its report goes."""

    document: Path
    base_url: str
    inputs: Mapping[str, str]
    report: Path


@dataclass(frozen=True)
class Failure:
    """A step whose checks did not all pass."""

    step: str
    checks: tuple[str, ...]
    status: int | None
    body: str

    def __str__(self) -> str:
        return f"{self.step}: {'; '.join(self.checks)} (answer {self.status} {self.body})"


@dataclass(frozen=True)
class Report:
    """How it went: the steps that ran, building blocks included, what failed, and each step's last answer."""

    succeeded: bool
    steps: tuple[str, ...]
    failures: tuple[Failure, ...]
    answers: Mapping[str, Any]
    told: str = ""


def respect(run: Respect) -> Report:
    """Run one document; the inputs, a key among them, travel in the environment and not on the command line."""
    command = [str(REDOCLY), "respect", str(run.document), "--server", f"{SOURCE}={run.base_url}"]
    limit = ["--execution-timeout", str(LONGEST_SECONDS * 1000), "--json-output", str(run.report)]
    done = subprocess.run(
        [*command, *limit],
        env={**os.environ, **_QUIET, "REDOCLY_CLI_RESPECT_INPUT": json.dumps(dict(run.inputs))},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    told = (done.stdout + done.stderr)[-2000:]
    if not run.report.exists():
        return Report(succeeded=False, steps=(), failures=(), answers={}, told=told)
    return read_report(json.loads(run.report.read_text(encoding="utf-8")), succeeded=done.returncode == 0, told=told)


def read_report(report: Mapping[str, Any], *, succeeded: bool, told: str = "") -> Report:
    """What respect's JSON says; of a step that was tried several times, the last try counts."""
    steps: list[str] = []
    last: dict[tuple[str, ...], Mapping[str, Any]] = {}
    for path, step in _steps(report):
        steps.extend(part for part in path if part not in steps)
        last[path] = step
    failures = tuple(_failure(path[-1], step) for path, step in last.items() if _failed(step))
    answers = {path[-1]: step.get("response", {}).get("body") for path, step in last.items()}
    return Report(succeeded and not failures, tuple(steps), failures, answers, told)


def _steps(report: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    for file in report["files"].values():
        for workflow in file["executedWorkflows"]:
            yield from _within(workflow, ())


def _within(node: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    for step in node["executedSteps"]:
        here = (*path, step["stepId"])
        if step["type"] == "workflow":
            yield from _within(step, here)
        else:
            yield here, step


def _failed(step: Mapping[str, Any]) -> bool:
    return not step["checks"] or not all(check["passed"] for check in step["checks"])


def _failure(name: str, step: Mapping[str, Any]) -> Failure:
    checks = [check for check in step["checks"] if not check["passed"]]
    answer = step.get("response", {})
    body = json.dumps(answer.get("body"), ensure_ascii=False)[:400]
    told = tuple(check.get("condition") or check["message"].strip() for check in checks) or ("nothing was checked",)
    return Failure(name, told, answer.get("statusCode"), body)
