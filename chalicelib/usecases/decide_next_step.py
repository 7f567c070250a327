"""Decide what comes next for a case, without doing it: the first state of every run."""

from __future__ import annotations

from .recording import Recording
from .store_ports import ClockRoom
from .wake_up import Route, WakeUp, wake_up


def decide_next_step(command: WakeUp, *, recording: Recording, rooms: ClockRoom) -> Route:
    """Saves a changed decision with its reason, and routes the state machine."""
    return wake_up(command, None, None, recording=recording, rooms=rooms)
