"""Who calls: one person at a time, by a claim that ends by itself (R-069, R-071)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from .call_task import CallTask, CallTaskStatus, Claim
from .errors import Conflict
from .instants import instant


def claimed(task: CallTask, by: str, minutes: int, wall_now: datetime) -> CallTask:
    """The task as it is this caller's, from now on for so many minutes; claimed again, for that long once more.

    Errors: ``call_task_not_open``; ``call_task_claimed`` while it is somebody else's.
    """
    refuse_unless_open(task)
    refuse_others(task, by, wall_now)
    claim = Claim(by, wall_now, wall_now + timedelta(minutes=minutes))
    return replace(task, claim=claim, version=task.version + 1)


def released(task: CallTask, by: str, wall_now: datetime) -> CallTask:
    """The task as anybody may claim it; unchanged where nobody has it. Errors as for a claim."""
    refuse_unless_open(task)
    refuse_others(task, by, wall_now)
    return replace(task, claim=None, version=task.version + 1) if task.claim else task


def refuse_unless_open(task: CallTask) -> None:
    """Raises ``call_task_not_open`` once an outcome was recorded, or nobody may call any more."""
    if task.status is not CallTaskStatus.OPEN:
        raise Conflict(f"The call task is {task.status} already.", code="call_task_not_open")


def refuse_others(task: CallTask, by: str | None, wall_now: datetime) -> None:
    """Raises ``call_task_claimed`` with the end of the claim, and not with whose it is."""
    claim = task.claimed_at(wall_now)
    if claim is not None and claim.by != by:
        detail = f"Somebody else has this call until {instant(claim.until)}."
        raise Conflict(detail, code="call_task_claimed")
