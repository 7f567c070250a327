"""Record that the collector passed a payment on to the creditor (PAY_05, CPCE R124-6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chalicelib.domain.advice import remit

from .change_case import Changing, Outcome, Transition, change_case
from .ports import Reply
from .recording import CaseFile, Recording


@dataclass(frozen=True)
class RecordRemittance:
    """``on`` is the day of the transfer to the creditor, ``reference`` what it was called."""

    changing: Changing
    payment_id: str
    on: date
    reference: str


def record_remittance(command: RecordRemittance, *, recording: Recording, reply: Reply) -> Outcome:
    """``result`` is the payment's id. Errors: ``not_found``; ``remittance_not_due``; ``already_remitted``."""

    def transition(file: CaseFile) -> Transition:
        case, drafts = remit(file.case, command.payment_id, command.on, command.reference, file.now)
        return Transition(case, drafts, result=command.payment_id)

    return change_case(command.changing, transition, recording=recording, reply=reply)
