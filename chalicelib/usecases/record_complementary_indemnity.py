"""Record recovery costs beyond the 40 EUR, with their proof (IND_05); the proof is kept as evidence."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.case_commands import require_live
from chalicelib.domain.case_indemnities import check_indemnity, invoice_named, record_indemnity
from chalicelib.domain.document import Document
from chalicelib.domain.ledger_facts import ComplementaryIndemnity
from chalicelib.domain.money import Money
from chalicelib.domain.plan import local_day

from .change_case import Changing, Outcome, Transition, change_case
from .ports import Archive, Reply
from .recording import CaseFile, Recording
from .sending import Content, keep
from .writes import Create


@dataclass(frozen=True)
class RecordComplementaryIndemnity:
    """``invoice`` is an id or a number; ``amount`` what exceeds the 40 EUR; ``proof`` the document that shows it."""

    changing: Changing
    invoice: str
    amount: Money
    reason: str
    proof: Content


def record_complementary_indemnity(
    command: RecordComplementaryIndemnity, *, recording: Recording, archive: Archive, reply: Reply
) -> Outcome:
    """``result`` is the new ``ComplementaryIndemnity``.

    Errors: ``case_closed``; ``unknown_invoice``; ``complementary_indemnity_not_owed`` for a debtor or a creditor of the
    wrong kind; ``not_yet_due``. A proof of what is refused is not kept.
    """
    indemnity_id = recording.ids.new("cmp")
    kept: list[Document] = []  # once, whatever else happens to the case meanwhile: the archive forgets nothing

    def transition(file: CaseFile) -> Transition:
        require_live(file.case)
        invoice, today = invoice_named(file.case, command.invoice), local_day(file.case, file.now)
        check_indemnity(file.case, invoice, file.rates, today)
        if not kept:
            kept.append(keep(file.case, file.key, command.proof, recording=recording, archive=archive))
        indemnity = ComplementaryIndemnity(indemnity_id, invoice.id, command.amount, today, kept[0].id)
        paid = record_indemnity(file.case, indemnity, command.reason, kept[0], file.rates, file.now)
        return Transition(paid.case, paid.events, writes=(Create(kept[0], file.key),), result=indemnity)

    return change_case(command.changing, transition, recording=recording, reply=reply)
