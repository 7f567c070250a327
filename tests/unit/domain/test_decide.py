"""What comes next, by tables: facts and an instant in, action, due time and reason out (R-124, R-126)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.case import Case, CaseStatus, Outcome
from chalicelib.domain.contact import Channel, ContactRef, ContactState
from chalicelib.domain.contact_log import ContactLog, Solicitation
from chalicelib.domain.decide import decide
from chalicelib.domain.decision_facts import Facts
from chalicelib.domain.holds import Attention, Pause, PauseKind
from chalicelib.domain.money import ZERO
from chalicelib.domain.next_step import Action, NextStep
from chalicelib.domain.notice import FormalNotice, Presentation
from chalicelib.domain.parties import ChannelBlock, Debtor
from chalicelib.domain.scenarios.presets import PROGRESSIF
from chalicelib.domain.step_record import StepRecord, StepState

from .cases import (
    CALLED,
    EVERYTHING,
    LAST_CALLED,
    NOTIFIED,
    REMINDED,
    REMINDED_AGAIN,
    SCOPE,
    at,
    case,
    day,
    debtor,
    facts,
    invoice,
    ref,
)

POSTED = FormalNotice("ctc_formal_notice_45", day(45), day(62), posted_on=day(45))
PRESENTED = replace(POSTED, presented_on=day(48), presentation=Presentation.PRESENTED, deadline=day(62))


WARNED_AT = datetime(2030, 7, 8, 7, tzinfo=UTC)


def next_of(of: Case | Facts, now: datetime) -> NextStep:
    return decide(of if isinstance(of, Facts) else facts(of), PROGRESSIF, now)


def brief(step: NextStep) -> tuple[str, str | None, datetime | None]:
    return step.action.value, step.step_id or step.template, step.due_at


@pytest.mark.parametrize(
    ("steps", "notice", "now", "expected"),
    [
        ((), None, at(2), ("ask_for_call", "verification_call", at(8))),
        ((CALLED,), None, at(8), ("send_email", "first_reminder", at(15))),
        ((CALLED, REMINDED), None, at(15), ("send_email", "second_reminder", at(30))),
        ((CALLED, REMINDED, REMINDED_AGAIN), None, at(30), ("send_formal_notice", "formal_notice", at(45))),
        ((CALLED, REMINDED, REMINDED_AGAIN, NOTIFIED), PRESENTED, at(48), ("ask_for_call", "last_call", at(65))),
        (EVERYTHING, PRESENTED, at(65), ("ask_for_decision", None, at(72, 9))),
    ],
)
def test_one_step_follows_the_other(
    steps: tuple[StepRecord, ...], notice: FormalNotice | None, now: datetime, expected: tuple[str, str, datetime]
) -> None:
    """R-036..R-042, R-098."""
    assert brief(next_of(case(steps=steps, notice=notice), now)) == expected


def test_the_second_reminder_couples_e_mail_and_sms() -> None:
    """R-024: the SMS follows at once, in the same step."""
    started = StepRecord("second_reminder", StepState.STARTED, at(30), contacts=(ref("reminder_2", 30),))
    step = next_of(case(steps=(CALLED, REMINDED, started)), at(30, 8, 1))
    assert brief(step) == ("send_sms", "second_reminder", at(30, 8, 1))


class TestGuard:
    @pytest.mark.parametrize(
        ("offset", "lands_on", "rule"),
        [
            (5, 7, "CON_01"),  # Saturday 10 January → Monday
            (88, 92, "CON_01"),  # Friday 3 April stays elsewhere; in Alsace it is Good Friday
        ],
    )
    def test_a_step_on_a_day_without_contact_moves_with_the_rule(self, offset: int, lands_on: int, rule: str) -> None:
        steps = tuple(replace(s, offset=offset) if s.id == "verification_call" else s for s in PROGRESSIF.steps)
        scenario = replace(PROGRESSIF, steps=steps, ends_within_days=200)
        step = decide(facts(case(postal_code="67000")), scenario, at(2))
        assert step.due_at == at(lands_on)
        assert rule in {reason.rule for reason in step.moves}
        assert ("CON_03" in {reason.rule for reason in step.moves}) is (offset == 88)

    def test_opening_hours_of_the_planned_day_are_no_move(self) -> None:
        assert next_of(case(), at(2)).moves == ()

    def test_a_contact_of_another_case_today_moves_the_step_to_tomorrow(self) -> None:
        """CON_06, across all cases of the debtor."""
        log = ContactLog(SCOPE, "deb_1", "cred_1", (Solicitation(at(8), "email", "case_2", "first_reminder"),), 1)
        step = next_of(facts(case(), log=log), at(8, 9))
        assert step.due_at == at(9)
        assert [reason.rule for reason in step.moves] == ["CON_06"]
        assert "case_2" not in step.moves[0].detail

    def test_the_formal_notice_is_exempt_from_caps_but_not_from_days(self) -> None:
        entries = tuple(Solicitation(at(n), "email", "case_2", "first_reminder") for n in (43, 44, 45))
        log = ContactLog(SCOPE, "deb_1", "cred_1", entries, 3)
        step = next_of(facts(case(steps=(CALLED, REMINDED, REMINDED_AGAIN)), log=log), at(30))
        assert step.due_at == at(45)

    def test_an_unknown_territory_refuses_every_contact(self) -> None:
        step = next_of(case(postal_code="98000"), at(9))
        assert step.refused

    def test_live_wake_ups_are_spread_inside_the_hours_and_test_clocks_are_not(self) -> None:
        """Design: time. However the hash falls, nothing leaves the window."""
        dues = []
        for number in range(60):
            step = next_of(case(id=f"case_{number}", test_clock_id=None), at(2))
            assert step.due_at is not None
            dues.append(step.due_at)
        assert len(set(dues)) > 50
        assert min(dues) >= at(8)
        assert max(dues) < at(8, 20)

    def test_a_spread_never_leaves_the_window_that_a_cap_opened_late_in_the_day(self) -> None:
        """CON_01: three contacts in seven days free the channel at 19:00."""
        entries = tuple(Solicitation(at(n, 19), "email", "case_2", f"s{n}") for n in (8, 9, 10))
        log = ContactLog(SCOPE, "deb_1", "cred_1", entries, 3)
        for number in range(40):
            step = next_of(facts(case(id=f"case_{number}", test_clock_id=None), log=log), at(11))
            assert step.due_at is not None
            hour = step.due_at.astimezone(at(2).tzinfo).hour + 1  # Paris in winter
            assert 8 <= hour < 20


class TestStandingStill:
    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({"status": CaseStatus.CLOSED, "outcome": Outcome.PAID}, "the case is closed: paid"),
        ],
    )
    def test_doing_nothing_has_a_reason(self, changes: dict[str, Any], reason: str) -> None:
        """R-124."""
        step = next_of(case(**changes), at(9))
        assert (step.action, step.due_at, step.reason) == (Action.STAND_STILL, None, reason)

    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({"attention": Attention("letter_returned", "", at(3))}, "needs attention: letter_returned"),
            ({"pause": Pause(PauseKind.DISPUTE, at(3))}, "paused: dispute"),
        ],
    )
    def test_a_case_that_waits_for_a_person_says_so_and_waits_for_its_warning(
        self, changes: dict[str, Any], reason: str
    ) -> None:
        """R-124, PRE_14: 180 days before 4 January 2031."""
        step = next_of(case(**changes), at(9))
        warning = "the warning of limitation 180 days before the safe last day 2031-01-04"
        assert brief(step) == ("warn_of_limitation", None, WARNED_AT)
        assert step.reason == f"{reason}; then {warning}"

    def test_a_pause_with_an_end_is_looked_at_again_that_day(self) -> None:
        paused = case(pause=Pause(PauseKind.MANUAL, at(3), day(20)))
        assert brief(next_of(paused, at(9))) == ("stand_still", None, at(20, 0))
        assert next_of(paused, at(20)).action is Action.ASK_FOR_CALL

    def test_when_nothing_is_owed_nothing_is_sent(self) -> None:
        assert brief(next_of(facts(case(), owed=ZERO), at(9))) == ("warn_of_limitation", None, WARNED_AT)

    def test_an_invoice_that_falls_due_later_is_waited_for(self) -> None:
        later = case(invoices=(invoice(), invoice(2, due=day(40))))
        assert brief(next_of(facts(later, owed=ZERO), at(9))) == ("stand_still", None, at(41, 0))


class TestDecision:
    @pytest.mark.parametrize(
        ("asked", "due"), [((at(72),), at(87)), ((at(72), at(87)), at(102)), ((at(72), at(87), at(102)), None)]
    )
    def test_the_creditor_is_asked_again_after_15_and_30_days(
        self, asked: tuple[datetime, ...], due: datetime | None
    ) -> None:
        """R-098; the debtor hears nothing meanwhile."""
        waiting = case(steps=(CALLED,), status=CaseStatus.AWAITING_DECISION, decision_asked=asked)
        step = next_of(waiting, at(73))
        assert step.action is (Action.ASK_FOR_DECISION if due else Action.WARN_OF_LIMITATION)
        assert step.due_at is not None
        assert abs(step.due_at - (due or WARNED_AT)) <= timedelta(hours=1)  # summer time


class TestNotice:
    @pytest.mark.parametrize(
        ("notice", "expected_on", "due"),
        [
            (
                replace(POSTED, posted_on=None),
                None,
                at(49, 0),
            ),  # Thursday 19 Feb. + 3 working days, and the day is over
            (POSTED, day(48), at(48, 12)),
            (POSTED, None, at(52, 12)),
        ],
    )
    def test_it_is_followed_to_its_presentation(
        self, notice: FormalNotice, expected_on: date | None, due: datetime
    ) -> None:
        """Posted within three working days, presented, or presumed so seven days after posting."""
        letter = ref("formal_notice", 45, ContactState.POSTED, Channel.REGISTERED_LETTER, expected_event_on=expected_on)
        steps = (CALLED, REMINDED, REMINDED_AGAIN, replace(NOTIFIED, contacts=(letter,)))
        step = next_of(case(steps=steps, notice=notice), at(45))
        if notice.posted_on is None:
            due = at(51, 0)  # Thursday, Friday, Monday, Tuesday: Wednesday 25 February
        assert brief(step) == ("check_delivery", "formal_notice", due)

    def test_once_presented_it_is_followed_no_more(self) -> None:
        steps = (CALLED, REMINDED, REMINDED_AGAIN, NOTIFIED)
        assert next_of(case(steps=steps, notice=PRESENTED), at(49)).action is Action.ASK_FOR_CALL


class TestDoubtAndFailure:
    def test_a_contact_in_doubt_comes_before_all_else_after_fifteen_minutes(self) -> None:
        doubt = StepRecord("first_reminder", StepState.STARTED, at(15), contacts=(_in_doubt("reminder_1", 15),))
        closed = case(steps=(CALLED, doubt), status=CaseStatus.CLOSED)
        assert brief(next_of(closed, at(15))) == ("check_delivery", "first_reminder", at(15, 8, 15))

    @pytest.mark.parametrize(
        ("refs", "action", "due"),
        [
            ([("failed", 0)], Action.SEND_EMAIL, at(15, 8, 15)),
            ([("failed", 0), ("failed", 15)], Action.SEND_EMAIL, at(15, 9, 15)),
            ([("unknown", 0)], Action.SEND_EMAIL, at(15, 8, 20)),
            ([("unknown", 0), ("unknown-again", 15)], Action.SEND_EMAIL, at(30)),
            ([("bounced", 0)], Action.SEND_EMAIL, at(15, 8, 20)),
            ([("delivered", 0)], Action.SEND_EMAIL, at(30)),
        ],
    )
    def test_what_became_of_an_e_mail_decides_whether_it_goes_again(
        self, refs: list[tuple[str, int]], action: Action, due: datetime
    ) -> None:
        """Design: ambiguous failure. A second doubt is final; failures are tried again with growing patience."""
        contacts = tuple(
            ContactRef(
                f"ctc_{minute}",
                Channel.EMAIL,
                "reminder_1",
                ContactState(state.removesuffix("-again")),
                at(15, 8, minute),
                duplicate_possible=state.endswith("-again"),
            )
            for state, minute in refs
        )
        record = StepRecord("first_reminder", StepState.STARTED, at(15), contacts=contacts)
        step = next_of(case(steps=(CALLED, record)), at(15, 8, 20))
        assert (step.action, step.due_at) == (action, max(due, at(15, 8, 20)))

    @pytest.mark.parametrize("state", [ContactState.UNKNOWN, ContactState.SENT, ContactState.DELIVERED])
    def test_an_sms_in_doubt_never_goes_again(self, state: ContactState) -> None:
        contacts = (ref("reminder_2", 30), ref("reminder_2_sms", 30, state, Channel.SMS))
        record = StepRecord("second_reminder", StepState.STARTED, at(30), contacts=contacts)
        assert next_of(case(steps=(CALLED, REMINDED, record)), at(30, 9)).step_id == "formal_notice"


class TestChannels:
    def blocked(self, channel: str, address: str | None = None) -> Debtor:
        return debtor(blocks=(ChannelBlock(channel, "bounced", day(15), address),))

    @pytest.mark.parametrize("address", [None, "lea@debiteur.example"])
    def test_a_letter_stands_in_for_an_e_mail_that_cannot_reach_the_debtor(self, address: str | None) -> None:
        """CON_09 and bounces."""
        step = next_of(facts(case(steps=(CALLED,)), debtor_=self.blocked("email", address)), at(9))
        assert brief(step) == ("send_letter", "first_reminder", at(15))

    def test_a_call_that_the_debtor_no_longer_wants_is_refused_with_the_rule(self) -> None:
        """CON_09."""
        step = next_of(facts(case(), debtor_=self.blocked("call")), at(9))
        assert (step.refused, [reason.rule for reason in step.moves]) == (True, ["CON_09"])

    @pytest.mark.parametrize(("now", "due"), [(2, at(8)), (8, at(8)), (9, at(9))])
    def test_a_refused_step_is_passed_over_on_its_day_not_weeks_before(self, now: int, due: datetime) -> None:
        """R-124: until then the reason may go away, and nobody reads of a step that failed before it was due."""
        step = next_of(facts(case(), debtor_=self.blocked("call")), at(now))
        assert (step.refused, step.due_at) == (True, due)

    @pytest.mark.parametrize(("failed", "expected"), [(1, "verification_call"), (2, "first_reminder")])
    def test_a_call_is_tried_twice_at_most(self, failed: int, expected: str) -> None:
        refs = tuple(ref("call_verification", 8 + n, ContactState.FAILED, Channel.CALL) for n in range(failed))
        record = StepRecord("verification_call", StepState.STARTED, at(8), contacts=refs)
        step = next_of(case(steps=(record,)), at(9, 7))
        assert step.step_id == expected


def test_the_last_record_closes_the_scenario() -> None:
    assert LAST_CALLED.step_id == PROGRESSIF.steps[-1].id


def _in_doubt(
    template: str, on: int, state: ContactState = ContactState.INTENDED, channel: Channel = Channel.EMAIL
) -> ContactRef:
    return ref(template, on, state, channel)
