"""The compliance log: every contact attempted, moved or refused, across the debtor's cases (R-066, R-126)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import pytest

from chalicelib.domain.call_task import CallOutcome
from chalicelib.domain.compliance import CHANNEL_OF_ACTION, ComplianceEntry, EntryKind
from chalicelib.domain.contact import ContactState, DeliveryKind
from chalicelib.domain.contact_guard import Decision
from chalicelib.domain.contact_policy import GuardPolicy, Profile
from chalicelib.domain.debtor_fact import FactKind
from chalicelib.domain.decide_messages import ACTION_OF_CHANNEL
from chalicelib.domain.parties import ChannelBlock, Creditor, DebtorKind
from chalicelib.usecases.writes import KeepComplianceEntry, Update
from tests.support.compliance_invariant import check_log
from tests.support.fact_story import FactStory
from tests.support.invariants import check
from tests.support.story import PARIS, PAUL, PRINCIPAL, Story, d

HOLIDAY = date(2026, 4, 29)
"""D+15 of it is Ascension Day 2026, a Thursday."""


@pytest.fixture
def story() -> Story:
    told = Story(d(2))
    told.debtor()
    return told


def log_of(story: Story, debtor_id: str = "deb_1") -> list[ComplianceEntry]:
    """All of it, oldest first."""
    page = story.memory.compliance_log(story.scope, debtor_id, limit=100, position=None)
    return list(reversed(page.items))


def lines(entries: Sequence[ComplianceEntry]) -> list[str]:
    return [f"{e.told.kind.value} {e.told.channel} {e.told.step_id or e.told.cause}" for e in entries]


def rules(entry: ComplianceEntry) -> list[str]:
    return [reason.rule for reason in entry.told.reasons]


def local(at: datetime | None) -> str:
    assert at is not None
    return at.astimezone(PARIS).strftime("%Y-%m-%d %H:%M")


def test_a_whole_case_is_told_contact_by_contact(story: Story) -> None:
    case = story.open()
    story.play(d(100))
    attempts = [entry for entry in log_of(story) if entry.told.kind is EntryKind.ATTEMPTED]
    assert lines(attempts) == [
        "attempted call verification_call",
        "attempted email first_reminder",
        "attempted email second_reminder",
        "attempted sms second_reminder",
        "attempted registered_letter formal_notice",
        "attempted call last_call",
    ]
    assert {entry.told.decision for entry in attempts} == {Decision.NOW}
    assert [entry.told.contact_id for entry in attempts] == [contact.id for contact in story.contacts(case)]
    assert [entry.told.purpose for entry in attempts][-2:] == ["legal", "solicitation"]
    check(story)


def test_a_contact_that_a_holiday_moves_is_told_when_it_is_moved_and_when_it_is_made() -> None:
    """CON_03: wanted on Ascension Day, made on the Friday, with the rule both times."""
    story = Story(d(2, due=HOLIDAY))
    story.debtor()
    case = story.open(due=HOLIDAY)
    story.play(d(18, due=HOLIDAY))
    moved, attempted = (e for e in log_of(story) if e.told.step_id == "first_reminder")
    assert (moved.told.kind, moved.told.decision, rules(moved)) == (EntryKind.MOVED, Decision.DEFERRED, ["CON_03"])
    assert local(moved.told.wanted_at) == "2026-05-14 08:00"
    assert moved.told.allowed_at is not None
    assert moved.told.allowed_at.astimezone(PARIS).date() == date(2026, 5, 15)
    assert (attempted.told.kind, rules(attempted)) == (EntryKind.ATTEMPTED, ["CON_03"])
    assert attempted.at == moved.told.allowed_at
    assert [reason.rule for reason in story.contact(case, "reminder_1").guard] == ["CON_03"]


def test_the_hours_that_the_creditor_chose_hold_in_its_cases() -> None:
    """CON_02, CON_04: strict hours begin at ten, and a bridge day is left alone."""
    story = Story(d(2, due=HOLIDAY))
    story.debtor(kind=DebtorKind.CONSUMER)
    creditor = story.memory.creditor(story.scope, story.creditor_id)
    assert isinstance(creditor, Creditor)
    chosen = GuardPolicy(Profile.STRICT, block_bridge_days=True)
    story.memory.commit([Update(replace(creditor, contact_policy=chosen, version=2))])
    case = story.open(due=HOLIDAY)
    story.play(d(25, due=HOLIDAY))
    moved = next(e for e in log_of(story) if (e.told.kind, e.told.step_id) == (EntryKind.MOVED, "first_reminder"))
    assert set(rules(moved)) == {"CON_03", "CON_04", "CON_02"}
    sent = story.contact(case, "reminder_1").intended_at.astimezone(PARIS)
    assert (sent.date(), sent.hour >= 10) == (date(2026, 5, 18), True)


def test_a_refused_contact_is_told_with_its_rule_and_leaves_no_attempt(story: Story) -> None:
    """CON_09: the debtor stopped phone calls."""
    debtor, key = story.memory.debtor(story.scope, "deb_1")
    blocks = (ChannelBlock("call", "opt_out", date(2026, 1, 6)),)
    story.memory.commit([Update(replace(debtor, blocks=blocks, version=debtor.version + 1), key)])
    story.open()
    story.play(d(10))
    (refused,) = log_of(story)
    assert (refused.told.kind, refused.told.decision) == (EntryKind.REFUSED, Decision.REFUSED)
    assert (refused.told.channel, refused.told.allowed_at, rules(refused)) == ("call", None, ["CON_09"])


def test_a_channel_that_closes_is_told_without_the_address(story: Story) -> None:
    """CON_09: a complaint stops all e-mail; a wrong number stops that number, which is not named."""
    case = story.open()
    story.play(d(9))
    story.answer_call(CallOutcome.WRONG_NUMBER, case_id=case)
    story.play(d(16))
    story.report(story.contact(case, "reminder_1").id, DeliveryKind.COMPLAINED)
    closed = [e for e in log_of(story) if e.told.kind is EntryKind.CHANNEL_BLOCKED]
    assert [(e.told.channel, e.told.cause, rules(e)) for e in closed] == [
        ("call", "wrong_number", []),
        ("sms", "wrong_number", []),
        ("email", "complaint", ["CON_09"]),
    ]
    assert "+33611223344" not in repr(log_of(story))
    assert "debiteur.example" not in repr(log_of(story))


def test_what_a_debtor_stops_outside_any_case_is_told_too_and_when_it_is_taken_back() -> None:
    """CON_09: recorded of the debtor, without a case; the address of a single stop is not named."""
    story = FactStory(d(2))
    story.debtor()
    learnt = story.learn(FactKind.OPT_OUT, date(2026, 1, 6), channel="sms")
    assert learnt is not None
    story.learn(FactKind.WRONG_PERSON, date(2026, 1, 6), contact="dettes@debiteur.example")
    story.withdraw(learnt.fact.id)
    entries = log_of(story)
    assert [(e.told.kind, e.told.channel, rules(e), e.case_id) for e in entries] == [
        (EntryKind.CHANNEL_BLOCKED, "sms", ["CON_09"], None),
        (EntryKind.CHANNEL_BLOCKED, "email", [], None),
        (EntryKind.CHANNEL_REOPENED, "sms", [], None),
    ]
    assert "debiteur.example" not in repr(entries)


@pytest.mark.parametrize(
    ("fault", "kind", "outcome", "cause"),
    [
        ("refusing", EntryKind.FAILED, ContactState.FAILED, "provider_unavailable"),
        ("lost", EntryKind.IN_DOUBT, ContactState.UNKNOWN, None),
    ],
)
def test_what_did_not_go_out_or_may_have_is_told_after_its_attempt(
    story: Story, fault: str, kind: EntryKind, outcome: ContactState, cause: str | None
) -> None:
    case = story.open()
    story.play(d(9))
    setattr(story.faults, fault, frozenset({"mailer.send"}))
    story.play(d(15, 23))
    attempted, ended = [e for e in log_of(story) if e.told.contact_id == story.contacts(case)[1].id]
    assert (attempted.told.kind, attempted.told.outcome) == (EntryKind.ATTEMPTED, ContactState.INTENDED)
    assert (ended.told.kind, ended.told.outcome, ended.told.cause) == (kind, outcome, cause)
    check_log(story)


def test_two_cases_of_a_debtor_share_one_log_and_the_reasons_name_neither(story: Story) -> None:
    """R-126: the cap of one case moves the contact of the other, and does not say which case it was."""
    first, second = story.open(number="FA-1"), story.open(number="FA-2", case_manager=PAUL)
    story.play(d(20))
    entries = log_of(story)
    assert {entry.case_id for entry in entries} == {first, second}
    capped = [e for e in entries if "CON_06" in rules(e)]
    assert capped
    for entry in entries:
        said = " ".join(reason.detail for reason in entry.told.reasons)
        assert not any(name in said for name in (first, second, story.creditor_id, "Fournil", "FA-1", "FA-2", "AM-"))
    check(story)


def test_an_entry_costs_one_write_and_only_when_there_is_something_to_tell(story: Story) -> None:
    """Six contacts of an undisturbed case: six entries, and one for each move; the other changes add none."""
    story.open()
    story.play(d(100))
    kept = [w.entry for writes in story.memory.commits for w in writes if isinstance(w, KeepComplianceEntry)]
    most = [sum(isinstance(w, KeepComplianceEntry) for w in writes) for writes in story.memory.commits]
    moves = sum(event.type == "step.moved" for case in story.case_ids() for event in story.told(case))
    assert max(most) == 1
    assert Counter(entry.told.kind for entry in kept)[EntryKind.ATTEMPTED] == 6
    assert len(kept) == 6 + moves


def test_a_payment_is_no_line_but_its_receipt_is_and_says_that_no_cap_counts_it(story: Story) -> None:
    """At six in the morning it is moved into the open hours, spread like any contact (CON_01)."""
    case = story.open()
    story.pay(case, PRINCIPAL // 2)
    story.play(d(5))
    moved, made = log_of(story)
    assert (moved.told.kind, rules(moved)) == (EntryKind.MOVED, ["CON_01"])
    assert "2026-01-07 08:00" < local(moved.told.allowed_at) < "2026-01-07 16:00"
    assert (made.told.kind, made.told.purpose, made.told.channel) == (EntryKind.ATTEMPTED, "service", "email")


def test_every_channel_of_the_scenario_can_be_named_in_the_log() -> None:
    assert set(CHANNEL_OF_ACTION.values()) == {channel.value for channel in ACTION_OF_CHANNEL}


def test_a_page_goes_on_where_the_one_before_ended(story: Story) -> None:
    story.open()
    story.play(d(100))
    found: list[ComplianceEntry] = []
    position: str | None = None
    for _ in range(100):
        page = story.memory.compliance_log(story.scope, "deb_1", limit=2, position=position)
        found += page.items
        position = page.position
        if position is None:
            break
    assert found == list(reversed(log_of(story)))
    assert [e.recorded_at for e in found] == sorted((e.recorded_at for e in found), reverse=True)
