"""A moment of a world in memory: kept once, gone back to as often as one likes."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from itertools import count
from typing import Any

from .http_world import HttpWorld

_OURS = ("tests.support.", "chalicelib.adapters.", "chalicelib.usecases.", "chalicelib.entrypoints.")


class Moment:
    """Everything that the ports of a world remember, as it is now."""

    def __init__(self, world: HttpWorld) -> None:
        self._kept = [(each, {name: _copied(value) for name, value in vars(each).items()}) for each in _states(world)]

    def restore(self) -> None:
        """The world is as it was; the moment stays as good as new."""
        for each, attributes in self._kept:
            vars(each).clear()
            vars(each).update({name: _copied(value) for name, value in attributes.items()})


def _states(world: HttpWorld) -> list[Any]:
    found: dict[int, Any] = {}
    waiting = [*vars(world.deps).values()]
    while waiting:
        each = waiting.pop()
        if id(each) in found or not _has_state(each):
            continue
        found[id(each)] = each
        waiting.extend(vars(each).values())
    return list(found.values())


def _has_state(value: Any) -> bool:
    kind = type(value)
    frozen = getattr(kind, "__dataclass_params__", None)
    return kind.__module__.startswith(_OURS) and hasattr(value, "__dict__") and not (frozen and not _ports(value))


def _ports(value: Any) -> bool:
    """Frozen bundles of ports hold what has state."""
    return any(_has_state(each) for each in vars(value).values())


def _copied(value: Any) -> Any:
    if isinstance(value, count):
        return _same_count(value)
    if isinstance(value, dict):
        again = copy.copy(value)
        again.update({key: _copied(each) for key, each in value.items()})
        return again
    if isinstance(value, list | set):
        return copy.copy(value)
    return copy.copy(value) if _changes(value) else value


def _changes(value: Any) -> bool:
    """A small record that is changed in place, such as a window of the rate limits."""
    parameters = getattr(type(value), "__dataclass_params__", None)
    return parameters is not None and not parameters.frozen and not _has_state_inside(value)


def _has_state_inside(value: Any) -> bool:
    return any(_has_state(each) for each in vars(value).values()) if hasattr(value, "__dict__") else False


def _same_count(value: Iterator[int]) -> Iterator[int]:
    """Counters are told by what they would say next; copying them is not for every Python."""
    return count(int(repr(value).removeprefix("count(").removesuffix(")")))
