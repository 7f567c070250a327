"""A fact reaches every case of the debtor: at the point of no return, through faults, and no other debtor's.

STOP_02..STOP_04.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest

from chalicelib.domain.case import CaseStatus
from chalicelib.domain.contact import Channel, ContactState
from chalicelib.domain.debtor_fact import FactKind
from chalicelib.domain.document import DocumentKind
from chalicelib.domain.errors import Conflict, InvalidInput, Refused
from chalicelib.domain.holds import PauseKind
from chalicelib.domain.parties import DebtorKind
from tests.support.fact_story import AGENT, JUDGMENT, FactStory
from tests.support.faults import Fault, Faults
from tests.support.invariants import check
from tests.support.story import d
from tests.support.world import TEST

JUDGED = date(2026, 1, 19)


@pytest.fixture
def story() -> FactStory:
    return FactStory(d(2))


def kinds(story: FactStory, cases: list[str]) -> set[PauseKind | None]:
    pauses = [story.case(case).pause for case in cases]
    return {pause.kind if pause else None for pause in pauses}


class TestPointOfNoReturn:
    """An insolvency recorded before the intent: nothing leaves. After it: the send stands, and the case stops."""

    def test_a_judgment_recorded_before_the_intent_prevents_the_send(self, story: FactStory) -> None:
        case = story.open(story.debtor())
        story.play(d(14))
        story.faults.hooks["archive.put_once"] = [partial(judged, story)]  # composed, not yet intended
        story.play(d(14, 20))
        assert story.happened(case) == ["D+8 call call_verification"]
        story.play(d(60))
        assert story.happened(case) == ["D+8 call call_verification"]
        assert story.case(case).status is CaseStatus.PAUSED
        check(story)

    def test_even_when_nothing_but_the_debtor_was_written_yet(self, story: FactStory) -> None:
        """The process that recorded it died before it told any case: the intent itself finds out."""
        case = story.open(story.debtor())
        story.play(d(14))
        story.faults.hooks["archive.put_once"] = [
            partial(story.only_known, FactKind.INSOLVENCY, d(13).date(), insolvency=insolvency())
        ]
        story.play(d(60))
        assert story.sent_by(Channel.EMAIL) == 0
        types = story.types(case)
        assert "contact.intended" not in types[types.index("insolvency.detected") :]
        check(story)

    def test_no_call_is_asked_for_either(self, story: FactStory) -> None:
        case = story.open(story.debtor())
        story.play(d(7))
        story.faults.hooks["archive.put_once"] = [
            partial(story.only_known, FactKind.INSOLVENCY, d(6).date(), insolvency=insolvency())
        ]
        story.play(d(60))
        assert story.happened(case) == []
        check(story)

    def test_a_judgment_recorded_after_the_intent_stands_later_in_the_chain(self, story: FactStory) -> None:
        case = story.open(story.debtor())
        story.play(d(14))
        story.faults.hooks["mailer.send"] = [partial(judged, story)]  # intended, not yet handed over
        story.play(d(60))
        types = story.types(case)
        assert types.index("contact.intended") < types.index("insolvency.detected") < types.index("contact.sent")
        assert story.contact(case, "reminder_1").state is ContactState.SENT
        assert story.happened(case) == ["D+8 call call_verification", "D+15 email reminder_1"]
        assert story.case(case).status is CaseStatus.PAUSED
        check(story)


def judged(story: FactStory) -> None:
    story.insolvent(JUDGED)


def insolvency() -> object:
    from chalicelib.domain.debtor_fact import Insolvency, Procedure

    return Insolvency(Procedure.LIQUIDATION, representative=AGENT)


class TestEveryCase:
    def test_more_cases_than_are_told_at_once(self, story: FactStory) -> None:
        debtor = story.debtor()
        cases = [story.open(debtor, number=f"FA-{n}") for n in range(14)]
        story.play(d(3))
        story.insolvent(d(3).date(), document=JUDGMENT)
        story.play(d(4))
        assert kinds(story, cases) == {PauseKind.INSOLVENCY}
        assert all(len(story.papers(case, DocumentKind.CORRESPONDENCE)) == 1 for case in cases)
        assert {story.types(case).count("insolvency.detected") for case in cases} == {1}
        check(story)

    def test_a_process_that_died_after_its_commit_left_the_row_that_spreads_it(self, story: FactStory) -> None:
        cases = [story.open(story.debtor(), number="FA-1"), story.open("deb_1", number="FA-2")]
        story.only_known(FactKind.INSOLVENCY, d(2).date(), insolvency=insolvency())
        story.play(d(3))
        assert kinds(story, cases) == {PauseKind.INSOLVENCY}

    @pytest.mark.parametrize("kind", [Fault.BEFORE, Fault.AFTER, Fault.TWICE])
    def test_whatever_call_goes_wrong_each_case_is_told_once(self, kind: Fault) -> None:
        calm = told(Faults())
        for at in range(len(calm.faults.names)):
            story = told(Faults(at=at, kind=kind))
            cases = story.case_ids()
            assert kinds(story, cases) == {PauseKind.INSOLVENCY}, f"call {at}: {calm.faults.names[at]}"
            assert {story.types(case).count("insolvency.detected") for case in cases} == {1}
            assert {len(story.papers(case, DocumentKind.CORRESPONDENCE)) for case in cases} == {1}

    def test_a_case_opened_meanwhile_is_stopped_from_its_first_day(self, story: FactStory) -> None:
        debtor = story.debtor()
        story.insolvent(d(2).date(), document=JUDGMENT)
        case = story.open(debtor)
        assert story.types(case)[:3] == ["case.opened", "insolvency.detected", "case.paused"]
        story.play(d(60))
        assert story.happened(case) == []
        assert len(story.papers(case, DocumentKind.CORRESPONDENCE)) == 1

    def test_a_closed_case_learns_it_when_it_opens_again(self, story: FactStory) -> None:
        case = story.open(story.debtor())
        story.play(d(9))
        payment = story.pay(case)
        story.play(d(10))
        story.insolvent(d(9).date())
        assert story.case(case).facts_seen == 0
        story.reverse(case, payment)
        story.play(d(60))
        assert "D+15 email reminder_1" not in story.happened(case)
        assert story.case(case).status is CaseStatus.PAUSED

    def test_an_open_call_task_is_taken_off_the_list(self, story: FactStory) -> None:
        story.open(story.debtor())
        story.play(d(8, 21))
        assert len(story.open_calls()) == 1
        story.insolvent(d(8).date())
        assert story.open_calls() == []

    def test_a_clock_that_advances_gets_it_afterwards(self) -> None:
        story = FactStory(d(2), scope=TEST)
        clock = story.clock(d(2))
        case = story.open(story.debtor(), clock_id=clock)
        story.insolvent(d(2).date())
        story.advance(clock, d(40))
        assert story.happened(case) == []
        assert story.case(case).pause is not None

    def test_a_clock_that_advances_meanwhile_takes_it_once_it_stands(self) -> None:
        """The asleep case cannot be changed now: the row comes again for it, and the case at work stops by itself."""
        story = FactStory(d(2), scope=TEST)
        clock, debtor = story.clock(d(2)), story.debtor()
        early = story.open(debtor, clock_id=clock)
        late = story.open(debtor, clock_id=clock, number="FA-2", due=d(1).date())
        story.faults.hooks["archive.put_once"] = [
            partial(story.only_known, FactKind.INSOLVENCY, d(2).date(), insolvency=insolvency())
        ]
        story.advance(clock, d(8, 20))
        story.play(story.now() + timedelta(minutes=5))
        assert kinds(story, [early, late]) == {PauseKind.INSOLVENCY}
        assert story.happened(early) == story.happened(late) == []
        check(story)

    def test_no_other_debtor_and_no_other_mode_is_touched(self, story: FactStory) -> None:
        one, other = story.open(story.debtor()), story.open(story.debtor("deb_2"), number="FA-2")
        story.insolvent(d(2).date())
        story.play(d(3))
        assert kinds(story, [one]) == {PauseKind.INSOLVENCY}
        assert kinds(story, [other]) == {None}
        with pytest.raises(Exception, match="no debtor"):
            story.learn(FactKind.MOVED, d(2).date(), debtor_id="deb_3")


def told(faults: Faults) -> FactStory:
    story = FactStory(d(2))
    debtor = story.debtor()
    for number in (1, 2):
        story.open(debtor, number=f"FA-{number}")
    story.play(d(3))
    names = len(story.faults.names)
    story.faults.at = faults.at + names if faults.at >= 0 else -1
    story.faults.kind = faults.kind
    story.insolvent(d(3).date(), document=JUDGMENT)
    story.play(d(4))
    story.faults.names[:names] = []
    return story


class TestRefusals:
    def test_a_company_is_neither_dead_nor_over_indebted(self, story: FactStory) -> None:
        story.debtor()
        for kind in (FactKind.DEATH, FactKind.GUARDIANSHIP, FactKind.OVER_INDEBTEDNESS):
            with pytest.raises(Refused) as refusal:
                story.learn(kind, d(2).date())
            assert refusal.value.code == "fact_not_applicable"

    def test_a_consumer_has_no_insolvency_and_a_sole_trader_may_have_both(self, story: FactStory) -> None:
        story.debtor(kind=DebtorKind.CONSUMER)
        story.debtor("deb_2", kind=DebtorKind.SOLE_TRADER)
        with pytest.raises(Refused):
            story.insolvent(d(2).date())
        story.insolvent(d(2).date(), debtor_id="deb_2")
        story.learn(FactKind.OVER_INDEBTEDNESS, d(1).date(), debtor_id="deb_2")

    def test_nothing_is_known_of_tomorrow(self, story: FactStory) -> None:
        story.debtor()
        with pytest.raises(InvalidInput) as refusal:
            story.insolvent(d(2).date() + timedelta(days=1))
        assert refusal.value.errors[0].code == "in_the_future"

    def test_a_clock_in_the_future_knows_of_its_own_present(self) -> None:
        story = FactStory(d(2), scope=TEST)
        case = story.open(story.debtor(), clock_id=story.clock(d(9)))
        story.insolvent(d(9).date())
        assert story.case(case).frozen_on == d(9).date()
        with pytest.raises(InvalidInput):
            story.learn(FactKind.MOVED, d(10).date())

    def test_another_day_of_judgment_needs_the_first_withdrawn(self, story: FactStory) -> None:
        story.debtor()
        story.insolvent(d(1).date())
        with pytest.raises(Conflict) as refusal:
            story.insolvent(d(2).date())
        assert refusal.value.code == "fact_already_recorded"

    def test_the_same_fact_twice_changes_nothing(self, story: FactStory) -> None:
        story.debtor()
        story.insolvent(d(1).date())
        before = story.debtor_now()
        story.insolvent(d(1).date())
        assert story.debtor_now() == before
