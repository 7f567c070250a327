"""Record an act that the case cannot know by itself and that counts for limitation (PRE_07..PRE_10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chalicelib.domain.case_payments import known_statement
from chalicelib.domain.document import Document
from chalicelib.domain.limitation import ActKind
from chalicelib.domain.limitation_commands import record_act
from chalicelib.domain.limitation_record import RecordedAct
from chalicelib.domain.plan import local_day

from .change_case import Changing, Outcome, Transition, change_case
from .ports import Archive, Reply
from .recording import CaseFile, Recording
from .sending import Content, keep
from .writes import Create


@dataclass(frozen=True)
class RecordLimitationAct:
    """``invoice_id`` names the one invoice it concerns, ``None`` all; ``document`` is its proof, kept as evidence."""

    changing: Changing
    kind: ActKind
    on: date
    invoice_id: str | None = None
    detail: str | None = None
    document: Content | None = None


def record_limitation_act(
    command: RecordLimitationAct, *, recording: Recording, archive: Archive, reply: Reply
) -> Outcome:
    """``result`` is the act's id.

    Errors: ``in_the_future``, ``unknown_invoice``, ``too_many_acts``, ``case_closed``.
    """
    act_id = recording.ids.new("act")
    kept: list[Document] = []  # once, however often the change is tried: the archive forgets nothing

    def transition(file: CaseFile) -> Transition:
        account = known_statement(file.case, file.rates, local_day(file.case, file.now))
        act = RecordedAct(act_id, command.kind, command.on, command.invoice_id)
        private = {"detail": command.detail}
        record_act(file.case, act, account, file.now, private=private, documents=[])
        if command.document is not None and not kept:
            kept.append(keep(file.case, file.key, command.document, recording=recording, archive=archive))
        proved = RecordedAct(act_id, command.kind, command.on, command.invoice_id, kept[0].id if kept else None)
        proofs = [{"document_id": document.id, "sha256": document.sha256} for document in kept]
        case, drafts = record_act(file.case, proved, account, file.now, private=private, documents=proofs)
        writes = tuple(Create(document, file.key) for document in kept)
        return Transition(case, drafts, writes=writes, result=act_id)

    return change_case(command.changing, transition, recording=recording, reply=reply)
