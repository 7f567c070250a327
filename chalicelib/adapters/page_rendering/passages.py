"""A text written for eighty columns, laid out for a screen of any width: not a word is changed."""

from __future__ import annotations

import re
from dataclasses import dataclass

FULL_LINE = 52
"""Characters: a line as long as this was broken by its column, a shorter one by whoever wrote it."""
_RULE = re.compile(r"[-=]{3,}")


@dataclass(frozen=True)
class Passage:
    """A paragraph by its lines; a heading has one."""

    lines: tuple[str, ...]
    is_heading: bool = False


def passages_of(text: str) -> tuple[Passage, ...]:
    """Blank lines part passages; a line that is underlined with dashes is a heading."""
    return tuple(_passage(block.split("\n")) for block in re.split(r"\n\s*\n", text.strip()) if block.strip())


def _passage(lines: list[str]) -> Passage:
    kept = [line for line in lines if not _RULE.fullmatch(line.strip())]
    if len(kept) == 1 and len(lines) > 1:
        return Passage((kept[0].strip(),), is_heading=True)
    is_list = any(line.startswith("- ") for line in kept)
    joined: list[str] = []
    for before, line in zip(["", *kept], kept, strict=False):
        goes_on = line.startswith(" ") if is_list else len(before) >= FULL_LINE
        if joined and goes_on:
            joined[-1] = f"{joined[-1]} {line.strip()}"
        else:
            joined.append(line.strip())
    return Passage(tuple(joined))
