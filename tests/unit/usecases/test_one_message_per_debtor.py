"""Ten invoices of one debtor overdue the same week: one e-mail, one call, one letter (R-123)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from chalicelib.domain.case import CaseStatus
from chalicelib.domain.case_payments import statement_of
from chalicelib.domain.chronology import chronology_entry
from chalicelib.domain.compliance import EntryKind
from chalicelib.domain.contact import Channel, Contact, ContactState
from chalicelib.domain.parties import DebtorKind
from tests.support.grouped_story import TEN, day, grouped_story, leading, led, left, log_of, tasks, ten_cases
from tests.support.invariants import check
from tests.support.story import PARIS, Story, d


@pytest.fixture
def story() -> Story:
    return grouped_story()


def test_ten_cases_of_one_week_are_told_of_in_one_message_at_each_stage(story: Story) -> None:
    cases = ten_cases(story)
    story.play(d(120))
    assert left(story) == {Channel.EMAIL: 2, Channel.SMS: 1, Channel.REGISTERED_LETTER: 1}
    assert [task.step_id for task in tasks(story)] == ["verification_call", "last_call"]
    steps = ["call call_verification", "email reminder_1", "email reminder_2", "sms reminder_2_sms"]
    steps += ["registered_letter formal_notice", "call last_call"]
    for case_id in cases:
        assert [line.split(" ", 1)[1] for line in story.happened(case_id)] == steps
        assert story.case(case_id).status is CaseStatus.AWAITING_DECISION
    check(story)


@pytest.mark.parametrize("kind", [DebtorKind.COMPANY, DebtorKind.CONSUMER, DebtorKind.PUBLIC_BODY])
def test_it_is_so_for_each_kind_of_debtor(kind: DebtorKind) -> None:
    story = Story(d(7))
    story.debtor(kind=kind)
    ten_cases(story)
    story.play(d(120))
    assert left(story) == {Channel.EMAIL: 2, Channel.SMS: 1, Channel.REGISTERED_LETTER: 1}
    assert len(tasks(story)) == 2
    check(story)


def test_the_message_states_the_sum_of_what_each_case_says_by_itself(story: Story) -> None:
    cases = ten_cases(story)
    story.play(d(16))
    (email,) = story.sent
    on = email.at.astimezone(PARIS).date()
    rates = story.rates_as_read.current()
    owed = [statement_of(story.case(case_id), rates, on).total.amount for case_id in cases]
    assert f"reminder_1 {on} {sum(owed)} " in email.content.decode()


def test_each_case_has_its_own_record_of_the_one_contact(story: Story) -> None:
    cases = ten_cases(story)
    story.play(d(16))
    call, email = leading(story)
    for lead in (call, email):
        others = led(story, lead)
        assert sorted([lead.case_id, *(each.case_id for each in others)]) == cases
        assert {each.case_id for each in lead.shared_with} == {each.case_id for each in others}
        for each in others:
            assert each.content_sha256 == lead.content_sha256
            assert each.document_ids == lead.document_ids
            assert (each.recipient, each.text, each.state) == (lead.recipient, lead.text, lead.state)
            assert {place.case_id for place in each.shared_with} == set(cases) - {each.case_id}


def test_each_trail_names_the_other_cases_of_the_contact(story: Story) -> None:
    cases = ten_cases(story)
    story.play(d(16))
    for case_id in cases:
        told = {event.type: event.payload for event in story.told(case_id) if "contact_id" in event.payload}
        assert set(told) == {"call_task.created", "contact.intended", "contact.sent"}
        for payload in told.values():
            assert set(payload["grouped_with"]) == set(cases) - {case_id}
            assert bool(payload.get("led_by")) is (payload["contact_id"] not in {c.id for c in leading(story)})


def test_the_caps_count_it_once(story: Story) -> None:
    """CON_05, CON_06, R-126: a call and a reminder, not twenty."""
    ten_cases(story)
    story.play(d(16))
    assert [entry.channel for entry in log_of(story).entries] == ["call", "email"]


def test_what_it_costs_is_counted_once(story: Story) -> None:
    """R-072."""
    ten_cases(story)
    story.play(d(16))
    assert [each.cost.amount for each in leading(story)] == [10, 10]
    assert sum(each.cost.amount for each in story.memory._all(Contact)) == 20


def test_the_compliance_log_proves_that_one_solicitation_happened(story: Story) -> None:
    """R-066: one line for the contact, which names every case it spoke for."""
    cases = ten_cases(story)
    story.play(d(16))
    lines = [e for e in story.memory._compliance.values() if e.told.kind is EntryKind.ATTEMPTED]
    assert sorted(entry.told.channel or "" for entry in lines) == ["call", "email"]
    for entry in lines:
        assert sorted([str(entry.case_id), *entry.told.grouped_with]) == cases


def test_the_formal_notice_is_one_letter_with_the_same_dates_in_each_case(story: Story) -> None:
    """R-049, R-040: each case has its own notice, which the one presentation starts."""
    cases = ten_cases(story)
    story.play(d(52))
    notices = [story.case(case_id).notice for case_id in cases]
    assert len({notice and (notice.named_last_day, notice.presented_on, notice.deadline) for notice in notices}) == 1
    assert notices[0] is not None
    assert notices[0].presented_on is not None
    assert len({notice.contact_id for notice in notices if notice}) == TEN


def test_a_consumers_interest_runs_from_the_notice_in_each_case() -> None:
    """INT_08."""
    story = Story(d(7))
    story.debtor(kind=DebtorKind.CONSUMER)
    cases = ten_cases(story)
    story.play(d(70))
    rates = story.rates_as_read.current()
    for case_id in cases:
        notice = story.case(case_id).notice
        assert notice is not None
        assert notice.presented_on is not None
        (line,) = statement_of(story.case(case_id), rates, day(70)).lines
        assert line.periods[0].start == notice.presented_on + timedelta(days=1)


def test_an_eleventh_case_follows_by_itself(story: Story) -> None:
    """Ten are what one transaction takes: the others follow when the guard allows it, together."""
    cases = ten_cases(story, 13)
    story.play(d(25))
    assert [len(each.shared_with) for each in leading(story) if each.template == "reminder_1"] == [9, 2]
    told = [story.happened(case_id) for case_id in cases]
    assert all(len([line for line in lines if "reminder_1" in line]) == 1 for lines in told)
    check(story)


def test_invoices_of_another_month_have_their_own_messages(story: Story) -> None:
    old = story.open(number="FA-1")
    new = story.open(number="FA-2", due=day(5))
    story.play(d(8, 23))
    late = story.open(number="FA-3", due=day(-7))
    story.play(d(16))
    assert [len(each.shared_with) for each in leading(story) if each.case_id in (old, new)]
    assert all(late not in {place.case_id for place in each.shared_with} for each in leading(story))


def test_a_debtor_with_one_case_costs_no_further_read(story: Story) -> None:
    story.open()
    story.play(d(60))
    assert story.memory.calls["cases"] == 0


def test_a_debtor_whose_other_cases_are_over_is_looked_at_once_more_and_then_no_longer(story: Story) -> None:
    first, second = story.open(number="FA-1"), story.open(number="FA-2", due=day(1))
    story.pay(first)
    before = story.memory.calls["cases"]
    story.play(d(60))
    assert story.case(second).notice is not None
    assert story.memory.calls["cases"] == before + 1
    check(story)


def test_a_case_opened_after_that_is_found_again(story: Story) -> None:
    first, second = story.open(number="FA-1"), story.open(number="FA-2", due=day(1))
    story.pay(first)
    story.play(d(10))
    third = story.open(number="FA-3", due=day(3))
    story.play(d(17))
    (reminder,) = [each for each in leading(story) if each.template == "reminder_1"]
    assert {reminder.case_id, *(place.case_id for place in reminder.shared_with)} == {second, third}


def test_ten_cases_cost_less_than_ten_messages(story: Story) -> None:
    """One look into the debtor's index, and two transactions for all of them: intent and outcome."""
    ten_cases(story)
    story.play(d(14))
    before = Counter(story.memory.calls)
    story.play(d(15, 20))
    calls = Counter(story.memory.calls) - before
    assert left(story) == {Channel.EMAIL: 1}
    assert calls["cases"] == 1
    assert calls["commit"] == 2


def test_what_failed_is_tried_again_for_all_of_them(story: Story) -> None:
    cases = ten_cases(story)
    story.play(d(14))
    story.faults.refusing = frozenset({"mailer.send"})
    story.play(d(15, 9))
    story.faults.refusing = frozenset()
    story.play(d(16))
    failed = [c for c in story.memory._all(Contact) if c.state is ContactState.FAILED]
    assert len(failed) in (TEN, 2 * TEN)
    assert left(story) == {Channel.EMAIL: 1}
    assert all([line for line in story.happened(case_id) if "reminder_1" in line] for case_id in cases)
    check(story)


def test_the_chronology_of_each_case_says_that_it_was_not_spoken_of_alone(story: Story) -> None:
    """R-128."""
    first, second = ten_cases(story, 2)
    alone = story.open(story.debtor("deb_2"), number="FA-9")
    story.play(d(16))
    for case_id, common in ((first, True), (second, True), (alone, False)):
        said = [
            chronology_entry(stored.header, event.payload).summary
            for event, stored in zip(
                story.told(case_id), story.memory._events[story.scope, case_id].values(), strict=True
            )
            if event.type in ("call_task.created", "contact.intended", "contact.sent")
        ]
        assert [" Démarche commune à un autre dossier." in line for line in said] == [common] * 3
