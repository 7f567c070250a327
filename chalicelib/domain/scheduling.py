"""How the trail tells of what comes next: scheduled, or moved by rules (R-066, R-124)."""

from __future__ import annotations

from .events import CaseEvent, EventType, event
from .instants import instant
from .next_step import Action, NextStep


def scheduling(before: NextStep | None, after: NextStep) -> tuple[CaseEvent, ...]:
    """A new or changed next step is an event, with every rule that moved it (R-066, R-124)."""
    if before is not None and _told(before) == _told(after):
        return ()
    kind = EventType.STEP_MOVED if after.moves else EventType.STEP_SCHEDULED
    return (
        event(
            kind,
            action=after.action.value,
            step_id=after.step_id,
            due_at=instant(after.due_at) if after.due_at else None,
            reason=after.reason,
            moves=[{"rule": move.rule, "detail": move.detail} for move in after.moves],
        ),
    )


def _told(step: NextStep) -> tuple[object, ...]:
    """What makes a step another one to whoever reads the history; when standing still is looked at again does not."""
    due_at = None if step.action is Action.STAND_STILL else step.due_at
    return step.action, due_at, step.step_id, step.subject_id, step.reason
