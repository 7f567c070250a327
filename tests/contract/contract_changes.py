"""Changes to a copy of the contract, each a way to break or to extend what was published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .contract_document import Json

Break = Callable[[Json], None]


def operation(told: Json, name: str) -> Json:
    found: Json = next(o for ms in told["paths"].values() for o in ms.values() if o["operationId"] == name)
    return found


def schema(told: Json, name: str) -> Json:
    found: Json = told["components"]["schemas"][name]
    return found


def drop_field(name: str, field: str) -> Break:
    def change(told: Json) -> None:
        del schema(told, name)["properties"][field]
        schema(told, name)["required"] = [each for each in schema(told, name).get("required", ()) if each != field]

    return change


def set_field(name: str, field: str, **rules: Any) -> Break:
    def change(told: Json) -> None:
        schema(told, name)["properties"][field] |= rules

    return change


def drop_value(name: str, field: str, value: str) -> Break:
    return lambda told: schema(told, name)["properties"][field]["enum"].remove(value)


def require(name: str, field: str) -> Break:
    return lambda told: schema(told, name).setdefault("required", []).append(field)


def need_not(name: str, field: str) -> Break:
    return lambda told: schema(told, name)["required"].remove(field)


def new_status(name: str, old: str, new: str) -> Break:
    def change(told: Json) -> None:
        responses = operation(told, name)["responses"]
        responses[new] = responses.pop(old)

    return change


def set_rule(name: str, part: str, **rules: Any) -> Break:
    return lambda told: schema(told, name)[part].update(rules)


def drop_operation(path: str, method: str) -> Break:
    return lambda told: told["paths"][path].pop(method)


def drop_parameter(name: str, part: str) -> Break:
    def change(told: Json) -> None:
        found = operation(told, name)
        found["parameters"] = [each for each in found["parameters"] if part not in str(each)]

    return change


def drop_header(name: str, status: str, header: str) -> Break:
    return lambda told: operation(told, name)["responses"][status]["headers"].pop(header)


def drop_code(name: str, status: str, code: str) -> Break:
    return lambda told: operation(told, name)["x-problem-codes"][status].remove(code)


def other_scope(name: str, scope: str) -> Break:
    return lambda told: operation(told, name).update({"x-scope": scope})


def drop_event(name: str) -> Break:
    return lambda told: told["webhooks"].pop(name)


def drop_detail(name: str, field: str) -> Break:
    def change(told: Json) -> None:
        body = told["webhooks"][name]["post"]["requestBody"]["content"]["application/json"]["schema"]
        own = body["allOf"][1]["properties"]["data"]["allOf"][1]
        del own["properties"][field]
        own["required"].remove(field)

    return change


def forget_code(code: str) -> Break:
    return lambda told: schema(told, "Problem")["properties"]["code"]["x-extensible-enum"].remove(code)
