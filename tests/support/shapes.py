"""Compares two JSON values by what a reader learns from an example: the names, the types, and the plain values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_VARIES = (
    (re.compile(r"\b([a-z]{3,5})_[0-7][0-9A-HJKMNP-TV-Z]{25}\b"), r"\1_…"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "hash"),
    (re.compile(r"\b((?:sk|op)_(?:test|live)|whsec)_\S+"), r"\1_…"),
    (re.compile(r"\bAM-[0-9A-Z]{8}\b"), "AM-…"),
)
"""Identifiers, hashes, secrets and references differ from one world to the next."""


def shape_differences(told: Any, given: Any, place: str = "#") -> Iterator[str]:
    """Where the names or types of ``given`` are not those of ``told``.

    Of lists the first items are compared. What may be null or empty may be so on one side only: the schema says
    where. What an event carries depends on its type.
    """
    if told is None or given is None:
        return
    if isinstance(told, dict) and isinstance(given, dict):
        if told.keys() != given.keys():
            yield f"{place}: {sorted(told.keys() ^ given.keys())} on one side only"
        elsewhere = {"data"} if told.get("type") != given.get("type") else set()
        for name in (told.keys() & given.keys()) - elsewhere:
            yield from shape_differences(told[name], given[name], f"{place}/{name}")
    elif isinstance(told, list) and isinstance(given, list):
        if told and given:
            yield from shape_differences(told[0], given[0], f"{place}/0")
    elif type(told) is not type(given):
        yield f"{place}: {told!r} is told, {given!r} is given"


def value_differences(told: Any, given: Any, place: str = "#") -> Iterator[str]:
    """Where ``given`` says another thing than ``told``, but for identifiers and the like."""
    if isinstance(told, dict) and isinstance(given, dict):
        for name in told.keys() & given.keys():
            yield from value_differences(told[name], given[name], f"{place}/{name}")
    elif isinstance(told, list) and isinstance(given, list):
        for index, (one, other) in enumerate(zip(told, given, strict=False)):
            yield from value_differences(one, other, f"{place}/{index}")
    elif _plain(told) != _plain(given):
        yield f"{place}: {told!r} is told, {given!r} is given"


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        for pattern, word in _VARIES:
            value = pattern.sub(word, value)
    return value
