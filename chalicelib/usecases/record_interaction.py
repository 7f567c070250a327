"""Record what came from outside: incoming mail, a call, a visit to the counter; its effect may pause the case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.advice import propose
from chalicelib.domain.advice_record import ProposalRecord
from chalicelib.domain.case import Case
from chalicelib.domain.case_commands import pause, require_live
from chalicelib.domain.document import Document
from chalicelib.domain.errors import FieldProblem, InvalidInput
from chalicelib.domain.events import CaseEvent, EventType, event
from chalicelib.domain.holds import PauseKind
from chalicelib.domain.instants import instant
from chalicelib.domain.limitation import ActKind
from chalicelib.domain.limitation_record import MOST_ACTS, RecordedAct
from chalicelib.domain.negotiation.dispute import DisputeReason
from chalicelib.domain.negotiation.disputes import Contesting, open_dispute
from chalicelib.domain.plan import local_day

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
    ACKNOWLEDGEMENT = "acknowledgement"
    REQUEST_FOR_TIME = "request_for_time"


PAUSE_OF_EFFECT = {
    Effect.PAUSE: PauseKind.MANUAL,
    Effect.PAYMENT_CLAIMED: PauseKind.PAYMENT_CLAIMED,
    Effect.REPRESENTED: PauseKind.REPRESENTED,
}


ACT_OF_EFFECT = {
    Effect.ACKNOWLEDGEMENT: ActKind.ACKNOWLEDGEMENT,
    Effect.REQUEST_FOR_TIME: ActKind.REQUEST_FOR_TIME,
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
    act_id = recording.ids.new("act")
    kept: list[Document] = []  # once, however often the change is tried: the archive forgets nothing

    def transition(file: CaseFile) -> Transition:
        if command.at > file.now:
            problem = FieldProblem("#/at", "in_the_future", f"the case stands at {file.now.isoformat()}")
            raise InvalidInput("An interaction is recorded after it happened.", errors=(problem,))
        if command.document is not None and not kept:
            kept.append(keep(file.case, file.key, command.document, recording=recording, archive=archive))
        case, drafts = _recorded(file, command, kept, act_id)
        writes = tuple(Create(document, file.key) for document in kept)
        return Transition(case, drafts, writes=writes, result=kept[0] if kept else None)

    return change_case(command.changing, transition, recording=recording, reply=reply)


def _recorded(
    file: CaseFile, command: RecordInteraction, kept: list[Document], act_id: str
) -> tuple[Case, tuple[CaseEvent, ...]]:
    acknowledges = ACT_OF_EFFECT.get(command.effect)
    draft = event(
        EventType.REPLY_RECEIVED if command.direction == "incoming" else EventType.INTERACTION_RECORDED,
        {"summary": command.summary},
        direction=command.direction,
        channel=command.channel,
        at=instant(command.at),
        effect=command.effect.value,
        documents=[{"document_id": document.id, "sha256": document.sha256} for document in kept],
        **({"act_id": act_id} if acknowledges else {}),
    )
    told = file.case.answered(command.at) if command.direction == "incoming" else file.case
    if command.effect is Effect.NONE:
        return told, (draft,)
    require_live(told)
    if acknowledges:
        case = _acknowledged(told, command, acknowledges, act_id, kept)
        if acknowledges is not ActKind.REQUEST_FOR_TIME:
            return case, (draft,)
        proposal = ProposalRecord(f"prp_{act_id.partition('_')[2]}", local_day(case, command.at), command.channel)
        case, proposed = propose(case, proposal)
        return case, (draft, *proposed)
    if command.effect is Effect.DISPUTE:
        said = Contesting(DisputeReason.OTHER, command.summary, command.channel)
        rules = file.creditor.negotiation_rules.disputes
        case, opened = open_dispute(told, f"dsp_{act_id.partition('_')[2]}", said, rules, file.now, documents=kept)
        return case, (draft, *opened)
    case, paused = pause(told, PAUSE_OF_EFFECT[command.effect], file.now, reason=command.summary)
    return case, (draft, *paused)


def _acknowledged(case: Case, command: RecordInteraction, kind: ActKind, act_id: str, kept: list[Document]) -> Case:
    """What the debtor said or wrote acknowledges the debt (PRE_07); what was only said proves little."""
    if command.direction != "incoming":
        problem = FieldProblem("#/effect", "wrong_direction", "only what the debtor says acknowledges the debt")
        raise InvalidInput("The interaction cannot be recorded.", errors=(problem,))
    if len(case.limitation.acts) >= MOST_ACTS:
        problem = FieldProblem("#/effect", "too_many_acts", f"a case holds {MOST_ACTS} recorded acts at most")
        raise InvalidInput("The interaction cannot be recorded.", errors=(problem,))
    act = RecordedAct(
        act_id,
        kind,
        local_day(case, command.at),
        document_id=kept[0].id if kept else None,
        oral=command.channel == "call",
    )
    return replace(case, limitation=case.limitation.with_act(act))
