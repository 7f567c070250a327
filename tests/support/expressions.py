"""The few JSONata expressions of the graphs, compiled to functions: thousands of cases walk through them.

`tests/contract/test_state_machine_expressions.py` holds each against the reference evaluator.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

Evaluate = Callable[[Mapping[str, Any]], Any]
_TOKEN = re.compile(r"\s*('(?:[^']*)'|\$[A-Za-z_.]*|[A-Za-z_]+|[-+]?\d+|[=&(){}\[\],:])")


def evaluate(template: str, states: Mapping[str, Any]) -> Any:
    """The value of ``{% … %}``; any other text is itself."""
    return compiled(template)(states)


@cache
def compiled(template: str) -> Evaluate:
    text = template.strip()
    if not (text.startswith("{%") and text.endswith("%}")):
        return lambda _: template
    parser = _Parser(text[2:-2])
    expression = parser.conjunction()
    if parser.tokens:
        raise ValueError(f"not understood: {parser.tokens}")
    return expression


class _Parser:
    def __init__(self, text: str) -> None:
        self.tokens: list[str] = []
        position = 0
        while text[position:].strip():
            match = _TOKEN.match(text, position)
            if match is None:
                raise ValueError(f"not understood: {text[position:]}")
            self.tokens.append(match[1])
            position = match.end()

    def _accept(self, token: str) -> bool:
        if self.tokens and self.tokens[0] == token:
            self.tokens.pop(0)
            return True
        return False

    def _expect(self, token: str) -> None:
        if not self._accept(token):
            raise ValueError(f"expected {token} before {self.tokens}")

    def conjunction(self) -> Evaluate:
        parts = [self._equality()]
        while self._accept("and"):
            parts.append(self._equality())
        if len(parts) == 1:
            return parts[0]
        return lambda states: all(part(states) for part in parts)

    def _equality(self) -> Evaluate:
        left = self._joined()
        if not self._accept("="):
            return left
        right = self._joined()
        return lambda states: left(states) == right(states)

    def _joined(self) -> Evaluate:
        parts = [self._value()]
        while self._accept("&"):
            parts.append(self._value())
        if len(parts) == 1:
            return parts[0]
        return lambda states: "".join(_text(part(states)) for part in parts)

    def _value(self) -> Evaluate:
        token = self.tokens.pop(0)
        if token.startswith("'"):
            return lambda _: token[1:-1]
        if token in ("$string", "$merge"):
            self._expect("(")
            argument = self.conjunction()
            self._expect(")")
            return (lambda s: _text(argument(s))) if token == "$string" else (lambda s: _merged(argument(s)))
        if token == "[":
            return self._list()
        if token == "{":
            return self._object()
        if token.startswith("$states."):
            return _path(token.split(".")[1:])
        raise ValueError(f"not understood: {token}")

    def _list(self) -> Evaluate:
        items = [self.conjunction()]
        while self._accept(","):
            items.append(self.conjunction())
        self._expect("]")
        return lambda states: [item(states) for item in items]

    def _object(self) -> Evaluate:
        members: dict[str, Evaluate] = {}
        while not self._accept("}"):
            name = self.tokens.pop(0)[1:-1]
            self._expect(":")
            members[name] = self.conjunction()
            self._accept(",")
        return lambda states: {name: member(states) for name, member in members.items()}


def _path(names: list[str]) -> Evaluate:
    def found(states: Mapping[str, Any]) -> Any:
        value: Any = states
        for name in names:
            value = value.get(name) if isinstance(value, Mapping) else None
        return value

    return found


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _merged(objects: list[Mapping[str, Any]]) -> dict[str, Any]:
    return {name: value for each in objects for name, value in each.items()}
