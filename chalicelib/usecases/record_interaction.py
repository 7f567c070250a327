"""Record what came from outside: incoming mail, a call, a visit to the counter; its effect may pause the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.case import Case
from chalicelib.domain.case_commands import pause, require_live
from chalicelib.domain.document import Document
from chalicelib.domain.errors import FieldProblem, InvalidInput
from chalicelib.domain.events import CaseEvent, EventType, event
from chalicelib.domain.holds import PauseKind

from .change_case import Changing, Outcome, Transition, change_case
from .ports import Archive, Reply
from .recording import CaseFile, Recording
from .sending import Content, keep
from .writes import Create


class Effect(StrEnum):
    """What the interaction changes."""

    NONE = "none"
    PAUSE = "pause"
    DISPUTE = "dispute"
    PAYMENT_CLAIMED = "payment_claimed"
    REPRESENTED = "represented"


PAUSE_OF_EFFECT = {
    Effect.PAUSE: PauseKind.MANUAL,
    Effect.DISPUTE: PauseKind.DISPUTE,
    Effect.PAYMENT_CLAIMED: PauseKind.PAYMENT_CLAIMED,
    Effect.REPRESENTED: PauseKind.REPRESENTED,
}


@dataclass(frozen=True)
class RecordInteraction:
    """``at`` is case time; ``document`` is kept as evidence."""

    changing: Changing
    direction: str
    channel: str
    at: datetime
    summary: str
    effect: Effect = Effect.NONE
    document: Content | None = None


def record_interaction(command: RecordInteraction, *, recording: Recording, archive: Archive, reply: Reply) -> Outcome:
    """``result`` is the kept document, if any. Errors: ``in_the_future``; ``case_closed`` for an effect."""
    kept: list[Document] = []  # once, however often the change is tried: the archive forgets nothing

    def transition(file: CaseFile) -> Transition:
        if command.at > file.now:
            problem = FieldProblem("#/at", "in_the_future", f"the case stands at {file.now.isoformat()}")
            raise InvalidInput("An interaction is recorded after it happened.", errors=(problem,))
        if command.document is not None and not kept:
            kept.append(keep(file.case, file.key, command.document, recording=recording, archive=archive))
        case, drafts = _recorded(file, command, kept)
        writes = tuple(Create(document, file.key) for document in kept)
        return Transition(case, drafts, writes=writes, result=kept[0] if kept else None)

    return change_case(command.changing, transition, recording=recording, reply=reply)


def _recorded(file: CaseFile, command: RecordInteraction, kept: list[Document]) -> tuple[Case, tuple[CaseEvent, ...]]:
    draft = event(
        EventType.REPLY_RECEIVED if command.direction == "incoming" else EventType.INTERACTION_RECORDED,
        {"summary": command.summary},
        direction=command.direction,
        channel=command.channel,
        at=command.at.isoformat(),
        effect=command.effect.value,
        documents=[{"document_id": document.id, "sha256": document.sha256} for document in kept],
    )
    if command.effect is Effect.NONE:
        return file.case, (draft,)
    require_live(file.case)
    case, paused = pause(file.case, PAUSE_OF_EFFECT[command.effect], file.now, reason=command.summary)
    return case, (draft, *paused)
