"""How a command's help is laid out: what it does, then examples to copy."""

from __future__ import annotations


def helped(what: str, *examples: str) -> str:
    """``what`` in a sentence or two; each example is a line of its own."""
    lines = "\n".join(f"  {example}".replace("[", r"\[") for example in examples)
    return f"{what}\n\n\b\n[dim]Examples[/dim]\n{lines}" if examples else what
