"""Several facts of one debtor at once, and taken back in another order than they came (STOP_04, CON_09)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.call_task import CallOutcome
from chalicelib.domain.case import CaseStatus
from chalicelib.domain.case_commands import AttentionAction
from chalicelib.domain.contact import Channel
from chalicelib.domain.debtor_fact import FactKind
from chalicelib.domain.errors import InvalidInput
from chalicelib.domain.parties import Address, DebtorKind
from chalicelib.usecases.catch_up import CaughtUp, caught_up
from chalicelib.usecases.recording import CaseFile, Recording
from chalicelib.usecases.writes import Update
from tests.support.fact_story import GUARDIAN, FactStory
from tests.support.faults import Crash
from tests.support.invariants import check
from tests.support.story import DUE, d

LYON = Address("8 quai de la Pêcherie", "69001", "Lyon")
LEARNT = "chalicelib.usecases.spread_facts.caught_up"
MARSEILLE = Address("2 rue Caisserie", "13002", "Marseille")


@pytest.fixture
def story() -> FactStory:
    return FactStory(d(2))


def learn(story: FactStory, kind: FactKind, day: int, **parts: Any) -> str:
    learnt = story.learn(kind, DUE + timedelta(days=day), **parts)
    assert learnt is not None
    return learnt.fact.id


class TestMoves:
    @pytest.mark.parametrize("order", [(0, 1), (1, 0)])
    def test_two_moves_taken_back_in_any_order_lead_home(self, story: FactStory, order: tuple[int, int]) -> None:
        story.debtor()
        home = story.debtor_now().address
        moves = [learn(story, FactKind.MOVED, 0, address=LYON), learn(story, FactKind.MOVED, 1, address=MARSEILLE)]
        for number in order:
            assert story.debtor_now().address == MARSEILLE or order == (1, 0)
            story.withdraw(moves[number])
        assert story.debtor_now().address == home

    def test_an_address_that_was_wrong_is_wrong_again_once_the_new_one_is_taken_back(self, story: FactStory) -> None:
        """The debtor left; somebody found where to; that was a mistake: no letter goes to the address they left."""
        case = story.open(story.debtor(email=None))
        learn(story, FactKind.MOVED, 1)
        found = learn(story, FactKind.MOVED, 2, address=LYON)
        assert story.debtor_now().closed_channels == frozenset()
        story.withdraw(found)
        assert story.debtor_now().closed_channels == {"letter", "registered_letter"}
        story.play(d(60))
        assert not [contact for contact in story.contacts(case) if contact.channel.is_postal]
        check(story)

    def test_an_address_that_was_found_otherwise_stays_good(self, story: FactStory) -> None:
        story.debtor()
        learn(story, FactKind.MOVED, 0)
        learn(story, FactKind.MOVED, 1, address=LYON)
        story.withdraw(learn(story, FactKind.MOVED, 2, address=MARSEILLE))
        assert story.debtor_now().address == LYON
        assert story.debtor_now().closed_channels == frozenset()


class TestSomebodyStandsForTheDebtor:
    def test_a_guardian_is_written_to_although_the_debtor_moved(self, story: FactStory) -> None:
        """STOP_04: the guardian's own address is known."""
        case = story.open(story.debtor(kind=DebtorKind.CONSUMER, email=None))
        learn(story, FactKind.MOVED, 0)
        learn(story, FactKind.GUARDIANSHIP, 0, addressee=GUARDIAN)
        story.resolve(case, AttentionAction.RETRY)
        story.resume_case(case)
        story.play(d(60))
        notice = story.contact(case, "formal_notice")
        assert notice.recipient.splitlines()[0] == GUARDIAN.name
        check(story)

    def test_a_call_that_is_not_made_is_told_on_its_own_day(self, story: FactStory) -> None:
        case = story.open(story.debtor())
        learn(story, FactKind.LAWYER, 0, addressee=GUARDIAN)
        story.resume_case(case)
        story.play(d(120))
        blocked = [(event.at.date() - DUE).days for event in story.told(case) if event.type == "step.blocked"]
        assert blocked == [8, 30, 65]
        check(story)

    def test_a_call_waits_for_its_day_and_is_made_when_the_lawyer_is_gone(self, story: FactStory) -> None:
        case = story.open(story.debtor())
        lawyer = learn(story, FactKind.LAWYER, 0, addressee=GUARDIAN)
        story.resume_case(case)
        story.play(d(5))
        story.withdraw(lawyer)
        story.play(d(9))
        assert story.happened(case) == ["D+8 call call_verification"]

    def test_a_death_first_told_by_phone_and_then_recorded_holds_receipts_too(self, story: FactStory) -> None:
        """No receipt goes to the dead; it waits for whoever stands for the estate."""
        case = story.open(story.debtor(kind=DebtorKind.CONSUMER))
        story.play(d(9))
        story.answer_call(CallOutcome.DECEASED)
        learn(story, FactKind.DEATH, 3)
        story.pay(case, 5_000)
        story.play(d(20))
        assert story.sent == []
        learn(story, FactKind.DEATH, 3, addressee=GUARDIAN)
        story.play(d(23))
        assert [contact.recipient for contact in story.contacts(case)][1:] == [GUARDIAN.email]


class TestReceiptOfAClosedCase:
    """PAY_03: a case that is closed takes no fact in, but what it owes the debtor follows the facts."""

    def test_it_does_not_go_to_somebody_who_is_not_the_debtor(self, story: FactStory) -> None:
        """Paid at nine in the evening, and before the hours open the address proves to be somebody else's."""
        case = story.open(story.debtor())
        story.play(d(9, 21))
        story.pay(case)
        assert story.case(case).status is CaseStatus.CLOSED
        learn(story, FactKind.WRONG_PERSON, 9)
        story.play(d(30))
        assert story.sent == []

    @pytest.mark.parametrize("how", ["withdrawn", "addressee"])
    def test_it_goes_out_once_somebody_may_be_written_to(self, story: FactStory, how: str) -> None:
        case = story.open(story.debtor(kind=DebtorKind.CONSUMER))
        story.play(d(10))
        death = learn(story, FactKind.DEATH, 9)
        story.pay(case)
        story.play(d(20))
        assert (story.case(case).status, story.sent) == (CaseStatus.CLOSED, [])
        if how == "withdrawn":
            story.withdraw(death)
        else:
            learn(story, FactKind.DEATH, 9, addressee=GUARDIAN)
        story.play(d(30))
        receipt = story.contact(case, "final_receipt")
        assert receipt.recipient == ("dettes@debiteur.example" if how == "withdrawn" else GUARDIAN.email)
        assert len(story.sent) == 1
        check(story)


class TestCallsStillToBeMade:
    """CON_09: a task that is on the list already is taken off it."""

    @pytest.mark.parametrize(
        ("kind", "parts"),
        [(FactKind.OPT_OUT, {"channel": "call"}), (FactKind.WRONG_PERSON, {"contact": "+33611223344"})],
    )
    def test_nobody_calls_a_number_that_was_closed(
        self, story: FactStory, kind: FactKind, parts: dict[str, str]
    ) -> None:
        story.open(story.debtor())
        story.play(d(9))
        assert len(story.open_calls()) == 1
        learn(story, kind, 9, **parts)
        assert story.open_calls() == []

    def test_another_channel_or_number_that_closes_leaves_the_call(self, story: FactStory) -> None:
        story.open(story.debtor())
        story.play(d(9))
        learn(story, FactKind.OPT_OUT, 9, channel="sms")
        learn(story, FactKind.WRONG_PERSON, 9, contact="dettes@debiteur.example")
        assert len(story.open_calls()) == 1


def test_a_case_that_refuses_the_change_does_not_keep_the_others_from_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A transaction that is too large for one case: the others are told all the same, and the row comes again."""
    story = FactStory(d(2), watchful=True)
    story.debtor()
    cases = [story.open(number=f"FA-{number}") for number in range(13)]

    def refusing(file: CaseFile, recording: Recording) -> CaughtUp:
        if file.case.id == cases[1]:
            raise InvalidInput("too many things at once", code="too_many_changes")
        return caught_up(file, recording)

    monkeypatch.setattr(LEARNT, refusing)
    story.insolvent(DUE)
    story.play(d(2) + timedelta(hours=1))
    assert [each for each in cases if story.case(each).pause is None] == [cases[1]]
    monkeypatch.setattr(LEARNT, caught_up)
    story.play(d(4))
    assert story.case(cases[1]).pause is not None
    check(story)


def test_a_debtor_with_three_hundred_cases_is_left_alone_in_all_of_them() -> None:
    """STOP_02: each case is told once, though the walk was cut off in the middle and began again."""
    story = FactStory(d(2), watchful=True)
    story.debtor()
    cases = [story.open(number=f"FA-{number}") for number in range(300)]
    told: list[str] = []
    real = story.memory.commit

    def cut_off(writes: object) -> None:
        real(writes)  # type: ignore[arg-type]  # handed on as they came
        told.append("")
        if len(told) == 150:
            raise Crash("the function ran out of time")

    story.memory.commit = cut_off  # type: ignore[method-assign]  # once
    story.insolvent(DUE)
    story.play(d(3))
    story.memory.commit = real  # type: ignore[method-assign]  # as it was
    assert all(story.case(each).pause is not None for each in cases)
    assert all(story.types(each).count("insolvency.detected") == 1 for each in cases)
    assert story.sent == []


def test_a_debtor_who_is_changed_all_the_time_still_gets_their_message(story: FactStory) -> None:
    """The condition on the debtor is tried again with what is known by then; it neither blocks nor sends twice."""
    case = story.open(story.debtor())
    story.play(d(14))

    def edited() -> None:
        debtor, key = story.memory.debtor(story.scope, "deb_1")
        story.memory.commit([Update(replace(debtor, sector="boulangerie", version=debtor.version + 1), key)])

    story.faults.hooks["archive.put_once"] = [edited]
    story.play(d(16))
    assert story.contact(case, "reminder_1").channel is Channel.EMAIL
    assert story.sent_by(Channel.EMAIL) == 1
    check(story)


@pytest.mark.parametrize("first", [FactKind.DEATH, FactKind.GUARDIANSHIP])
def test_the_fact_that_still_stands_asks_the_person_in_its_turn(story: FactStory, first: FactKind) -> None:
    """STOP_04: the one that asked was a mistake, the other was not."""
    case = story.open(story.debtor(kind=DebtorKind.CONSUMER))
    other = FactKind.GUARDIANSHIP if first is FactKind.DEATH else FactKind.DEATH
    asked = learn(story, first, 1)
    learn(story, other, 2)
    story.play(d(3))
    story.withdraw(asked)
    story.play(d(4))
    attention = story.case(case).attention
    code = "debtor_deceased" if other is FactKind.DEATH else "debtor_under_guardianship"
    assert attention is not None
    assert attention.code == code
    assert story.case(case).status is CaseStatus.NEEDS_ATTENTION
