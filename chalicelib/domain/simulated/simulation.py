"""What a test-mode case remembers of its simulated debtor (R-132)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True)
class Simulation:
    """``next_at`` is when the simulated debtor acts next, ``done`` the ids of what happened: each happens once.

    ``not_before`` puts what comes next off while a missing rate hides what is owed.
    """

    next_at: datetime | None = None
    done: tuple[str, ...] = ()
    not_before: datetime | None = None

    def having_done(self, happening_id: str) -> Simulation:
        return replace(self, done=(*self.done, happening_id))
