"""The graphs of the state machines hold together; a broken one would deploy, and fail when a case reaches it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra import cloudformation

GRAPHS = sorted((Path(__file__).resolve().parents[2] / "infra" / "statemachines").glob("*.asl.yaml"))
State = dict[str, Any]


@pytest.fixture(params=GRAPHS, ids=[path.name.removesuffix(".asl.yaml") for path in GRAPHS])
def graph(request: pytest.FixtureRequest) -> dict[str, Any]:
    return cloudformation.load(request.param)


def targets(state: State) -> Iterator[str]:
    if "Next" in state:
        yield state["Next"]
    if "Default" in state:
        yield state["Default"]
    for branch in [*state.get("Choices", []), *state.get("Catch", [])]:
        yield branch["Next"]


def test_there_are_graphs() -> None:
    assert [path.name for path in GRAPHS] == ["case.asl.yaml", "test_clock.asl.yaml"]


def test_every_target_is_a_state(graph: dict[str, Any]) -> None:
    states = graph["States"]
    assert graph["StartAt"] in states
    assert not {target for state in states.values() for target in targets(state)} - set(states)


def test_every_state_can_be_reached(graph: dict[str, Any]) -> None:
    reached, ahead = set(), [graph["StartAt"]]
    while ahead:
        name = ahead.pop()
        if name not in reached:
            reached.add(name)
            ahead.extend(targets(graph["States"][name]))
    assert reached == set(graph["States"])


def test_an_end_can_be_reached_from_every_state(graph: dict[str, Any]) -> None:
    states = graph["States"]
    ending = {name for name, state in states.items() if state["Type"] in ("Succeed", "Fail") or state.get("End")}
    while more := {n for n, s in states.items() if n not in ending and ending & set(targets(s))}:
        ending |= more
    assert ending == set(states)


def test_every_state_says_why_it_is_there(graph: dict[str, Any]) -> None:
    assert graph["QueryLanguage"] == "JSONata"
    assert graph["Comment"]
    assert not [name for name, state in graph["States"].items() if not state.get("Comment")]


def test_every_task_is_tried_again_with_full_jitter(graph: dict[str, Any]) -> None:
    for name, state in graph["States"].items():
        if state["Type"] == "Task":
            again = [retry for retry in state["Retry"] if retry.get("MaxAttempts") != 0]
            assert again, name
            assert {retry.get("JitterStrategy") for retry in again} == {"FULL"}, name


def test_a_case_whose_step_keeps_failing_is_left_to_a_person() -> None:
    graph = cloudformation.load(next(path for path in GRAPHS if path.name == "case.asl.yaml"))
    for name, state in graph["States"].items():
        if state["Type"] == "Task" and name != "Needs a human":
            assert [catch["Next"] for catch in state["Catch"]] == ["Needs a human"], name
            assert state["Catch"][0]["ErrorEquals"] == ["States.ALL"], name


def test_every_task_has_a_limit_that_its_function_does_not_reach(graph: dict[str, Any]) -> None:
    for name, state in graph["States"].items():
        if state["Type"] == "Task":
            assert isinstance(state["TimeoutSeconds"], int), name
            assert state["TimeoutSeconds"] >= 60, name


def test_no_resource_of_an_account_is_named(graph: dict[str, Any]) -> None:
    named = re.findall(r"arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]+:\d{12}:", json.dumps(graph))
    assert not named
