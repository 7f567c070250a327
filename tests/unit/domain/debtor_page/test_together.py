"""The other cases of a message that spoke for several, as the first page tells them (R-123, R-127, PAY_06)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.case import Case, CaseStatus, Outcome
from chalicelib.domain.collector import Payee
from chalicelib.domain.debtor_page.facts import PageFacts
from chalicelib.domain.debtor_page.overview import overview_of
from chalicelib.domain.debtor_page.together import Beside, Together, together_of
from chalicelib.domain.holds import Pause, PauseKind
from chalicelib.domain.ledger_facts import Payment
from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.dispute import Dispute, DisputeReason
from chalicelib.domain.negotiation.promise import Promise
from chalicelib.domain.negotiation.settlement import SettlementOffer
from chalicelib.domain.parties import Creditor
from tests.support.page_gallery import plan_of_three, running_plan, under_mandate
from tests.support.page_world import page_world

TOTAL = 126_201


@pytest.fixture(scope="module")
def company() -> Iterator[PageFacts]:
    with page_world() as world:
        file = world.case_file
        yield PageFacts(file.case, file.creditor, file.debtor, file.rates, file.now)


def other(facts: PageFacts, number: int = 2) -> PageFacts:
    return replace(facts, case=replace(facts.case, id=f"case_{number}", reference=f"AM-{number}"))


def changed(facts: PageFacts, change: Callable[[Case], Case]) -> PageFacts:
    return replace(facts, case=change(facts.case))


def together(facts: PageFacts, *others: PageFacts, lead: str = "") -> Together:
    found = together_of(facts, Beside(others, lead or facts.case.id, lambda case_id: f"./page-of-{case_id}"))
    assert found is not None
    return found


def test_a_case_that_was_spoken_of_alone_names_no_other(company: PageFacts) -> None:
    assert together_of(company, Beside((), "", str)) is None
    assert overview_of(company, _no_link).together is None


def test_each_other_case_has_its_reference_what_is_left_and_its_page(company: PageFacts) -> None:
    paid = changed(
        other(company, 3), lambda case: replace(case, payments=(Payment("p", Money(26_201), company.today, 1),))
    )
    found = together(company, other(company), paid)
    told = [(each.reference, each.page, each.left, each.asks_all) for each in found.cases]
    assert told == [
        ("AM-2", "./page-of-case_2", Money(TOTAL), True),
        ("AM-3", "./page-of-case_3", Money(100_000), True),
    ]


def test_one_transfer_pays_the_sum_under_the_reference_that_the_message_quoted(company: PageFacts) -> None:
    """The lead's reference is quoted and the others are told, on the page of each of them."""
    own = company.case.reference
    first, second = other(company, 2), other(company, 3)
    for lead, quoted, besides in (("case_2", "AM-2", (own, "AM-3")), (company.case.id, own, ("AM-2", "AM-3"))):
        found = together(company, first, second, lead=lead).transfer
        assert found is not None
        assert (found.amount, found.reference, found.other_references) == (Money(3 * TOTAL), quoted, besides)
        assert found.besides(own) == ("AM-2", "AM-3")
        lines = (found.qr or "").split("\n")
        assert (lines[6], lines[7], lines[10]) == (company.creditor.iban, "EUR3786.03", quoted)


def test_where_the_lead_is_paid_the_transfer_quotes_this_case(company: PageFacts) -> None:
    gone = changed(other(company, 2), closed(Outcome.PAID))
    found = together(company, gone, other(company, 3), lead="case_2")
    assert found.transfer is not None
    assert (found.transfer.reference, found.transfer.other_references) == (company.case.reference, ("AM-3",))
    assert found.transfer.amount == Money(2 * TOTAL)


def closed(outcome: Outcome) -> Callable[[Case], Case]:
    return lambda case: replace(case, status=CaseStatus.CLOSED, outcome=outcome, closed_at=case.opened_at)


@pytest.mark.parametrize("outcome", Outcome)
def test_a_closed_case_is_told_as_such_and_asks_for_nothing(company: PageFacts, outcome: Outcome) -> None:
    found = together(company, changed(other(company), closed(outcome)))
    assert (found.cases[0].standing.stage, found.cases[0].left) == (outcome.value, None)
    assert not found.cases[0].is_unknown
    assert found.transfer is None
    assert not found.can_be_paid


def promised(facts: PageFacts) -> PageFacts:
    promise = Promise("prm_1", Money(40_000), facts.today + timedelta(days=3), facts.now, "page")
    return _with(facts, facts.case.negotiation.with_promise(promise))


def in_a_plan(facts: PageFacts) -> PageFacts:
    return _with(facts, facts.case.negotiation.with_plan(running_plan(plan_of_three(facts), facts.now)))


def offered(facts: PageFacts) -> PageFacts:
    offer = SettlementOffer("stl_1", Money(90_000), facts.now, facts.today + timedelta(days=5))
    return _with(facts, replace(facts.case.negotiation, settlements=(offer,)))


def contested(facts: PageFacts) -> PageFacts:
    dispute = Dispute("dsp_1", DisputeReason.WRONG_AMOUNT, facts.now, "page", amount=Money(30_000))
    return _with(facts, facts.case.negotiation.with_dispute(dispute))


def claimed(facts: PageFacts) -> PageFacts:
    pause = Pause(PauseKind.PAYMENT_CLAIMED, facts.now)
    return changed(facts, lambda case: replace(case, status=CaseStatus.PAUSED, pause=pause))


def _with(facts: PageFacts, talk: object) -> PageFacts:
    return replace(facts, case=replace(facts.case, negotiation=talk))  # type: ignore[arg-type]  # the negotiation


@pytest.mark.parametrize("held", [promised, in_a_plan, offered, contested, claimed])
def test_what_is_agreed_or_contested_is_in_no_common_transfer(
    company: PageFacts, held: Callable[[PageFacts], PageFacts]
) -> None:
    """Who follows a plan, promised, contests or said to have paid is not asked for the whole again (R-124)."""
    apart = held(other(company, 3))
    found = together(company, other(company, 2), apart)
    assert found.transfer is not None
    assert found.transfer.amount == Money(2 * TOTAL)
    assert not found.cases[1].asks_all
    alone = together(held(company), other(company, 2), other(company, 3))
    assert alone.transfer is None, "each by itself"
    assert alone.can_be_paid


@pytest.mark.parametrize("kind", [PauseKind.INSOLVENCY, PauseKind.OVER_INDEBTEDNESS, PauseKind.WRONG_PERSON])
def test_whom_the_law_protects_reads_no_amount_of_the_others(company: PageFacts, kind: PauseKind) -> None:
    """C. com. L622-7, C. conso L722-5, STOP_04."""

    def stopped(case: Case) -> Case:
        return replace(case, status=CaseStatus.PAUSED, pause=Pause(kind, case.opened_at))

    found = together(changed(company, stopped), changed(other(company), stopped))
    assert found.cases[0].left is None
    assert found.transfer is None


def test_accounts_are_never_mixed(company: PageFacts) -> None:
    """PAY_06: what is paid to the collector and what to the creditor are two transfers."""
    mandated = under_mandate(other(company))
    assert mandated.case.mandate is not None
    to_collector = replace(mandated.case.mandate, payee=Payee.COLLECTOR)
    found = together(company, changed(mandated, lambda case: replace(case, mandate=to_collector)))
    assert found.cases[0].asks_all
    assert found.transfer is None
    assert together(company, replace(other(company), creditor=replace(company.creditor, iban=None))).transfer is None


def test_while_a_rate_is_missing_the_amount_is_said_to_be_unknown(company: PageFacts) -> None:
    """INT_15."""
    late = replace(other(company), now=company.now + timedelta(days=3_000))
    found = together(company, late)
    assert (found.cases[0].left, found.cases[0].is_unknown) == (None, True)
    assert found.transfer is None


def _no_link(_creditor: Creditor, _amount: Money, _reference: str) -> None:
    return None
