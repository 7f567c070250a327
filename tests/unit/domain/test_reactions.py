"""What the debtor does changes what comes next, always through ``decide`` (R-031, R-032)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from chalicelib.domain.call_outcomes import record_outcome
from chalicelib.domain.call_task import CallOutcome
from chalicelib.domain.case import Case, PriorReminder
from chalicelib.domain.case_commands import pause, resume
from chalicelib.domain.case_deliveries import record_delivery
from chalicelib.domain.case_payments import record_payment
from chalicelib.domain.contact import Channel, ContactState, DeliveryEvent, DeliveryKind
from chalicelib.domain.decide import decide
from chalicelib.domain.formal_notice import presented
from chalicelib.domain.holds import PauseKind
from chalicelib.domain.ledger_facts import Payment
from chalicelib.domain.money import Money
from chalicelib.domain.next_step import Action
from chalicelib.domain.notice import FormalNotice, Presentation
from chalicelib.domain.parties import Debtor
from chalicelib.domain.receipt import ReceiptState
from chalicelib.domain.scenarios.model import Scenario
from chalicelib.domain.scenarios.presets import COURT, FERME, PROGRESSIF

from .cases import (
    CALLED,
    NOTIFIED,
    RATES,
    REMINDED,
    REMINDED_AGAIN,
    at,
    case,
    contact,
    day,
    debtor,
    done,
    facts,
    ref,
    task,
)

NOTHING = ("nothing", None, None)
Next = tuple[str, str | None, datetime | None]

WROTE = done("first_reminder", 5, ref("reminder_1", 5))
RANG = done("firm_call", 60, ref("call_firm", 60, channel=Channel.CALL))
NEW = debtor(new_customer=True)


def comes_next(of: Case, scenario: Scenario, known: Debtor, now: datetime) -> Next:
    """Of the debtor; that the claim will be time-barred one day is nothing that happens to them."""
    step = decide(facts(of, debtor_=known), scenario, now)
    if step.action is Action.WARN_OF_LIMITATION:
        return NOTHING
    return step.action.value, step.step_id, step.due_at


def said(outcome: CallOutcome, scenario: Scenario, of: Case, step_id: str, now: datetime) -> Case:
    """After what came of the call of this step."""
    asked = task(step_id, of.steps[-1].contacts[-1].template, (now.date() - day(0)).days)
    return record_outcome(of, asked, debtor(), outcome, scenario, now, on=day(20)).case


def confirmed(of: Case) -> Case:
    """What was agreed is confirmed in writing."""
    return replace(of, negotiation=of.negotiation.without_notes(lambda _: True))


def paid(of: Case) -> Case:
    """A part, and the receipt that was owed for it is out."""
    found = record_payment(of, Payment("pay_1", Money(10_000), day(8), 1), RATES, at(9)).case
    (receipt,) = found.receipts
    return found.with_receipt(replace(receipt, state=ReceiptState.SENT))


def bounced(of: Case, known: Debtor) -> tuple[Case, Debtor]:
    sent = contact("reminder_1", step_id="first_reminder", id=of.steps[-1].contacts[-1].id)
    delivered = record_delivery(
        of, sent, known, DeliveryEvent(DeliveryKind.BOUNCED, day(15), at(15)), PROGRESSIF, at(15)
    )
    assert delivered is not None
    assert delivered.debtor is not None
    return delivered.case, delivered.debtor


def noticed(presentation: Presentation) -> Case:
    """The formal notice of D+45, after what the carrier said of it on D+50."""
    notice = FormalNotice("ctc_formal_notice_45", day(45), day(62), posted_on=day(45))
    followed = presented(notice, presentation, day(50), PROGRESSIF)
    return case(steps=(CALLED, REMINDED, REMINDED_AGAIN, NOTIFIED), notice=followed, last_instant=at(50))


REMINDED_BY_THE_CREDITOR = case(
    40, steps=(NOTIFIED, RANG), prior_reminders=(PriorReminder("letter", day(20)),), last_instant=at(60)
)
SILENT_NEW_CUSTOMER = case(1, steps=(WROTE,), last_instant=at(5))

REACTIONS: dict[str, tuple[Callable[[], tuple[Case, Debtor]], Scenario, datetime, Next]] = {
    "R-032: a silent new customer is called, and gets no second reminder": (
        lambda: (SILENT_NEW_CUSTOMER, NEW),
        COURT,
        at(5, 9),
        ("ask_for_call", "firm_call", at(14)),  # D+12 is a Saturday
    ),
    "R-032: a new customer who paid a part gets the second reminder": (
        lambda: (paid(SILENT_NEW_CUSTOMER), NEW),
        COURT,
        at(9),
        ("send_email", "second_reminder", at(15)),
    ),
    "R-031: a dispute stops everything": (
        lambda: (pause(SILENT_NEW_CUSTOMER, PauseKind.DISPUTE, at(6), reason="wrong price")[0], NEW),
        COURT,
        at(6),
        NOTHING,
    ),
    "R-031: once it is answered the scenario goes on where it stood": (
        lambda: (
            resume(pause(SILENT_NEW_CUSTOMER, PauseKind.DISPUTE, at(6), reason="x")[0], reason="answered")[0],
            NEW,
        ),
        COURT,
        at(21),
        ("ask_for_call", "firm_call", at(21)),
    ),
    "R-031: a promise is waited for, two days of grace included": (
        lambda: (
            confirmed(
                said(CallOutcome.REACHED_PROMISE, PROGRESSIF, case(steps=(CALLED,)), "verification_call", at(8, 10))
            ),
            debtor(),
        ),
        PROGRESSIF,
        at(8, 11),
        ("check_promise", None, at(22, 9)),
    ),
    "R-031: a refusal after the notice ends the scenario, and the creditor decides": (
        lambda: (
            said(CallOutcome.REACHED_REFUSES, FERME, REMINDED_BY_THE_CREDITOR, "firm_call", at(60, 10)),
            debtor(),
        ),
        FERME,
        at(60, 11),
        ("ask_for_decision", None, at(61, 9)),  # the notice names D+60
    ),
    "R-031: a call that nobody answers is made again the next day": (
        lambda: (
            said(CallOutcome.NO_ANSWER, FERME, REMINDED_BY_THE_CREDITOR, "firm_call", at(60, 10)),
            debtor(),
        ),
        FERME,
        at(60, 11),
        ("ask_for_call", "firm_call", at(63)),  # D+61 is a Saturday
    ),
    "R-031: a bounced e-mail goes by letter instead": (
        lambda: bounced(case(steps=(CALLED, REMINDED)), debtor()),
        PROGRESSIF,
        at(15, 9),
        ("send_letter", "first_reminder", at(15, 9)),
    ),
    "R-031: an unclaimed notice counts as presented, and its delay runs": (
        lambda: (noticed(Presentation.UNCLAIMED), debtor()),
        PROGRESSIF,
        at(50),
        ("ask_for_call", "last_call", at(65)),
    ),
}


@pytest.mark.parametrize("name", REACTIONS)
def test_what_the_debtor_does_changes_what_comes_next(name: str) -> None:
    after, scenario, now, expected = REACTIONS[name]
    of, known = after()
    assert comes_next(of, scenario, known, now) == expected


def test_a_letter_that_comes_back_asks_for_the_new_address() -> None:
    """R-031: whatever the scenario, nothing goes on by itself."""
    notice = FormalNotice("ctc_formal_notice_45", day(45), day(62), posted_on=day(45))
    of = case(steps=(CALLED, REMINDED, REMINDED_AGAIN, NOTIFIED), notice=notice, last_instant=at(45))
    sent = contact("formal_notice", Channel.REGISTERED_LETTER, id="ctc_formal_notice_45", state=ContactState.POSTED)
    report = DeliveryEvent(DeliveryKind.RETURNED, day(50), at(50))
    back = record_delivery(of, sent, debtor(), report, PROGRESSIF, at(50))
    assert back is not None
    assert back.case.attention is not None
    assert back.case.attention.code == "letter_returned"
    assert comes_next(back.case, PROGRESSIF, debtor(), at(50)) == NOTHING


@pytest.mark.parametrize("outcome", list(CallOutcome))
def test_every_outcome_is_remembered_and_only_the_debtors_own_voice_is_a_sign_of_life(outcome: CallOutcome) -> None:
    """R-071, R-031: conditions and branches look at both."""
    after = said(outcome, PROGRESSIF, case(steps=(CALLED,)), "verification_call", at(8, 10))
    record = after.record_of("verification_call")
    assert record is not None
    assert record.outcome is outcome
    spoke = outcome.value.startswith("reached_") and outcome not in (
        CallOutcome.REACHED_THIRD_PARTY,
        CallOutcome.REACHED_WRONG_PERSON,
    )
    assert (after.answered_at == at(8, 10)) is spoke


def test_a_payment_is_a_sign_of_life_of_its_own_day_and_takes_no_later_one_back() -> None:
    of = record_payment(case(), Payment("pay_1", Money(100), day(8), 1), RATES, at(20)).case
    assert of.answered_at == at(9, 0)
    assert record_payment(
        replace(of, answered_at=at(30)), Payment("p", Money(1), day(8), 2), RATES, at(31)
    ).case.answered_at == at(30)
