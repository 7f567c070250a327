"""The debtor says that they have paid: the case waits a bounded time for the creditor to find it (R-127)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.document import Document
from chalicelib.domain.negotiation.page_act import PageAct, words_first
from chalicelib.domain.payment_claim import PaymentClaim, payment_claimed

from .change_case import Changing, Outcome, Transition, change_case
from .ports import Archive, Reply
from .recording import CaseFile, Recording
from .sending import Content, keep
from .writes import Create


@dataclass(frozen=True)
class ClaimPayment:
    """``proof`` is kept as evidence, ``act`` is what was confirmed on the page."""

    changing: Changing
    claim: PaymentClaim
    proof: Content | None = None
    act: PageAct | None = None


def claim_payment(command: ClaimPayment, *, recording: Recording, archive: Archive, reply: Reply) -> Outcome:
    """``result`` is the kept proof, if any. Errors: ``case_closed``; fields: ``in_the_future``, ``not_positive``."""
    kept: list[Document] = []  # once, however often the change is tried: the archive forgets nothing

    def transition(file: CaseFile) -> Transition:
        payment_claimed(file.case, command.claim, file.now)
        if command.proof is not None and not kept:
            kept.append(keep(file.case, file.key, command.proof, recording=recording, archive=archive))
        case, drafts = payment_claimed(file.case, command.claim, file.now, kept)
        writes = tuple(Create(document, file.key) for document in kept)
        return Transition(case, (*words_first(command.act), *drafts), writes=writes, result=kept[0] if kept else None)

    return change_case(command.changing, transition, recording=recording, reply=reply)
