"""Open a dispute: from the debtor's page, by the API, for a letter or a call (R-002, STOP_01)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.document import Document
from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.dispute import DisputeReason
from chalicelib.domain.negotiation.disputes import Contesting, dispute_of
from chalicelib.domain.negotiation.disputes import open_dispute as opened
from chalicelib.domain.negotiation.page_act import PageAct, words_first

from .change_case import Changing, Outcome, Transition, change_case
from .ports import Archive, Reply
from .recording import CaseFile, Recording
from .sending import Content, keep
from .writes import Create


@dataclass(frozen=True)
class OpenDispute:
    """What the debtor contests: ``amount`` in all, ``None`` for all of ``invoice_ids``; none of them named is all.

    ``channel`` is how it was said: as in the guard, or ``page``; ``documents`` are kept as evidence. ``reason_code`` is
    the word that was sent where it is none of ours. ``undisputed_goes_on`` ``None`` is as the creditor's rules say.
    """

    changing: Changing
    reason: DisputeReason
    detail: str | None
    channel: str
    invoice_ids: tuple[str, ...] = ()
    amount: Money | None = None
    documents: tuple[Content, ...] = ()
    act: PageAct | None = None
    reason_code: str | None = None
    undisputed_goes_on: bool | None = None


def open_dispute(command: OpenDispute, *, recording: Recording, archive: Archive, reply: Reply) -> Outcome:
    """``result`` is the ``Dispute``. What is contested is not asked for until it is resolved.

    Errors: ``case_closed``; ``too_many_disputes``; fields: ``unknown_invoice``, ``not_positive``,
    ``more_than_claimed``.
    A document of what is refused is not kept.
    """
    dispute_id = recording.ids.new("dsp")
    kept: list[Document] = []  # once, however often the change is tried: the archive forgets nothing
    said = Contesting(
        command.reason,
        command.detail,
        command.channel,
        command.invoice_ids,
        command.amount,
        command.reason_code,
        command.undisputed_goes_on,
    )

    def transition(file: CaseFile) -> Transition:
        rules = file.creditor.negotiation_rules.disputes
        heard = file.case.answered(file.now)
        opened(heard, dispute_id, said, rules, file.now)
        if not kept:
            kept.extend(
                keep(file.case, file.key, each, recording=recording, archive=archive) for each in command.documents
            )
        case, drafts = opened(heard, dispute_id, said, rules, file.now, documents=kept)
        writes = tuple(Create(document, file.key) for document in kept)
        return Transition(
            case, (*words_first(command.act), *drafts), writes=writes, result=dispute_of(case, dispute_id)
        )

    return change_case(command.changing, transition, recording=recording, reply=reply)
