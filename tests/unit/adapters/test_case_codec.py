from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from chalicelib.adapters.dynamodb import codec, keys
from chalicelib.domain.case import Case, PriorReminder
from chalicelib.domain.contact import Channel, ContactRef, ContactState
from chalicelib.domain.interest import THREE_TIMES_LEGAL, ContractRate
from chalicelib.domain.invoice import Invoice
from chalicelib.domain.last_look import BalanceLook, Doubt
from chalicelib.domain.ledger_facts import ComplementaryIndemnity
from chalicelib.domain.money import Money
from chalicelib.domain.prior_reminders import MOST_NOTICES
from chalicelib.domain.scenarios.deviation import Deviation, DeviationKind
from chalicelib.domain.scenarios.model import Anchor, Message, Step
from chalicelib.domain.scenarios.presets import PROGRESSIF
from chalicelib.domain.step_record import StepRecord, StepState
from tests.support import stored_things as things
from tests.support.stored_things import NOW


def test_the_head_of_a_full_case_stays_under_eight_kilobytes() -> None:
    """Sixty invoices with their files, every step done on every channel, a notice, an attention, metadata.

    Twenty reminders of before with their texts, and as many of them formal notices as a case takes over.
    """
    refs = tuple(
        ContactRef(
            id=f"ctc_01J0000000000000000000000{n}",
            channel=Channel.REGISTERED_LETTER,
            template="formal_notice",
            state=ContactState.RECEIVED,
            at=NOW + timedelta(microseconds=n),
            expected_event_on=NOW.date(),
            recorded_at=NOW,
        )
        for n in range(2)
    )
    steps = tuple(StepRecord(step.id, StepState.DONE, NOW, "done as planned", refs) for step in PROGRESSIF.steps)
    case = things.case(
        case_id="case_01J00000000000000000000000",
        invoices=tuple(things.invoice(n) for n in range(60)),
        payments=tuple(things.payment(n) for n in range(1, 31)),
        invoice_documents=tuple(f"doc_01J0000000000000000000{n:04d}" for n in range(60)),
        steps=steps,
        metadata=tuple((f"key_{n}", "x" * 40) for n in range(10)),
        decision_asked=(NOW, NOW, NOW),
        prior_reminders=tuple(
            PriorReminder(
                "registered_letter",
                NOW.date(),
                f"doc_01J000000000000000000{n:05d}",
                NOW.date() if n < MOST_NOTICES else None,
            )
            for n in range(20)
        ),
    )
    parts = codec.case_parts(case)
    assert len(parts[keys.HEAD].encode()) <= 8_192
    assert len([sk for sk in parts if sk.startswith("A#INV#")]) == 3


def test_a_case_is_put_together_whatever_the_order_of_its_items() -> None:
    case = things.case(invoices=tuple(things.invoice(n) for n in range(60)), credit_notes=(things.credit_note(1),))
    parts = codec.case_parts(case)
    assert codec.assemble_case(dict(reversed(parts.items()))) == case


def test_costs_on_proof_have_items_of_their_own() -> None:
    """IND_05: the head of the case stays small however many are recorded."""
    costs = tuple(
        ComplementaryIndemnity(f"cmp_{n:02d}", "inv_001", Money(100), date(2026, 10, 1), f"doc_{n}") for n in range(60)
    )
    case = things.case(complementary_indemnities=costs)
    parts = codec.case_parts(case)
    assert codec.assemble_case(parts) == case
    assert parts[keys.HEAD] == codec.case_parts(things.case())[keys.HEAD]


def test_what_stands_at_its_default_is_not_stored() -> None:
    """An object stored before a field existed reads as if it had the field's default."""
    plain = codec.dump(things.case(case_manager=None))
    assert "metadata" not in plain
    assert codec.load(Case, plain) == things.case()


def test_a_stored_instant_keeps_its_microseconds_and_its_zone() -> None:
    at = NOW + timedelta(microseconds=123_456)
    read = codec.load(Case, codec.dump(replace(things.case(), last_instant=at)))
    assert (read.last_instant, read.last_instant.utcoffset()) == (at, timedelta(0))


@pytest.mark.parametrize("rate", [None, Decimal("12.15"), Decimal(0), THREE_TIMES_LEGAL])
def test_the_rate_of_a_contract_comes_back_as_a_figure_or_as_three_times_the_legal_rate(rate: ContractRate) -> None:
    """INT_02."""
    invoice = replace(things.case().invoices[0], contract_rate=rate)
    read = codec.load(Invoice, codec.dump(invoice))
    assert (read, type(read.contract_rate)) == (invoice, type(rate))


def test_a_doubt_stands_in_the_head_and_deviations_beside_it() -> None:
    """R-133, R-028: a case reads back as it was; twenty deviations leave the head as small as it was."""
    doubt = Doubt("balance_differs", "first_reminder", NOW, 2, NOW, NOW)
    added = Step("added_1", 2, Anchor.DUE_DATE, 0, (Message(Channel.EMAIL, "reminder_1"),), fixed_on=NOW.date())
    made = Deviation("dev_1", DeviationKind.ADD, added.id, "key_1", NOW, on=NOW.date(), step=added)
    case = replace(things.case(), look=BalanceLook(as_of=NOW.date(), doubt=doubt))
    deviating = replace(case, deviations=tuple(replace(made, id=f"dev_{n}") for n in range(20)))
    parts = codec.case_parts(deviating)
    assert parts[keys.HEAD] == codec.case_parts(case)[keys.HEAD]
    assert keys.DEVIATIONS in parts
    assert codec.assemble_case(parts) == deviating
