"""Resume a paused case: the scenario goes on where it stood."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.case_commands import resume
from chalicelib.domain.errors import Conflict
from chalicelib.domain.fact_effects import refuse_resume
from chalicelib.domain.holds import PauseKind
from chalicelib.domain.negotiation.dispute import Dispute, Resolution
from chalicelib.domain.negotiation.dispute_resolution import Resolving, resolve_dispute
from chalicelib.domain.pauses import pauses_of

from .change_case import Changing, Outcome, Transition, change_case
from .ports import Reply
from .recording import CaseFile, Recording


@dataclass(frozen=True)
class ResumeCase:
    """``dispute`` resolves a dispute; without it a disputed case stays paused."""

    changing: Changing
    reason: str
    dispute: bool = False


def resume_case(command: ResumeCase, *, recording: Recording, reply: Reply) -> Outcome:
    """A dispute that is resolved without a word more is rejected.

    Errors: ``case_not_paused``; ``dispute_open`` (resolve it first); ``no_open_dispute``; ``several_disputes_open``;
    ``debtor_fact_stands``.
    """

    def transition(file: CaseFile) -> Transition:
        kinds = [pause.kind for pause in pauses_of(file.case)]
        disputes = file.case.negotiation.standing_disputes
        if command.dispute and disputes:
            return _rejected(file, disputes, command.reason)
        if command.dispute and PauseKind.DISPUTE not in kinds:
            raise Conflict("The case has no open dispute.", code="no_open_dispute")
        if not command.dispute and kinds[:1] == [PauseKind.DISPUTE]:
            raise Conflict("The case is paused by a dispute; resolve the dispute.", code="dispute_open")
        if not command.dispute and kinds:
            refuse_resume(file.debtor, kinds[0])
        lifted = PauseKind.DISPUTE if command.dispute else None
        return Transition(*resume(file.case, reason=command.reason, kind=lifted))

    return change_case(command.changing, transition, recording=recording, reply=reply)


def _rejected(file: CaseFile, disputes: tuple[Dispute, ...], reason: str) -> Transition:
    """The one dispute is over, and nothing is taken off; whoever has several says which."""
    if len(disputes) > 1:
        raise Conflict("Several disputes are open; resolve each by its id.", code="several_disputes_open")
    how = Resolving(disputes[0].id, Resolution.REJECTED, reason)
    paid = resolve_dispute(file.case, how, file.rates, file.now)
    return Transition(paid.case, paid.events)
