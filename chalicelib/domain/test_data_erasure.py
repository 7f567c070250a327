"""The erasure of an integrator's test data: an item that moves from stage to stage until nothing is left (R-132)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from .parties import Scope


class Stage(StrEnum):
    """In this order: what may still move first, what others refer to last."""

    CLOCKS = "clocks"
    IMPORTS = "imports"
    CASES = "cases"
    DEBTORS = "debtors"
    CREDITORS = "creditors"
    DONE = "done"


ALL_STAGES = (Stage.CLOCKS, Stage.IMPORTS, Stage.CASES, Stage.DEBTORS, Stage.CREDITORS, Stage.DONE)
STAGES_OF_A_CLOCK = (Stage.CLOCKS, Stage.CASES, Stage.DONE)


@dataclass(frozen=True)
class TestDataErasure:
    """``created_at`` and ``finished_at`` are wall time; nothing made after ``created_at`` is erased.

    ``pending`` are the ids that the present slice has begun with: whoever takes over after a crash begins with them.
    ``found`` tells whether this walk through the stage's list met anything; a stage is over after a walk that did not.
    """

    __test__ = False

    id: str
    scope: Scope
    version: int
    created_at: datetime
    test_clock_id: str | None = None
    stage: Stage = Stage.CLOCKS
    position: str | None = None
    pending: tuple[str, ...] = ()
    found: bool = False
    clocks: int = 0
    cases: int = 0
    debtors: int = 0
    creditors: int = 0
    imports: int = 0
    finished_at: datetime | None = None

    @property
    def stages(self) -> tuple[Stage, ...]:
        return STAGES_OF_A_CLOCK if self.test_clock_id else ALL_STAGES

    @property
    def is_done(self) -> bool:
        return self.stage is Stage.DONE

    def beginning_with(self, ids: Sequence[str], position: str | None) -> TestDataErasure:
        """These are next; ``position`` is where the list goes on after them."""
        return replace(self, pending=tuple(ids), position=position, version=self.version + 1)

    def counted(self, erased: int, wall_now: datetime) -> TestDataErasure:
        """``erased`` of the pending things were still there and are gone; on to the next page, walk or stage."""
        count = {self.stage.value: getattr(self, self.stage.value) + erased}
        counted = replace(self, **count, pending=(), found=self.found or erased > 0, version=self.version + 1)
        if counted.position is not None:
            return counted
        if counted.found and not self.test_clock_id:
            return replace(counted, found=False)
        following = self.stages[self.stages.index(self.stage) + 1]
        finished = wall_now if following is Stage.DONE else None
        return replace(counted, stage=following, found=False, finished_at=finished)
