from __future__ import annotations

from dataclasses import replace
from datetime import date

from chalicelib.adapters.dynamodb import codec, keys
from chalicelib.domain.advice_record import Advice, AdviceState, ProposalRecord, Remittance
from chalicelib.domain.collector import CaseMandate, FirstLetter, Mandate, Payee
from chalicelib.domain.contact import Channel, ContactRef, ContactState
from chalicelib.domain.parties import CollectorMode, Creditor
from tests.support.mandate_story import collector
from tests.support.stored_things import NOW, case, creditor, payment, receipt

MANDATE = Mandate("mdt_1", "MDT-7", date(2026, 1, 2), "8 %", Payee.COLLECTOR, 15, "ab" * 32, date(2026, 12, 31), "over")
LETTER = FirstLetter("ctc_1", "AM-0001-L1", date(2026, 11, 20), date(2026, 11, 21))
UNDER = CaseMandate("mdt_1", "MDT-7", date(2026, 1, 2), NOW, Payee.COLLECTOR, 15, LETTER, "doc_1", 1)
REF = ContactRef("ctc_2", Channel.EMAIL, "payment_advice", ContactState.SENT, NOW)
TOLD = Advice(AdviceState.SENT, (REF,))


def test_a_creditor_keeps_its_collector_and_mandates() -> None:
    kept = creditor(collector=collector(), mandates=(MANDATE, replace(MANDATE, id="mdt_2", reference="MDT-8")))
    assert codec.load(Creditor, codec.dump(kept)) == kept


def test_a_case_keeps_its_mandate_its_letter_and_what_the_creditor_was_told() -> None:
    paid = payment(1)
    shown = replace(receipt(paid), advice=TOLD, remittance=Remittance(date(2026, 12, 1), date(2026, 11, 30), "VIR 1"))
    proposals = tuple(ProposalRecord(f"prp_{n}", date(2026, 11, 20), "call", date(2026, 12, 1), TOLD) for n in range(6))
    mode = CollectorMode.THIRD_PARTY_MANDATE
    kept = case(collector_mode=mode, mandate=UNDER, proposals=proposals, payments=(paid,), receipts=(shown,))
    parts = codec.case_parts(kept)
    assert codec.assemble_case(parts) == kept
    assert len(parts[keys.HEAD].encode()) < 8_000


def test_what_was_stored_before_mandates_existed_reads_as_without_one() -> None:
    """A stored field's default never changes its meaning."""
    old = codec.case_parts(case(payments=(payment(1),), receipts=(receipt(payment(1)),)))
    assert not any(word in part for part in old.values() for word in ("mandate", "proposals", "advice", "remittance"))
    read = codec.assemble_case(old)
    assert (read.mandate, read.proposals, read.receipts[0].advice.state) == (None, (), AdviceState.NONE)
