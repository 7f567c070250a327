"""A later version of the API adds fields and values without notice: what reads answers today reads those too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from amiable import Amiable, UnreadableAnswer, models

from tests.contract.contract_document import document, resolved
from tests.support.client_transport import BASE_URL

Json = dict[str, Any]
TOMORROW = "value_of_tomorrow"


def answers() -> Iterator[tuple[str, str, Json]]:
    """Operation, schema and example of each JSON success."""
    for path in document()["paths"].values():
        for operation in path.values():
            for status, response in operation.get("responses", {}).items() if isinstance(operation, dict) else ():
                content = resolved(response).get("content", {}).get("application/json", {})
                if status.startswith("2") and "$ref" in content.get("schema", {}) and "example" in content:
                    name = content["schema"]["$ref"].rpartition("/")[2]
                    yield operation["operationId"], name, content["example"]


def values() -> frozenset[str]:
    """Every value of every enumeration of the contract."""

    def of(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            if isinstance(node.get("enum"), list):
                yield from (value for value in node["enum"] if isinstance(value, str))
            for part in node.values():
                yield from of(part)
        elif isinstance(node, list):
            for part in node:
                yield from of(part)

    return frozenset(of(document()))


def of_tomorrow(node: Any, known: frozenset[str]) -> Any:
    """Each object with a field more, each value of an enumeration another one."""
    if isinstance(node, dict):
        return {**{name: of_tomorrow(part, known) for name, part in node.items()}, "field_of_tomorrow": [1]}
    if isinstance(node, list):
        return [of_tomorrow(part, known) for part in node]
    return TOMORROW if isinstance(node, str) and node in known else node


ANSWERS = {operation: (name, example) for operation, name, example in answers()}


def test_nearly_every_operation_answers_a_model() -> None:
    assert len(ANSWERS) > 70


@pytest.mark.parametrize("operation", ANSWERS)
def test_an_answer_is_read_whole_and_says_the_same_when_it_is_written_again(operation: str) -> None:
    name, example = ANSWERS[operation]
    assert getattr(models, name).from_dict(example).to_dict() == example


@pytest.mark.parametrize("operation", ANSWERS)
def test_new_fields_and_new_values_are_read_without_an_error(operation: str) -> None:
    name, example = ANSWERS[operation]
    getattr(models, name).from_dict(of_tomorrow(example, values()))


def test_a_new_value_comes_as_it_is() -> None:
    case = models.Case.from_dict({**ANSWERS["get_case"][1], "status": TOMORROW, "outcome": TOMORROW})
    assert (str(case.status), str(case.outcome)) == (TOMORROW, TOMORROW)


@pytest.mark.parametrize("body", [b"<html>ok</html>", b"[]", b"{}", b"", b'{"data": 3}'])
def test_a_success_that_is_not_what_the_contract_says_is_told_from_its_start(body: bytes) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=body))
    with (
        Amiable("sk_test_x", base_url=BASE_URL, transport=transport) as client,
        pytest.raises(UnreadableAnswer) as raised,
    ):
        client.creditors.list_creditors()
    assert str(raised.value).endswith(f": {body.decode()}")


def test_an_operation_that_will_end_warns_whoever_calls_it() -> None:
    told = {"Deprecation": "@1767225600", "Sunset": "Fri, 01 Jan 2027 00:00:00 GMT", "Link": "<https://new.test>"}
    answer = httpx.Response(
        200, headers=told, json={"object": "list", "data": [], "has_more": False, "next_cursor": None}
    )
    with (
        Amiable("sk_test_x", base_url=BASE_URL, transport=httpx.MockTransport(lambda _: answer)) as client,
        pytest.warns(DeprecationWarning, match="GET /creditors works until Fri, 01 Jan 2027.*new.test") as warned,
    ):
        client.creditors.list_creditors()
    assert warned[0].filename == __file__
