"""Notes: what an agreement or a dispute makes due goes out at once, whatever holds the case, and never twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.case import Case, CaseStatus
from chalicelib.domain.collector import CaseMandate, FirstLetter
from chalicelib.domain.contact import Channel, ContactRef, ContactState
from chalicelib.domain.contact_log import ContactLog, Solicitation
from chalicelib.domain.debtor_fact import DebtorFact, FactKind
from chalicelib.domain.decide_correspondence import correspondence_step
from chalicelib.domain.holds import Attention, Pause, PauseKind
from chalicelib.domain.money import ZERO
from chalicelib.domain.negotiation.note import Note, NoteState
from chalicelib.domain.negotiation.payment_plan import PlanState
from chalicelib.domain.negotiation.record import NOTHING_NEGOTIATED
from chalicelib.domain.next_step import Action, NextStep
from chalicelib.domain.parties import ChannelBlock
from tests.support.noting import contested, due, plan_of

from .cases import SCOPE, at, case, day, debtor, facts, ref

SERVICE = due("dispute_received", at(9))
COUNTING = due("instalment_reminder", at(9), number=1, counts=True)
REGISTERED = due("acceleration_notice", at(9), number=1, registered=True)
EVERY_KIND = [SERVICE, COUNTING, REGISTERED]


def holding(*notes: Note, refs: tuple[ContactRef, ...] = (), **changes: Any) -> Case:
    """A case in which the notes are due and true."""
    negotiation = NOTHING_NEGOTIATED.with_plan(plan_of(day(9), at(9))).with_dispute(contested(at(9)))
    for note in notes:
        negotiation = negotiation.with_note(replace(note, contacts=refs))
    return case(negotiation=negotiation, **changes)


def step_of(of: Case, hour: int = 10, **more: Any) -> NextStep | None:
    return correspondence_step(facts(of, **more), at(9, hour))


def test_each_kind_leaves_by_its_own_channel_at_once() -> None:
    found = [step_of(holding(note)) for note in EVERY_KIND]
    assert [(step.action, step.due_at) for step in found if step] == [
        (Action.SEND_EMAIL, at(9, 10)),
        (Action.SEND_EMAIL, at(9, 10)),
        (Action.SEND_FORMAL_NOTICE, at(9, 10)),
    ]


@pytest.mark.parametrize("note", EVERY_KIND, ids=lambda note: note.template)
def test_outside_the_hours_it_waits_for_them(note: Note) -> None:
    """CON_01 to CON_03."""
    step = step_of(holding(note), hour=22)
    assert step is not None
    assert step.due_at == at(10)
    assert step.moves


def test_one_of_a_later_day_is_told_for_that_day() -> None:
    step = step_of(holding(replace(SERVICE, due_at=at(15, 9))))
    assert step is not None
    assert step.due_at == at(15, 9)


def test_of_several_the_first_that_may_leave_goes_first() -> None:
    later = replace(SERVICE, due_at=at(10, 9))
    step = step_of(holding(later, COUNTING))
    assert step is not None
    assert step.template == "instalment_reminder"


def test_a_letter_goes_where_no_e_mail_reaches() -> None:
    blocked = debtor(blocks=(ChannelBlock("email", "complaint", day(3)),))
    step = step_of(holding(SERVICE), debtor_=blocked)
    assert step is not None
    assert (step.action, step.refused) == (Action.SEND_LETTER, False)


def test_a_channel_that_is_closed_is_refused() -> None:
    blocked = debtor(blocks=(ChannelBlock("letter", "moved", day(3)), ChannelBlock("email", "complaint", day(3))))
    step = step_of(holding(SERVICE), debtor_=blocked)
    assert step is not None
    assert step.refused


def test_one_that_asks_for_money_waits_for_the_caps_and_no_other_does() -> None:
    """CON_05, CON_06."""
    log = ContactLog(SCOPE, "deb_1", "cred_1", (Solicitation(at(9, 9), "call", "case_1", "s"),), 1)
    waits, leaves = step_of(holding(COUNTING), log=log), step_of(holding(SERVICE), log=log)
    assert waits is not None
    assert leaves is not None
    assert waits.due_at is not None
    assert waits.due_at > at(9, 10)
    assert leaves.due_at == at(9, 10)


@pytest.mark.parametrize(
    ("changes", "service", "demand"),
    [
        ({}, True, True),
        ({"status": CaseStatus.CLOSED}, True, False),
        ({"pause": Pause(PauseKind.DISPUTE, at(8))}, True, False),
        ({"pause": Pause(PauseKind.MANUAL, at(5), until=day(8))}, True, True),
        ({"attention": Attention("x", "y", at(8), "first_reminder")}, True, False),
        ({"status": CaseStatus.AWAITING_DECISION, "decision_asked": (at(5),)}, True, True),
    ],
)
def test_a_demand_waits_while_the_case_is_held_and_a_service_does_not(
    changes: dict[str, Any], service: bool, demand: bool
) -> None:
    """STOP_01."""
    assert (step_of(holding(SERVICE, **changes)) is not None) is service
    for note in (COUNTING, REGISTERED):
        assert (step_of(holding(note, **changes)) is not None) is demand


def test_nothing_is_demanded_once_nothing_is_owed() -> None:
    assert step_of(holding(COUNTING), owed=ZERO) is None
    assert step_of(holding(SERVICE), owed=ZERO) is not None


@pytest.mark.parametrize("note", EVERY_KIND, ids=lambda note: note.template)
def test_nothing_leaves_before_the_first_letter_of_a_mandate(note: Note) -> None:
    """LTR_01, CPCE R124-4: what demands brings that letter about, what only tells waits for it."""
    mandate = CaseMandate("mdt_1", "M-1", day(0), at(2))
    step = step_of(holding(note, mandate=mandate))
    assert (step.template if step else None) == ("first_letter" if note.counts or note.registered else None)
    posted = FirstLetter("ctc_1", "AM-1-L1", day(3), day(4))
    assert step_of(holding(note, mandate=replace(mandate, first_letter=posted))) is not None


@pytest.mark.parametrize("kind", [FactKind.DEATH, FactKind.INSOLVENCY, FactKind.OVER_INDEBTEDNESS])
def test_nothing_leaves_to_a_debtor_whom_nobody_may_write_to(kind: FactKind) -> None:
    """STOP_02 to STOP_04."""
    stopped = debtor(facts=(DebtorFact("fct_1", kind, day(5), at(5), 1, 1),))
    for note in EVERY_KIND:
        assert step_of(holding(note), debtor_=stopped) is None


class TestOnce:
    @pytest.mark.parametrize("state", [ContactState.UNKNOWN, ContactState.RETURNED])
    def test_a_letter_in_doubt_or_come_back_is_not_sent_again(self, state: ContactState) -> None:
        back = ref("acceleration_notice", 9, state, Channel.REGISTERED_LETTER)
        assert step_of(holding(REGISTERED, refs=(back,))) is None

    def test_an_e_mail_in_doubt_goes_out_once_more_and_then_never(self) -> None:
        doubt = ref("dispute_received", 9, ContactState.UNKNOWN)
        assert step_of(holding(SERVICE, refs=(doubt,))) is not None
        assert step_of(holding(SERVICE, refs=(replace(doubt, duplicate_possible=True),))) is None

    def test_a_provider_that_failed_is_asked_again_later_and_three_times_at_most(self) -> None:
        failed = [ref("dispute_received", 9, ContactState.FAILED, id=f"ctc_{n}") for n in range(3)]
        again = step_of(holding(SERVICE, refs=(failed[0],)), hour=8)
        assert again is not None
        assert again.due_at == at(9, 8) + timedelta(minutes=15)
        assert step_of(holding(SERVICE, refs=tuple(failed))) is None

    def test_one_that_a_person_is_asked_about_waits_for_the_answer(self) -> None:
        asked = Attention("sending_failed", "…", at(9), SERVICE.id)
        assert step_of(holding(SERVICE, attention=asked)) is None

    @pytest.mark.parametrize("state", [NoteState.SENT, NoteState.DROPPED])
    def test_what_is_over_is_not_sent(self, state: NoteState) -> None:
        assert step_of(holding(replace(SERVICE, state=state))) is None

    def test_what_is_no_longer_true_is_not_sent(self) -> None:
        of = holding(COUNTING)
        over = replace(of.negotiation.plans[0], state=PlanState.COMPLETED)
        assert step_of(replace(of, negotiation=of.negotiation.with_plan(over))) is None
