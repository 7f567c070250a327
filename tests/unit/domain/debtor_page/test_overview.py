"""The view models of the debtor's page, by tables (R-127, R-053, PAY_06)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.case import Case, CaseStatus, Outcome
from chalicelib.domain.collector import Payee
from chalicelib.domain.debtor_page.facts import PageFacts
from chalicelib.domain.debtor_page.overview import Overview, overview_of
from chalicelib.domain.debtor_page.possible import ACTIONS
from chalicelib.domain.holds import Pause, PauseKind
from chalicelib.domain.mediator import Mediator
from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.payment_plan import PlanState, Side, Signature, SignedBy
from chalicelib.domain.negotiation.promise import Promise
from chalicelib.domain.negotiation.settlement import SettlementOffer
from chalicelib.domain.next_step import Action, NextStep
from chalicelib.domain.notice import FormalNotice
from chalicelib.domain.parties import Creditor, DebtorKind
from tests.support.page_gallery import COLLECTOR, plan_of_three, running_plan, under_mandate
from tests.support.page_world import page_world

TOTAL = Money(126_201)


@pytest.fixture(scope="module")
def company() -> Iterator[PageFacts]:
    with page_world() as world:
        file = world.case_file
        yield PageFacts(file.case, file.creditor, file.debtor, file.rates, file.now)


def no_link(_creditor: Creditor, _amount: Money, _reference: str) -> None:
    return None


def seen(facts: PageFacts, **of_case: Any) -> Overview:
    return overview_of(replace(facts, case=replace(facts.case, **of_case)), no_link)


def paused(kind: PauseKind) -> Callable[[Case], Case]:
    return lambda case: replace(case, status=CaseStatus.PAUSED, pause=Pause(kind, case.opened_at))


def closed(outcome: Outcome) -> Callable[[Case], Case]:
    return lambda case: replace(case, status=CaseStatus.CLOSED, outcome=outcome, closed_at=case.opened_at)


STAGES: list[tuple[Callable[[Case], Case], str, set[str]]] = [
    (lambda case: case, "amicable", {"pay", "promise", "plan", "dispute", "paid", "wrong-person", "channels"}),
    (paused(PauseKind.DISPUTE), "dispute", {"pay", "dispute", "paid", "wrong-person", "channels"}),
    (paused(PauseKind.INSOLVENCY), "insolvency", {"dispute", "wrong-person", "channels"}),
    (paused(PauseKind.OVER_INDEBTEDNESS), "over_indebtedness", {"dispute", "wrong-person", "channels"}),
    (paused(PauseKind.REPRESENTED), "represented", {"dispute", "wrong-person", "channels"}),
    (paused(PauseKind.DEATH), "death", {"dispute", "wrong-person", "channels"}),
    (paused(PauseKind.WRONG_PERSON), "wrong_person", {"channels"}),
    (
        paused(PauseKind.PAYMENT_CLAIMED),
        "payment_claimed",
        {"pay", "promise", "plan", "dispute", "wrong-person", "channels"},
    ),
    *((closed(outcome), outcome.value, {"channels"}) for outcome in Outcome),
]


@pytest.mark.parametrize(("change", "stage", "allowed"), STAGES)
def test_each_standing_has_its_word_and_allows_what_it_may(
    company: PageFacts, change: Callable[[Case], Case], stage: str, allowed: set[str]
) -> None:
    found = overview_of(replace(company, case=change(company.case)), no_link)
    assert found.standing.stage == stage
    assert {name for name in ACTIONS if found.possible[name].allowed} == allowed
    assert all(found.possible[name].reason for name in ACTIONS if name not in allowed)


@pytest.mark.parametrize("stage", ["insolvency", "over_indebtedness", "wrong_person", "represented"])
def test_whom_the_law_protects_is_shown_no_way_to_pay(company: PageFacts, stage: str) -> None:
    """C. com. L622-7, C. conso L722-5: nothing is asked, not even by a code."""
    found = overview_of(replace(company, case=paused(PauseKind(stage))(company.case)), no_link)
    assert found.paying is None


def test_under_a_mandate_the_collector_speaks_and_its_letter_is_recalled(company: PageFacts) -> None:
    """CPCE R124-4, LTR_04; the creditor's own colours are not shown (R-057)."""
    found = overview_of(under_mandate(company), no_link)
    assert found.mandate is not None
    assert (found.mandate.collector, found.mandate.letter_reference) == (COLLECTOR.name, "AM-1-L1")
    assert str(found.mandate.letter_on) == "2026-11-03"
    assert found.manager.name == "Paul Durand"
    assert found.privacy_contact == COLLECTOR.email
    assert found.brand is None


@pytest.mark.parametrize("payee", Payee)
def test_the_account_is_the_payees_alone(company: PageFacts, payee: Payee) -> None:
    """PAY_06: and the creditor's own link is no way to pay a collector."""
    facts = under_mandate(company)
    assert facts.case.mandate is not None
    mandate = replace(facts.case.mandate, payee=payee)
    found = overview_of(
        replace(facts, case=replace(facts.case, mandate=mandate)), lambda *_: "https://pay.example.com/"
    ).paying
    assert found is not None
    collectors = payee is Payee.COLLECTOR
    assert found.iban == (COLLECTOR.dedicated_iban if collectors else company.creditor.iban)
    assert found.holder == (COLLECTOR.name if collectors else company.creditor.name)
    assert found.payables[0].link == (None if collectors else "https://pay.example.com/")
    assert found.iban is not None
    assert found.iban in (found.payables[0].qr or "")


def test_before_the_first_letter_nothing_is_asked_and_nothing_agreed(company: PageFacts) -> None:
    """LTR_01."""
    facts = under_mandate(company)
    assert facts.case.mandate is not None
    found = seen(facts, mandate=replace(facts.case.mandate, first_letter=None))
    assert found.standing.stage == "first_letter"
    assert found.paying is None
    assert found.possible["promise"].reason == "first_letter_awaited"
    assert found.possible["dispute"].allowed


@pytest.mark.parametrize(
    ("kind", "verified", "name"),
    [
        (DebtorKind.COMPANY, False, "Débiteur SAS"),
        (DebtorKind.PUBLIC_BODY, False, "Débiteur SAS"),
        (DebtorKind.CONSUMER, False, None),
        (DebtorKind.SOLE_TRADER, False, None),
        (DebtorKind.CONSUMER, True, "Débiteur SAS"),
    ],
)
def test_a_natural_person_is_named_after_a_code_alone(
    company: PageFacts, kind: DebtorKind, verified: bool, name: str | None
) -> None:
    facts = replace(company, debtor=replace(company.debtor, kind=kind), verified=verified)
    assert overview_of(facts, no_link).reader.name == name


def test_only_a_consumer_of_a_professional_has_a_mediator(company: PageFacts) -> None:
    """R-053."""
    creditor = replace(company.creditor, mediator=Mediator("Médiateur", website="www.mediation.example"))
    for kind in DebtorKind:
        facts = replace(company, creditor=creditor, debtor=replace(company.debtor, kind=kind))
        assert bool(overview_of(facts, no_link).mediator) is (kind is DebtorKind.CONSUMER)
    private = replace(creditor, is_private_individual=True)
    consumer = replace(company.debtor, kind=DebtorKind.CONSUMER)
    assert overview_of(replace(company, creditor=private, debtor=consumer), no_link).mediator is None


def test_of_a_running_plan_the_next_instalment_is_asked_first(company: PageFacts) -> None:
    plan = running_plan(plan_of_three(company), company.now)
    found = seen(company, negotiation=company.case.negotiation.with_plan(plan))
    assert found.standing.stage == "plan_active"
    assert found.paying is not None
    assert [(each.what, each.amount.amount) for each in found.paying.payables] == [
        ("instalment", 42_067),
        ("plan_left", 126_201),
    ]
    assert found.possible["promise"].reason == "plan_active"
    assert found.possible["plan"].allowed, "another one may be asked for beside it"


def test_a_late_instalment_is_told_with_the_last_day_of_its_notice(company: PageFacts) -> None:
    """PLAN_02: the page never says that a plan is kept when it is not, and announces no check of a day that is over."""
    plan = running_plan(plan_of_three(company), company.now)
    late = replace(company, now=company.now + timedelta(days=6))
    found = seen(late, negotiation=late.case.negotiation.with_plan(plan))
    assert found.standing.stage == "plan_late"
    assert found.coming.what == "nothing"
    notice = FormalNotice("con_1", late.today, late.today + timedelta(days=14))
    found = seen(late, negotiation=late.case.negotiation.with_plan(replace(plan, notice=notice)))
    assert (found.standing.stage, found.standing.on) == ("plan_notice", notice.named_last_day)


@pytest.mark.parametrize(
    ("state", "by", "stage", "reason"),
    [
        (PlanState.PROPOSED, Side.DEBTOR, "plan_proposed", "plan_awaits_answer"),
        (PlanState.PROPOSED, Side.CREDITOR, "plan_proposed", None),
        (PlanState.AGREED, Side.CREDITOR, "plan_agreed", "plan_to_sign"),
    ],
)
def test_a_plan_on_the_table_says_whose_turn_it_is(
    company: PageFacts, state: PlanState, by: Side, stage: str, reason: str | None
) -> None:
    plan = replace(plan_of_three(company), state=state, proposed_by=by)
    found = seen(company, negotiation=company.case.negotiation.with_plan(plan))
    assert found.standing.stage == stage
    assert found.possible["plan"].reason == reason
    assert found.possible["answer"].allowed is (by is Side.CREDITOR and state is PlanState.PROPOSED)
    assert found.possible["sign"].allowed is (state is PlanState.AGREED)
    assert found.agreements.plan is None
    assert found.agreements.proposal is not None


def test_who_has_signed_waits_for_the_creditor_and_can_pay_the_first_instalment(company: PageFacts) -> None:
    """R-075: the first instalment is due at once, also while the other signature is missing."""
    signature = Signature(Side.DEBTOR, company.now, SignedBy.PAGE)
    plan = replace(plan_of_three(company), state=PlanState.AGREED, signatures=(signature,))
    found = seen(company, negotiation=company.case.negotiation.with_plan(plan))
    assert found.standing.stage == "plan_signed"
    assert found.paying is not None
    assert [(each.what, each.number) for each in found.paying.payables] == [("instalment", 1), ("all", None)]


def test_an_offer_and_a_promise_can_be_paid_exactly(company: PageFacts) -> None:
    offer = SettlementOffer("stl_1", Money(90_000), company.now, company.today + timedelta(days=5))
    promise = Promise("prm_1", Money(40_000), company.today + timedelta(days=3), company.now, "page")
    talk = replace(company.case.negotiation.with_promise(promise), settlements=(offer,))
    found = seen(company, negotiation=talk).paying
    assert found is not None
    assert [(each.what, each.amount) for each in found.payables] == [
        ("offer", Money(90_000)),
        ("promise", Money(40_000)),
        ("all", TOTAL),
    ]
    assert all(f"EUR{each.amount.to_decimal():.2f}" in (each.qr or "") for each in found.payables)


def test_what_comes_next_is_told_without_the_words_of_the_machine(company: PageFacts) -> None:
    later = company.now + timedelta(days=4)
    steps = {
        NextStep(Action.SEND_EMAIL, later, "x", step_id="reminder_1"): "message",
        NextStep(Action.SEND_FORMAL_NOTICE, later, "x", step_id="formal_notice"): "formal_notice",
        NextStep(Action.ASK_FOR_DECISION, later, "x"): "decision",
        NextStep(Action.SEND_EMAIL, later, "x", step_id="prm_1/promise_confirmation"): "nothing",
        NextStep(Action.STAND_STILL, None, "x"): "nothing",
        NextStep(Action.CHECK_DELIVERY, later, "x"): "nothing",
    }
    for step, what in steps.items():
        assert seen(company, next_step=step).coming.what == what
    late = NextStep(Action.SEND_EMAIL, company.now - timedelta(days=4), "x", step_id="reminder_1")
    assert seen(company, next_step=late).coming.on == company.today


def test_a_promise_is_what_comes_next_whatever_else_is_on_its_way(company: PageFacts) -> None:
    """R-124: looked at two days after its day."""
    promise = Promise("prm_1", Money(40_000), company.today, company.now, "page")
    found = seen(company, negotiation=company.case.negotiation.with_promise(promise))
    assert (found.coming.what, found.coming.on) == ("check_promise", company.today + timedelta(days=2))


def test_a_formal_notice_shows_the_last_day_that_counts(company: PageFacts) -> None:
    named, effective = company.today + timedelta(days=5), company.today + timedelta(days=9)
    notice = FormalNotice("ctc_1", company.today, named)
    assert seen(company, notice=notice).standing.on == named
    assert seen(company, notice=replace(notice, deadline=effective)).standing.on == effective


def test_while_a_rate_is_missing_no_amount_is_guessed(company: PageFacts) -> None:
    """INT_15."""
    late = replace(company, now=company.now + timedelta(days=3_000))
    found = overview_of(late, no_link)
    assert found.sums is None
    assert found.paying is None
    assert found.possible["plan"].reason == "amount_unknown"
