"""Makes the k-th call to the outside go wrong: before it took effect, after, or without anybody knowing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from chalicelib.domain.errors import AmbiguousFailure, ProviderUnavailable


class Crash(RuntimeError):
    """The process died, or the service gave a technical error."""


class Fault(StrEnum):
    BEFORE = "before"
    AFTER = "after"
    REFUSED = "refused"
    LOST_REQUEST = "lost_request"
    LOST_ANSWER = "lost_answer"
    TWICE = "twice"


EFFECTS = frozenset({"mailer.send", "texter.send", "postal.send"})
DELIVERIES = frozenset({"invoke", "consume"})


def occasions_in(names: Sequence[str], part: int) -> list[tuple[int, Fault]]:
    """One in ``part`` of all that can go wrong with these calls, by their number; of effects ten times as often."""
    every = [(number, fault) for number, name in enumerate(names) for fault in faults_of(name)]
    effects = [(number, fault) for number, fault in every if names[number] in EFFECTS]
    return list(dict.fromkeys((*every[::part], *effects[:: max(1, part // 10)])))


def faults_of(name: str) -> tuple[Fault, ...]:
    """What can go wrong with a call of this name."""
    if name in EFFECTS:
        return (Fault.BEFORE, Fault.AFTER, Fault.REFUSED, Fault.LOST_REQUEST, Fault.LOST_ANSWER)
    if name.split(":", 1)[0] in DELIVERIES:
        return (Fault.TWICE,)
    return (Fault.BEFORE, Fault.AFTER)


@dataclass
class Faults:
    """Counts every call; the ``at``-th fails as ``kind`` says, once, or with all that follow for ``during`` calls."""

    at: int = -1
    kind: Fault = Fault.BEFORE
    during: int = 1
    names: list[str] = field(default_factory=list)
    hooks: dict[str, list[Callable[[], None]]] = field(default_factory=dict)
    struck: bool = False
    refusing: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()

    def call(self, name: str, act: Callable[[], Any]) -> Any:
        number = len(self.names)
        self.names.append(name)
        for hook in self.hooks.pop(name, ()):
            hook()
        if name in self.refusing:
            raise ProviderUnavailable(f"{name}: down")
        if name in self.lost:
            raise AmbiguousFailure(f"{name}: no answer")
        if not self.at <= number < self.at + self.during:
            return act()
        self.struck = True
        return self._strike(name, act)

    def _strike(self, name: str, act: Callable[[], Any]) -> Any:
        if self.kind is Fault.BEFORE:
            raise Crash(f"{name}: died before")
        if self.kind is Fault.REFUSED:
            raise ProviderUnavailable(f"{name}: throttled")
        if self.kind is Fault.LOST_REQUEST:
            raise AmbiguousFailure(f"{name}: no answer")
        first = act()
        if self.kind is Fault.TWICE:
            return act() or first
        if self.kind is Fault.LOST_ANSWER:
            raise AmbiguousFailure(f"{name}: no answer")
        raise Crash(f"{name}: died after")


class Watched:
    """A port whose calls go through ``Faults``."""

    def __init__(self, target: Any, name: str, faults: Faults) -> None:
        self._target = target
        self._name = name
        self._faults = faults

    def __getattr__(self, method: str) -> Any:
        found = getattr(self._target, method)
        if not callable(found):
            return found
        name = f"{self._name}.{method}"
        return lambda *args, **kwargs: self._faults.call(name, lambda: found(*args, **kwargs))
