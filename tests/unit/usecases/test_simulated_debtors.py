"""Simulated debtors (R-132): test mode alone, once, in order of virtual time, to the cent, whatever the jumps."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.adapters.dynamodb import codec, keys
from chalicelib.domain.case_commands import AttentionAction
from chalicelib.domain.case_payments import owed_on
from chalicelib.domain.contact import Channel
from chalicelib.domain.parties import ContactPerson, ContactRole, DebtorKind
from chalicelib.domain.simulated.behaviours import BEHAVIOURS
from chalicelib.domain.simulated.debtor import SIMULATOR_DOMAIN
from chalicelib.domain.simulated.happening import Happening, Pays
from chalicelib.usecases.writes import Update
from tests.support.invariants import check
from tests.support.story import DUE, Story, d
from tests.support.world import LIVE, TEST

WALL = datetime(2026, 11, 21, 9, tzinfo=UTC)
END = d(125)


def address(behaviour: str) -> str:
    return f"{behaviour}@{SIMULATOR_DOMAIN}"


def on_a_clock(*behaviours: str, opened: datetime | None = None, **debtor: Any) -> tuple[Story, str, list[str]]:
    """A clock with a case for each behaviour."""
    story = Story(WALL, scope=TEST)
    clock = story.clock(opened or d(2))
    cases = []
    for number, behaviour in enumerate(behaviours, start=1):
        name = story.debtor(f"deb_{number}", email=address(behaviour), **debtor)
        cases.append(story.open(name, number=f"FA-{number}", clock_id=clock))
    return story, clock, cases


def days_of(story: Story, case_id: str, *types: str) -> list[tuple[str, int]]:
    day_zero = story.case(case_id).day_zero
    return [(told.type, (told.at.date() - day_zero).days) for told in story.told(case_id) if told.type in types]


ID = re.compile(r"[a-z]{3,4}_[0-9A-HJKMNP-TV-Z]{26}")


def heard(story: Story, case_id: str) -> list[tuple[str, datetime, str]]:
    """Each event with its instant and what it says, ids left out: they are drawn in the order of the work."""
    said = ("amount", "kind", "channel", "template", "reason", "due_at", "on", "code", "action", "outcome")
    return [(t.type, t.at, ID.sub("", repr([t.payload.get(name) for name in said]))) for t in story.told(case_id)]


def settled(story: Story) -> Story:
    """What had to wait while the clock advanced is brought again, as its queue does every six minutes."""
    story.wall.instant += timedelta(minutes=6)
    story.sweep()
    story.pump()
    return story


# --- what they do ----------------------------------------------------------------------------------------------------


def test_the_debtor_pays_on_day_20_what_is_owed_that_day_to_the_cent() -> None:
    story, clock, (case,) = on_a_clock("pays-on-day-20")
    story.advance(clock, d(19))
    owed = owed_on(story.case(case), story.recording.rates, DUE + timedelta(days=20)).amount
    story.advance(clock, d(60))
    (payment,) = story.case(case).payments
    assert (payment.amount.amount, payment.received_on) == (owed, DUE + timedelta(days=20))
    assert story.case(case).outcome == "paid"
    assert days_of(story, case, "payment.recorded", "case.closed") == [("payment.recorded", 20), ("case.closed", 20)]
    check(story)


def test_half_is_rounded_down_to_the_cent_and_the_rest_is_what_is_owed_then() -> None:
    story, clock, (case,) = on_a_clock("pays-half-on-day-20+pays-on-day-50")
    story.advance(clock, d(19))
    owed = owed_on(story.case(case), story.recording.rates, DUE + timedelta(days=20)).amount
    assert owed % 2 == 1
    story.advance(clock, END)
    half, rest = story.case(case).payments
    assert half.amount.amount == (owed - 1) // 2
    assert rest.received_on == DUE + timedelta(days=50)
    assert story.owed(case) == 0
    assert story.case(case).outcome == "paid"
    check(story)


def test_a_day_that_is_past_when_the_case_opens_comes_at_once() -> None:
    story, clock, (case,) = on_a_clock("pays-on-day-20", opened=d(45, 9))
    story.advance(clock, d(46))
    assert story.case(case).outcome == "paid"
    assert story.case(case).payments[0].received_on == DUE + timedelta(days=45)


def test_a_payment_after_the_formal_notice_waits_for_its_presentation() -> None:
    story, clock, (case,) = on_a_clock("pays-3-days-after-formal-notice+letter-refused")
    story.advance(clock, END)
    told = days_of(story, case, "letter.refused", "payment.recorded")
    assert told == [("letter.refused", told[0][1]), ("payment.recorded", told[0][1] + 3)]


def test_who_pays_twice_has_paid_too_much_and_a_bounced_cheque_revives_the_debt() -> None:
    story, clock, (twice, cheque) = on_a_clock("pays-twice-on-day-20", "cheque-bounces-on-day-20")
    story.advance(clock, d(40))
    first, again = story.case(twice).payments
    assert first.amount == again.amount
    assert "payment.overpaid" in story.types(twice)
    assert story.case(cheque).payments[0].reversed_on == DUE + timedelta(days=27)
    assert not story.case(cheque).is_closed
    assert story.contact(cheque, "receipt_withdrawal").channel is Channel.LETTER
    check(story)


@pytest.mark.parametrize("other", ["ana@debiteur.example", address("silent")])
def test_an_email_to_somebody_else_of_the_debtor_does_not_bounce(other: str) -> None:
    story, clock, (case,) = on_a_clock("bounces")
    debtor, key = story.memory.debtor(TEST, "deb_1")
    reachable = ContactPerson("Ana", ContactRole.ACCOUNTING, email=other)
    changed = replace(debtor, contacts=(reachable, *debtor.contacts), version=debtor.version + 1)
    story.memory.commit([Update(changed, key)])
    story.advance(clock, d(40))
    assert story.contact(case, "reminder_1").recipient == other
    assert "contact.bounced" not in story.types(case)


def test_what_the_api_would_refuse_does_not_happen_and_the_case_goes_on() -> None:
    """A company is not admitted to the procedure of over-indebtedness (C. conso L711-1)."""
    story, clock, (case,) = on_a_clock("over-indebted-on-day-20")
    story.advance(clock, d(60))
    assert story.memory.debtor(TEST, "deb_1")[0].facts == ()
    assert story.case(case).status == "open"
    check(story)


def test_a_fact_of_the_debtor_reaches_the_debtors_other_cases() -> None:
    story = Story(WALL, scope=TEST)
    clock = story.clock(d(2))
    name = story.debtor(email=address("insolvent-on-day-20"))
    cases = [story.open(name, number=f"FA-{n}", clock_id=clock) for n in (1, 2)]
    story.advance(clock, d(40))
    assert [story.case(case).status for case in cases] == ["paused", "paused"]
    assert len(story.memory.debtor(TEST, name)[0].facts) == 1
    assert [days_of(story, case, "insolvency.detected") for case in cases] == [[("insolvency.detected", 20)]] * 2


# --- when they do it -------------------------------------------------------------------------------------------------


def test_at_the_instant_of_a_step_the_debtor_acts_first_and_a_payment_stops_its_reminder() -> None:
    story, clock, (case,) = on_a_clock("silent")
    story.advance(clock, d(14))
    due_at = story.case(case).next_step.due_at  # type: ignore[union-attr]  # a reminder is planned
    rival, its_clock, (paid,) = on_a_clock("silent")
    assert due_at is not None
    same_instant = replace(BEHAVIOURS[0], plan=lambda *_: (Happening("now", due_at, Pays()),))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("chalicelib.domain.simulated.debtor.BEHAVIOURS", (same_instant, *BEHAVIOURS[1:]))
        rival.advance(its_clock, d(60))
    assert rival.case(paid).payments[0].received_on == due_at.date()
    assert rival.sent_by(Channel.EMAIL) == 1
    assert rival.contact(paid, "final_receipt").channel is Channel.EMAIL
    assert "D+15 email reminder_1" not in rival.happened(paid)


def test_the_cases_of_a_clock_and_their_debtors_act_in_order_of_virtual_time() -> None:
    names = ("pays-on-day-20", "silent", "bounces+pays-on-day-33", "letter-refused", "pays-half-on-day-16")
    story, clock, cases = on_a_clock(*names)
    story.advance(clock, END)
    committed = [
        (stored.header.occurred_at, number)
        for number, writes in enumerate(story.memory.commits)
        for write in writes
        if getattr(write, "case_id", None) in cases
        for stored in getattr(write, "events", ())
    ]
    assert len(committed) > 100
    assert [at for at, _ in committed] == sorted(at for at, _ in committed)
    check(story)


@settings(max_examples=30, deadline=None)
@given(
    names=st.lists(st.sampled_from([each.example for each in BEHAVIOURS]), min_size=1, max_size=3, unique=True),
    jumps=st.lists(st.integers(1, 40), min_size=1, max_size=12),
    consumer=st.booleans(),
)
def test_one_jump_and_many_give_the_same_events_on_the_same_dates(
    names: list[str], jumps: list[int], consumer: bool
) -> None:
    kind = DebtorKind.CONSUMER if consumer else DebtorKind.COMPANY
    at_once, clock, (case,) = on_a_clock("+".join(names), kind=kind)
    at_once.advance(clock, END)
    by_steps, its_clock, (same,) = on_a_clock("+".join(names), kind=kind)
    day = 2
    for jump in jumps:
        day = min(day + jump, 124)
        if by_steps.clocks()[0].now < d(day):
            by_steps.advance(its_clock, d(day))
    by_steps.advance(its_clock, END)
    assert heard(by_steps, same) == heard(at_once, case)
    check(settled(at_once))


def test_a_case_without_a_test_clock_waits_for_its_debtor_in_real_time() -> None:
    story = Story(d(2), scope=TEST)
    case = story.open(story.debtor(email=address("bounces+pays-on-day-20")))
    story.play(d(19, 23))
    assert "contact.bounced" in story.types(case)
    assert story.case(case).payments == ()
    story.play(d(21))
    assert story.case(case).payments[0].received_on == date(2026, 1, 25)
    assert story.case(case).outcome == "paid"
    check(story)


def test_a_lost_run_of_a_simulated_debtor_is_found_by_the_sweep() -> None:
    """The due index holds the earlier of the next step and the debtor's turn."""
    story = Story(d(16), scope=TEST, watchful=True)
    case = story.open(story.debtor(email=address("pays-on-day-20")))
    story.machines.kill()
    story.wall.instant = d(20, 11)
    story.sweep()
    story.play(d(21))
    assert story.case(case).outcome == "paid"


def test_a_debtor_waits_for_a_rate_that_hides_what_is_owed() -> None:
    """INT_15: nobody can pay what nobody can count; the day after the rate is there they pay."""
    far = date(2030, 3, 1)
    story = Story(WALL, scope=TEST)
    clock = story.clock(d(2, due=far))
    case = story.open(story.debtor(email=address("pays-on-day-20")), due=far, clock_id=clock)
    story.advance(clock, d(30, due=far))
    assert story.case(case).payments == ()
    assert story.clocks()[0].status == "ready"
    simulation = story.case(case).simulation
    assert simulation is not None
    assert simulation.done == ()


def test_a_simulated_debtor_who_keeps_failing_is_asked_about_once_and_acts_when_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """R-141: nobody is forgotten, and no step of the case is blamed."""
    story = Story(d(16), scope=TEST)
    case = story.open(story.debtor(email=address("pays-on-day-20")))

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a behaviour is broken")

    monkeypatch.setattr("chalicelib.domain.case_payments.record_payment", broken)
    story.play(d(21))
    attention = story.case(case).attention
    assert attention is not None
    assert (attention.code, attention.step_id) == ("step_failed", None)
    assert story.types(case).count("case.needs_attention") == 1
    monkeypatch.undo()
    story.resolve(case, AttentionAction.RETRY)
    story.play(d(22))
    assert story.case(case).outcome == "paid"
    assert len(story.case(case).payments) == 1
    check(story)


# --- live mode -------------------------------------------------------------------------------------------------------


def test_in_live_mode_the_address_means_nothing_and_costs_nothing() -> None:
    """The same events, wake-ups, transitions and bytes as for any other address."""
    counted = []
    for email in (
        address("pays-on-day-20+bounces+letter-refused"),
        "dettes-du-mois-de-mars@comptabilite-du-debiteur.example",
    ):
        story = Story(d(2), scope=LIVE)
        case = story.open(story.debtor(email=email))
        story.play(END)
        runs = [(run.transitions, run.history) for run in story.executions.values()]
        head = codec.case_parts(story.case(case))[keys.HEAD]
        assert "simulat" not in head
        counted.append((heard(story, case), runs, story.invocations, len(head), story.memory.calls))
        assert story.invocations["simulate_debtor"] == 0
    assert counted[0] == counted[1]


def test_the_head_of_a_simulated_case_stays_below_8_kb() -> None:
    together = "+".join(
        each.example for each in BEHAVIOURS if "pays-on" not in each.name and "day-30" not in each.example
    )
    story, clock, (case,) = on_a_clock(together)
    story.advance(clock, END)
    assert len(codec.case_parts(story.case(case))[keys.HEAD].encode()) < 8_000
    assert codec.load(type(story.case(case)), codec.dump(story.case(case))).simulation == story.case(case).simulation
