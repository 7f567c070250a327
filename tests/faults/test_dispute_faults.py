"""Faults around disputes and settlements: each changes the account once, with its credit note or not at all (R-002).

`make test` plays some of the calls, each way to fail among them; `make campaign` plays every one (R-141).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.dispute import Resolution
from tests.support.contesting import answer, contest, decide_dispute, offer, whole
from tests.support.faults import Fault, Faults, occasions_in
from tests.support.invariants import check
from tests.support.story import DUE, PRINCIPAL, Story, d

from .journeys import attended

IN_PART = 53  # a prime, so that over the calls each kind has its turn
Journey = Callable[[Story], None]
LAST_DAY = DUE + timedelta(days=20)


def resolved_in_part(story: Story) -> None:
    """Half is contested, the rest goes on, and a credit note ends it."""
    case = story.open()
    dispute = contest(story, case, PRINCIPAL // 2, undisputed_goes_on=True)
    attended(story, case, d(11))
    answer(story, case, dispute.id)
    attended(story, case, d(12))
    decide_dispute(story, case, dispute.id, Resolution.PARTLY, credited=20_000)
    attended(story, case, d(16))


def overdue_then_upheld(story: Story) -> None:
    """All is contested, nobody answers, and it is given up."""
    case = story.open()
    dispute = contest(story, case)
    attended(story, case, d(26))
    decide_dispute(story, case, dispute.id, Resolution.UPHELD)
    attended(story, case, d(28))


def settled(story: Story) -> None:
    case = story.open()
    offer(story, case, 90_000, LAST_DAY)
    attended(story, case, d(12))
    story.pay(case, 90_000)
    attended(story, case, d(14))


def settled_and_bounced(story: Story) -> None:
    case = story.open()
    offer(story, case, 90_000, LAST_DAY)
    payment = story.pay(case, 90_000, method="cheque")
    attended(story, case, d(24))
    story.reverse(case, payment)
    attended(story, case, d(26))


TOLD: dict[Journey, dict[str, int]] = {
    resolved_in_part: {
        "dispute.opened": 1,
        "dispute.answered": 1,
        "dispute.resolved": 1,
        "credit_note.recorded": 1,
        "case.paused": 0,
    },
    overdue_then_upheld: {
        "dispute.opened": 1,
        "dispute.answer_overdue": 1,
        "dispute.resolved": 1,
        "case.closed": 1,
    },
    settled: {"settlement.offered": 1, "settlement.completed": 1, "case.closed": 1},
    settled_and_bounced: {
        "settlement.offered": 1,
        "settlement.completed": 1,
        "settlement.expired": 1,
        "case.closed": 1,
    },
}
WAIVED: dict[Journey, bool] = {
    resolved_in_part: False,
    overdue_then_upheld: True,
    settled: True,
    settled_and_bounced: False,
}


def told(journey: Journey, faults: Faults | None = None) -> Story:
    story = Story(d(9), faults=faults, watchful=True)
    story.debtor()
    journey(story)
    return story


def check_account(journey: Journey, story: Story) -> None:
    """Each thing is told once, and the account is what the decisions make it."""
    case = story.case_ids()[-1]
    types = Counter(story.types(case))
    assert {name: types[name] for name in TOLD[journey]} == TOLD[journey]
    account = whole(story, case)
    assert (account.waived > Money(0)) is WAIVED[journey]
    assert len(story.case(case).credit_notes) == types["credit_note.recorded"]
    spread = sum(part.total.amount for part in account.allocations)
    received = sum(each.amount.amount for each in story.case(case).payments if each.reversed_on is None)
    assert spread + account.overpaid.amount == received
    sent = Counter(story.memory.contact(story.scope, each.contact_id).template for each in story.sent)
    doubled = Counter(each.template for each in story.contacts(case) if each.duplicate_possible)
    for template in ("dispute_received", "dispute_answer", "dispute_resolved", "settlement_offer"):
        assert sent[template] <= 1 + doubled[template], (template, sent)


@pytest.mark.parametrize("journey", list(TOLD), ids=lambda journey: journey.__name__)
def test_a_dispute_or_a_settlement_changes_the_account_once_whatever_fails(journey: Journey) -> None:
    play_with_each_fault(journey, IN_PART)


@pytest.mark.campaign
@pytest.mark.parametrize("journey", list(TOLD), ids=lambda journey: journey.__name__)
def test_a_dispute_or_a_settlement_changes_the_account_once_whichever_call_fails(journey: Journey) -> None:
    play_with_each_fault(journey, 1)


def play_with_each_fault(journey: Journey, part: int) -> None:
    """One in ``part`` of the occasions for a fault, those of effects ten times as often."""
    plain = told(journey)
    check_account(journey, plain)
    names = plain.faults.names
    for number, fault in occasions_in(names, part):
        try:
            story = told(journey, Faults(at=number, kind=fault))
            check(story)
            check_account(journey, story)
        except Exception as error:
            raise AssertionError(f"{journey.__name__}: {names[number]} (call {number}) {fault}") from error


@pytest.mark.parametrize("fault", [Fault.BEFORE, Fault.AFTER])
@pytest.mark.parametrize("journey", [resolved_in_part, settled], ids=lambda journey: journey.__name__)
def test_the_decision_and_what_it_takes_off_are_one_transaction(journey: Journey, fault: Fault) -> None:
    """No commit in the journey leaves a credit note without its dispute, or a settlement without its waiver."""
    plain = told(journey)
    commits = [number for number, name in enumerate(plain.faults.names) if name == "store.commit"]
    for at in commits[1::5]:
        story = told(journey, Faults(at=at, kind=fault))
        case = story.case(story.case_ids()[-1])
        known = {note.id for note in case.credit_notes}
        assert all(set(each.credit_note_ids) <= known for each in case.negotiation.disputes)
        check_account(journey, story)
