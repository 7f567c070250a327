"""Chance where retries must not come all at once; nothing secret is made of it."""

from __future__ import annotations

from random import SystemRandom


class RandomJitter:
    """Fractions from the operating system's randomness."""

    def __init__(self) -> None:
        self._random = SystemRandom()

    def fraction(self) -> float:
        """A number in [0, 1)."""
        return self._random.random()
