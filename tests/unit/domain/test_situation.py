"""What conditions ask of a case, one by one: what holds, and what is named when it does not (R-029..R-032)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.call_task import CallOutcome
from chalicelib.domain.case import Case, PriorReminder
from chalicelib.domain.contact import Channel, ContactState
from chalicelib.domain.ledger_facts import CreditNote, Payment
from chalicelib.domain.money import Money
from chalicelib.domain.parties import CollectorMode, Debtor, DebtorKind, Solvency
from chalicelib.domain.scenarios.conditions import ALWAYS, CallOutcomeIs, Conditions, DeliveryIs, Range
from chalicelib.domain.scenarios.situation import not_met, situation_of

from .cases import CALLED, NOTIFIED, REMINDED, at, case, day, debtor, done, invoice, ref

PAID = Payment("pay_1", Money(20_000), day(10), 1)
REVERSED = replace(PAID, id="pay_2", reversed_on=day(11))
CREDITED = CreditNote("cn_1", "AV-1", "inv_1", day(9), Money(30_000), day(9))
BOUNCED = done("first_reminder", 15, ref("reminder_1", 15, ContactState.BOUNCED))
REPLACED = replace(BOUNCED, contacts=(*BOUNCED.contacts, ref("reminder_1", 16, channel=Channel.LETTER)))
RANG_OUT = replace(CALLED, outcome=CallOutcome.NO_ANSWER)
SPOKE = replace(done("last_call", 65, ref("last_call", 65, channel=Channel.CALL)), outcome=CallOutcome.REACHED_REFUSES)

HOLDS: list[tuple[Conditions, Case, Debtor]] = [
    (ALWAYS, case(), debtor()),
    (Conditions(amount=Range(at_least=120_000, below=120_001)), case(), debtor()),
    (Conditions(amount=Range(at_least=200_000)), case(invoices=(invoice(1), invoice(2))), debtor()),
    (Conditions(amount=Range(below=70_001)), case(payments=(PAID,), credit_notes=(CREDITED,)), debtor()),
    (Conditions(amount=Range(at_least=120_000)), case(payments=(REVERSED,)), debtor()),
    (Conditions(days_overdue=Range(at_least=45, below=46)), case(45), debtor()),
    (Conditions(solvency=(Solvency.POOR, Solvency.FRAGILE)), case(), debtor(solvency=Solvency.POOR)),
    (Conditions(debtor_kind=(DebtorKind.COMPANY,)), case(), debtor()),
    (Conditions(new_customer=True), case(), debtor(new_customer=True)),
    (Conditions(new_customer=False), case(), debtor()),
    (Conditions(collector_mode=(CollectorMode.CREDITOR_OWN,)), case(), debtor()),
    (Conditions(reminded_before=True), case(prior_reminders=(PriorReminder("email", day(1)),)), debtor()),
    (Conditions(reminded_before=False), case(prior_reminders=(PriorReminder("call", day(1)),)), debtor()),
    (Conditions(unanswered_contacts=Range(at_least=2)), case(steps=(CALLED, REMINDED)), debtor()),
    (Conditions(delivery=DeliveryIs("first_reminder", (ContactState.BOUNCED,))), case(steps=(REPLACED,)), debtor()),
    (Conditions(call_outcome=CallOutcomeIs((CallOutcome.NO_ANSWER,))), case(steps=(RANG_OUT,)), debtor()),
    (
        Conditions(call_outcome=CallOutcomeIs((CallOutcome.NO_ANSWER,), "verification_call")),
        case(steps=(RANG_OUT, SPOKE)),
        debtor(),
    ),
]
FAILS: list[tuple[str, Conditions, Case, Debtor]] = [
    ("amount", Conditions(amount=Range(below=120_000)), case(), debtor()),
    ("days_overdue", Conditions(days_overdue=Range(below=45)), case(45), debtor()),
    ("solvency", Conditions(solvency=(Solvency.POOR,)), case(), debtor()),
    ("debtor_kind", Conditions(debtor_kind=(DebtorKind.CONSUMER,)), case(), debtor()),
    ("new_customer", Conditions(new_customer=True), case(), debtor()),
    ("collector_mode", Conditions(collector_mode=(CollectorMode.THIRD_PARTY_MANDATE,)), case(), debtor()),
    ("reminded_before", Conditions(reminded_before=True), case(), debtor()),
    ("unanswered_contacts", Conditions(unanswered_contacts=Range(at_least=1)), case(), debtor()),
    ("delivery", Conditions(delivery=DeliveryIs("first_reminder", (ContactState.BOUNCED,))), case(), debtor()),
    ("call_outcome", Conditions(call_outcome=CallOutcomeIs((CallOutcome.NO_ANSWER,))), case(), debtor()),
    (
        "call_outcome",
        Conditions(call_outcome=CallOutcomeIs((CallOutcome.NO_ANSWER,))),
        case(steps=(RANG_OUT, SPOKE)),
        debtor(),
    ),
]


@pytest.mark.parametrize(("conditions", "of", "known"), HOLDS)
def test_what_holds(conditions: Conditions, of: Case, known: Debtor) -> None:
    assert not_met(conditions, situation_of(of, known)) == ()


@pytest.mark.parametrize(("name", "conditions", "of", "known"), FAILS)
def test_what_does_not_hold_is_named(name: str, conditions: Conditions, of: Case, known: Debtor) -> None:
    assert not_met(conditions, situation_of(of, known)) == (name,)


def test_every_condition_there_is_has_been_asked() -> None:
    asked = {name for _, conditions, _, _ in FAILS for name, value in conditions.__dict__.items() if value}
    assert asked == set(Conditions.__dataclass_fields__)


def test_all_that_fail_are_named() -> None:
    both = Conditions(new_customer=True, solvency=(Solvency.POOR,))
    assert not_met(both, situation_of(case(), debtor())) == ("solvency", "new_customer")


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({"steps": (CALLED, REMINDED)}, 2),
        ({"steps": (CALLED, REMINDED), "answered_at": at(10)}, 1),
        ({"steps": (CALLED, REMINDED), "answered_at": at(15)}, 0),
        ({"steps": (CALLED, BOUNCED)}, 1),
        ({"steps": (CALLED, REPLACED)}, 2),
        ({"steps": (REMINDED, NOTIFIED)}, 1),
        ({"steps": (replace(CALLED, contacts=(ref("call_verification", 8, ContactState.FAILED, Channel.CALL),)),)}, 1),
    ],
)
def test_unanswered_are_the_solicitations_since_the_last_sign_of_life(changes: dict[str, Any], count: int) -> None:
    """R-032: a step counts once; what never reached the debtor does not; a formal notice is no solicitation."""
    assert situation_of(case(**changes), debtor()).unanswered_contacts == count
