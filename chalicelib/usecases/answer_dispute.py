"""Answer a dispute: the creditor's position reaches the debtor, and what is not contested may go on (R-002)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.case_commands import require_live
from chalicelib.domain.document import Document, DocumentKind
from chalicelib.domain.negotiation.disputes import Answering, dispute_of, standing
from chalicelib.domain.negotiation.disputes import answer_dispute as answered

from .change_case import Changing, Outcome, Transition, change_case
from .ports import Archive, Reply
from .recording import CaseFile, Recording
from .sending import Content, keep
from .writes import Create

PLAIN_TEXT = "text/plain"


@dataclass(frozen=True)
class AnswerDispute:
    """``answer`` is what the debtor reads. ``undisputed_goes_on`` ``None`` leaves it as it is."""

    changing: Changing
    dispute_id: str
    answer: str
    undisputed_goes_on: bool | None = None


def answer_dispute(command: AnswerDispute, *, recording: Recording, archive: Archive, reply: Reply) -> Outcome:
    """``result`` is the ``Dispute``. Errors: ``not_found``; ``case_closed``; ``dispute_resolved``."""
    kept: list[Document] = []  # once, however often the change is tried

    def transition(file: CaseFile) -> Transition:
        require_live(file.case)
        standing(file.case, command.dispute_id)
        if not kept:
            words = own_words("reponse-contestation.txt", command.answer)
            kept.append(keep(file.case, file.key, words, recording=recording, archive=archive))
        said = Answering(command.dispute_id, command.answer, command.undisputed_goes_on)
        case, drafts = answered(file.case, said, file.now, document=kept[0])
        result = dispute_of(case, command.dispute_id)
        return Transition(case, drafts, writes=(Create(kept[0], file.key),), result=result)

    return change_case(command.changing, transition, recording=recording, reply=reply)


def own_words(name: str, text: str) -> Content:
    """What the creditor wrote, as a document: sealed like every other, and read again where a message quotes it."""
    return Content(DocumentKind.CORRESPONDENCE, name, PLAIN_TEXT, text.encode())
