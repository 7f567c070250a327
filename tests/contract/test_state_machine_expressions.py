"""The expressions of the graphs: the reference evaluator reads them, and agrees with the one the simulations use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import jsonata
import pytest

from chalicelib.adapters.dynamodb import keys
from chalicelib.domain.next_step import Action
from chalicelib.domain.parties import Scope
from infra import cloudformation
from tests.support.expressions import evaluate
from tests.support.machine import GRAPHS, HOLD, graph

NAMES = ("case", "test_clock")
WAITS = ("none", "until", "hold", "end")
DUE = "2026-02-04T07:00:00Z"
DATA = {"tenant_id": "ten_a", "mode": "test", "case_id": "case_1", "run": 3, "clock_id": "clk_1", "due_at": DUE}


def states(**changes: Any) -> dict[str, Any]:
    return {
        "input": {**DATA, "action": "send_email", "wait": "hold", **changes},
        "context": {"Execution": {"StartTime": "2026-01-07T05:00:00Z"}, "Task": {"Token": "tok"}},
        "result": {"now": DUE, "done": True},
        "errorOutput": {"Error": "Runtime.HandlerError"},
    }


def expressions(value: Any) -> Iterator[str]:
    if isinstance(value, str) and value.startswith("{%"):
        yield value
    elif isinstance(value, dict):
        for member in value.values():
            yield from expressions(member)
    elif isinstance(value, list):
        for item in value:
            yield from expressions(item)


def by_the_reference(template: str, bound: dict[str, Any]) -> Any:
    expression = jsonata.Jsonata(template.strip()[2:-2])
    frame = expression.create_frame()
    frame.bind("states", bound)
    return expression.evaluate(None, frame)


ALL = sorted({text for name in NAMES for text in expressions(graph(name)["States"])})


@pytest.mark.parametrize("text", ALL)
def test_every_expression_reads_the_same_to_both_evaluators(text: str) -> None:
    for bound in (states(), states(wait="none", action="send_sms", run=12)):
        assert evaluate(text, bound) == by_the_reference(text, bound)


def test_both_agree_on_every_route() -> None:
    choices = graph("case")["States"]["What comes next"]["Choices"]
    for wait in WAITS:
        for action in Action:
            bound = states(wait=wait, action=action.value)
            for choice in choices:
                assert evaluate(choice["Condition"], bound) == by_the_reference(choice["Condition"], bound)


def next_state(wait: str, action: str) -> str:
    choice_state = graph("case")["States"]["What comes next"]
    bound = states(wait=wait, action=action)
    hits = [choice["Next"] for choice in choice_state["Choices"] if evaluate(choice["Condition"], bound)]
    return str(hits[0] if hits else choice_state["Default"])


@pytest.mark.parametrize("action", [a.value for a in Action if a is not Action.STAND_STILL])
def test_every_action_is_carried_out_by_its_own_state_and_waited_for_by_one_that_leads_there(action: str) -> None:
    graph_states = graph("case")["States"]
    acting = next_state("none", action)
    assert graph_states[acting]["Resource"] == "${" + "".join(part.title() for part in action.split("_")) + "Arn}"
    for wait, kind in (("until", "Wait"), ("hold", "Task")):
        waiting = graph_states[next_state(wait, action)]
        assert waiting["Type"] == kind
        assert waiting["Next"] in (acting, "Decide next step")


def test_an_end_ends_whatever_the_action() -> None:
    assert {next_state("end", action.value) for action in Action} == {"Nothing more to do"}


def test_a_hold_parks_the_case_where_the_clock_looks_for_it_and_takes_its_mark_away() -> None:
    scope = Scope("ten_a", livemode=False)
    for name, state in graph("case")["States"].items():
        if state.get("Resource") != HOLD:
            continue
        put, delete = state["Arguments"]["TransactItems"]
        item = {field: evaluate(next(iter(v.values())), states()) for field, v in put["Put"]["Item"].items()}
        gone = {field: evaluate(v["S"], states()) for field, v in delete["Delete"]["Key"].items()}
        due_at = keys.parse_instant(DUE)
        assert (item["pk"], item["sk"]) == tuple(keys.parked(scope, "clk_1", due_at, "case_1", 3)), name
        assert (gone["pk"], gone["sk"]) == tuple(keys.running(scope, "clk_1", "case_1", 3)), name
        assert (item["token"], item["due_at"], item["case_id"], item["run"]) == ("tok", DUE, "case_1", "3")


def test_every_task_has_timeout_retry_and_catch() -> None:
    for name in NAMES:
        for state_name, state in graph(name)["States"].items():
            if state["Type"] == "Task":
                assert {"TimeoutSeconds", "Retry", "Catch"} <= set(state), state_name
                assert state["Catch"][0]["ErrorEquals"] == ["States.ALL"], state_name


def test_every_substitution_is_supplied_by_the_stack() -> None:
    supplied: set[str] = set()
    for path in sorted((GRAPHS.parent / "app").glob("*.yaml")):
        for resource in cloudformation.load(path).get("Resources", {}).values():
            supplied |= set(resource.get("Properties", {}).get("DefinitionSubstitutions", {}))
    for path in GRAPHS.glob("*.asl.yaml"):
        assert set(re.findall(r"\$\{(\w+)\}", path.read_text("utf-8"))) <= supplied, path.name


def test_no_day_count_amount_or_text_of_the_procedure_is_in_a_graph() -> None:
    """They belong to the scenario (R-122): the graphs know timeouts and retries only."""
    technical = {"TimeoutSeconds", "IntervalSeconds", "MaxAttempts", "BackoffRate", "MaxDelaySeconds"}

    def numbers(value: Any, name: str = "") -> Iterator[str]:
        if isinstance(value, dict):
            for key, member in value.items():
                yield from numbers(member, key)
        elif isinstance(value, list):
            for item in value:
                yield from numbers(item, name)
        elif isinstance(value, int | float) and not isinstance(value, bool) and name not in technical:
            yield f"{name}: {value}"

    for name in NAMES:
        assert list(numbers(graph(name)["States"])) == []
        assert not [s for s in graph(name)["States"].values() if "Seconds" in s and s["Type"] == "Wait"]
