"""Record days on which limitation stands still: a mediation, a conciliation, an agreed procedure (PRE_12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chalicelib.domain.limitation import SuspensionKind
from chalicelib.domain.limitation_commands import record_suspension
from chalicelib.domain.limitation_record import RecordedSuspension

from .change_case import Changing, Outcome, Transition, change_case
from .ports import Reply
from .recording import CaseFile, Recording


@dataclass(frozen=True)
class RecordLimitationSuspension:
    """``start`` to ``end``, both included."""

    changing: Changing
    kind: SuspensionKind
    start: date
    end: date
    reason: str | None = None


def record_limitation_suspension(command: RecordLimitationSuspension, *, recording: Recording, reply: Reply) -> Outcome:
    """Errors: ``in_the_future``, ``period_reversed``, ``outside_range``, ``too_many_suspensions``, ``case_closed``."""
    suspension = RecordedSuspension(recording.ids.new("sus"), command.kind, command.start, command.end)

    def transition(file: CaseFile) -> Transition:
        return Transition(*record_suspension(file.case, suspension, file.now, reason=command.reason))

    return change_case(command.changing, transition, recording=recording, reply=reply)
