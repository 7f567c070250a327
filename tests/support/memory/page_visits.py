"""Counted requests to debtors' pages in memory, with a list of every lease that was asked for."""

from __future__ import annotations

from collections import Counter

from chalicelib.domain.visits import VisitQuota


class MemoryPageVisits:
    """What ``DynamoPageVisits`` promises."""

    def __init__(self) -> None:
        self.taken: Counter[tuple[str, int]] = Counter()
        self.asked: list[str] = []

    def lease(self, name: str, window: int, quota: VisitQuota) -> bool:
        self.asked.append(name)
        if self.taken[name, window] > quota.most - quota.lease:
            return False
        self.taken[name, window] += quota.lease
        return True
