"""The point of no return of every kind of contact: what is committed before it stops it, after it comes too late.

Each change is committed between the load of the case and the transaction of the intent, or right after that one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from chalicelib.domain.call_task import CallTask, CallTaskStatus
from chalicelib.domain.case import CaseStatus
from chalicelib.domain.contact import Channel, ContactState
from chalicelib.domain.contact_policy import GuardPolicy, Profile
from chalicelib.domain.debtor_fact import FactKind
from chalicelib.domain.parties import Address
from tests.support.invariants import check
from tests.support.story import DUE, d
from tests.support.whole_story import WholeStory

Act = Callable[["WholeStory", str], object]


@dataclass(frozen=True)
class Kind:
    """A message of the scenario: the eve of its day, and how the debtor can be reached."""

    template: str
    eve: int
    channel: Channel
    has_email: bool = True


KINDS = (
    Kind("reminder_1", 14, Channel.EMAIL),
    Kind("reminder_2_sms", 29, Channel.SMS),
    Kind("reminder_1", 14, Channel.LETTER, has_email=False),
    Kind("formal_notice", 44, Channel.REGISTERED_LETTER),
    Kind("call_verification", 7, Channel.CALL),
)
PROVIDERS = tuple(kind for kind in KINDS if kind.channel is not Channel.CALL)


def insolvent(story: WholeStory, _case_id: str) -> object:
    return story.insolvent(DUE)


def pays(story: WholeStory, case_id: str) -> object:
    return story.pay(case_id)


def pauses(story: WholeStory, case_id: str) -> None:
    story.pause(case_id)


def switches(story: WholeStory, case_id: str) -> None:
    story.switch(case_id)


ACTS = (insolvent, pays, pauses, switches)


def opened(kind: Kind) -> tuple[WholeStory, str]:
    story = WholeStory(d(2))
    story.debtor(email="dettes@debiteur.example" if kind.has_email else None)
    case = story.open()
    story.play(d(kind.eve))
    return story, case


def names(value: object) -> str:
    return f"{value.channel}" if isinstance(value, Kind) else str(getattr(value, "__name__", value))


@pytest.mark.parametrize("act", ACTS, ids=names)
@pytest.mark.parametrize("kind", KINDS, ids=names)
def test_what_is_committed_before_the_intent_stops_every_kind_of_contact(kind: Kind, act: Act) -> None:
    story, case = opened(kind)
    story.around(kind.template, lambda: act(story, case), before=True)
    story.play(d(kind.eve + 2))
    assert [each for each in story.contacts(case) if each.template == kind.template] == []
    assert story.open_calls() == [] or kind.channel is not Channel.CALL
    check(story)


@pytest.mark.parametrize("act", ACTS, ids=names)
@pytest.mark.parametrize("kind", PROVIDERS, ids=names)
def test_what_is_committed_after_it_stands_later_and_the_contact_is_made_once(kind: Kind, act: Act) -> None:
    story, case = opened(kind)
    story.around(kind.template, lambda: act(story, case), before=False)
    story.play(d(kind.eve + 2))
    contact = story.contact(case, kind.template)
    assert contact.channel is kind.channel
    assert contact.state in (ContactState.SENT, ContactState.POSTED)
    types = story.types(case)
    assert types.index("contact.intended") < types.index("contact.sent")
    assert sum(each.contact_id == contact.id for each in story.sent) == 1
    check(story)


def test_a_call_asked_for_just_before_the_judgment_is_taken_off_the_list() -> None:
    kind = KINDS[-1]
    story, case = opened(kind)
    story.around(kind.template, lambda: insolvent(story, case), before=False)
    story.play(d(kind.eve + 2))
    assert [task.status for task in story.memory._all(CallTask)] == [CallTaskStatus.EXPIRED]
    assert story.case(case).status is CaseStatus.PAUSED
    check(story)


class TestServiceMessages:
    """They pass a pause; they do not pass a fact that leaves nobody to write to."""

    def test_no_receipt_goes_to_the_wrong_person(self) -> None:
        story, case = opened(KINDS[0])
        story.around("receipt", lambda: story.learn(FactKind.WRONG_PERSON, DUE), before=True)
        story.pay(case, 10_000)
        story.play(d(18))
        assert story.sent == []

    def test_a_receipt_passes_a_pause_that_comes_at_the_same_moment(self) -> None:
        story, case = opened(KINDS[0])
        story.around("receipt", lambda: story.pause(case), before=True)
        story.pay(case, 10_000)
        story.play(d(18))
        assert [each.template for each in story.contacts(case) if each.id in {s.contact_id for s in story.sent}] == [
            "receipt"
        ]

    def test_no_receipt_leaves_for_a_payment_that_was_just_reversed(self) -> None:
        story, case = opened(KINDS[0])
        payment = story.pay(case, 10_000)
        story.around("receipt", lambda: story.reverse(case, payment), before=True)
        story.play(d(14, 20))
        assert story.sent == []

    def test_no_withdrawal_goes_to_the_wrong_person(self) -> None:
        story, case = opened(KINDS[0])
        payment = story.pay(case, 10_000)
        story.play(d(14, 12))
        story.around("receipt_withdrawal", lambda: story.learn(FactKind.WRONG_PERSON, DUE), before=True)
        story.reverse(case, payment)
        story.play(d(20))
        assert [each.channel for each in story.sent] == [Channel.EMAIL]  # the receipt, before


class TestUnderAMandate:
    @pytest.mark.parametrize("act", [insolvent, pays, pauses], ids=names)
    def test_the_first_letter_is_stopped_too(self, act: Act) -> None:
        story = WholeStory(d(2))
        story.debtor()
        act_on: list[str] = []
        story.around("first_letter", lambda: act(story, act_on[0]), before=True)
        act_on.append(story.mandated())
        story.play(d(4))
        assert [each for each in story.contacts(act_on[0]) if each.template == "first_letter"] == []
        check(story)

    def test_it_goes_to_the_address_that_was_learnt_last(self) -> None:
        story = WholeStory(d(2))
        story.debtor()
        moved = Address("8 quai de la Pêcherie", "69001", "Lyon")
        story.around("first_letter", lambda: story.learn(FactKind.MOVED, DUE, address=moved), before=True)
        case = story.mandated()
        story.play(d(4))
        assert [each.recipient.splitlines()[-1] for each in story.contacts(case)] == ["69001 Lyon"]
        check(story)

    def test_the_creditor_is_told_of_a_payment_whatever_is_learnt_of_the_debtor(self) -> None:
        """PAY_04: it is no contact with the debtor; it waits for the case to know, and is told once."""
        story = WholeStory(d(2))
        story.debtor()
        case = story.mandated()
        story.play(d(5))
        story.around("payment_advice", lambda: story.insolvent(DUE), before=True)
        story.pay(case, 10_000)
        story.play(d(8))
        assert [each.template for each in story.contacts(case)].count("payment_advice") == 1
        assert story.case(case).status is CaseStatus.PAUSED
        check(story)


def test_stricter_hours_hold_from_the_next_decision_on() -> None:
    """What a creditor changes is no stop: the message that is leaving keeps its hour, the one that sleeps does not."""
    story, case = opened(KINDS[0])
    story.play(d(14, 20))
    story.creditor(contact_policy=GuardPolicy(Profile.STRICT))
    story.play(d(31))
    check(story)  # each contact within the strict hours
    assert [each.template for each in story.contacts(case)][1:3] == ["reminder_1", "reminder_2"]
