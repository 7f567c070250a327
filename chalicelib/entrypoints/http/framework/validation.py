"""Pydantic's findings as field problems: a pointer, a stable code, and a detail that never repeats the value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import quote

from pydantic import BaseModel, ValidationError

from chalicelib.domain.errors import FieldProblem

from .problems import invalid

Model = TypeVar("Model", bound=BaseModel)
MAXIMUM_ERRORS = 50
LONGEST_POINTER = 300
LONGEST_PARAMETER = 100
_IN_A_FRAGMENT = "!$&'()*+,;=:@~"
_ABOUT_THE_NAME = "[key]"
CODES: dict[str, str] = {
    "missing": "required",
    "extra_forbidden": "unknown_field",
    "string_too_long": "too_long",
    "string_too_short": "too_short",
    "too_long": "too_many_items",
    "too_short": "too_few_items",
    "greater_than": "out_of_range",
    "greater_than_equal": "out_of_range",
    "less_than": "out_of_range",
    "less_than_equal": "out_of_range",
    "string_pattern_mismatch": "wrong_form",
    "enum": "unknown_value",
    "literal_error": "unknown_value",
}
WRONG_TYPE = frozenset(
    {
        "int_type",
        "int_from_float",
        "string_type",
        "bool_type",
        "list_type",
        "dict_type",
        "model_type",
        "model_attributes_type",
    }
    | {"tuple_type", "float_type", "finite_number", "int_parsing_size", "date_type", "datetime_type", "int_parsing"}
)


def read_model(model: type[Model], body: bytes) -> Model:
    """The request's body (JSON that was parsed already) as its model, or 422 with every field that is wrong."""
    try:
        return model.model_validate_json(body or b"{}")
    except ValidationError as error:
        raise invalid(tuple(_problem(e, _pointer(e["loc"])) for e in _findings(error))) from None


def read_query(model: type[Model] | None, query: Mapping[str, list[str]]) -> Model | None:
    """The query as its model. A parameter that is unknown, or stands twice, is refused by name."""
    repeated = [name for name, values in query.items() if len(values) > 1]
    if repeated:
        raise invalid((FieldProblem(_named(repeated[0]), "repeated_parameter", "Give the parameter once."),))
    if model is None:
        if query:
            unknown = tuple(
                FieldProblem(_named(name), "unknown_parameter", "No such parameter here.") for name in query
            )
            raise invalid(unknown[:MAXIMUM_ERRORS])
        return None
    try:
        return model.model_validate({name: values[0] for name, values in query.items()})
    except ValidationError as error:
        raise invalid(tuple(_parameter(e) for e in _findings(error))) from None


def _findings(error: ValidationError) -> Sequence[Any]:
    return error.errors(include_url=False, include_input=False)[:MAXIMUM_ERRORS]


def _parameter(finding: Any) -> FieldProblem:
    name = str(finding["loc"][0]) if finding["loc"] else ""
    found = _problem(finding, _named(name))
    if found.code == "unknown_field":
        return FieldProblem(found.pointer, "unknown_parameter", "No such parameter here.")
    return found


def _problem(finding: Any, pointer: str) -> FieldProblem:
    kind = str(finding["type"])
    code = CODES.get(kind) or ("wrong_type" if kind in WRONG_TYPE else kind)
    detail = "No such field here." if code == "unknown_field" else str(finding["msg"])
    return FieldProblem(pointer, code, detail)


def _pointer(location: Sequence[str | int]) -> str:
    """RFC 6901, section 6: a URI fragment. Where the field's own would be too long, that of what holds it."""
    if len(location) > 1 and location[-1] == _ABOUT_THE_NAME:
        location = location[:-1]
    pointer = "#"
    for part in location:
        deeper = f"{pointer}/{_encoded(str(part).replace('~', '~0').replace('/', '~1'))}"
        if len(deeper) > LONGEST_POINTER:
            break
        pointer = deeper
    return pointer


def _named(parameter: str) -> str:
    """A parameter of the query, as a problem names it: its first characters, none of them invisible."""
    return "?" + "".join(c if c.isprintable() else "\ufffd" for c in parameter[:LONGEST_PARAMETER])


def _encoded(text: str) -> str:
    return quote(text, safe=_IN_A_FRAGMENT, errors="replace")
