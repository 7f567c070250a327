"""What people decide about a case: each command in each state, by tables (R-028, R-093, R-098)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.case import Case, CaseStatus, Outcome
from chalicelib.domain.case_commands import (
    AttentionAction,
    Choice,
    ask_for_decision,
    close,
    decide_case,
    needs_attention,
    pause,
    reopen,
    resolve_attention,
    resume,
)
from chalicelib.domain.contact import Channel, ContactState
from chalicelib.domain.decide import decide
from chalicelib.domain.errors import Conflict
from chalicelib.domain.holds import Attention, Pause, PauseKind
from chalicelib.domain.notice import FormalNotice
from chalicelib.domain.pauses import LASTING, pauses_of
from chalicelib.domain.receipt import Receipt, ReceiptState
from chalicelib.domain.scenarios.model import Phase
from chalicelib.domain.scenarios.presets import PROGRESSIF
from chalicelib.domain.step_record import StepRecord, StepState

from .cases import CALLED, REMINDED, REMINDED_AGAIN, at, case, day, facts, ref

NOW = at(20)
CLOSED = case(status=CaseStatus.CLOSED, outcome=Outcome.PAID, closed_at=at(19))


def types(change: tuple[Case, tuple[object, ...]]) -> list[str]:
    return [draft.type.value for draft in change[1]]  # type: ignore[attr-defined]  # drafts of events


@pytest.mark.parametrize(
    "command",
    [
        lambda: pause(CLOSED, PauseKind.MANUAL, NOW, reason="x"),
        lambda: resume(CLOSED, reason="x"),
        lambda: decide_case(CLOSED, Choice.WITHDRAW, NOW, reason="x"),
        lambda: resolve_attention(CLOSED, AttentionAction.SKIP, PROGRESSIF, NOW, reason="x"),
    ],
)
def test_a_closed_case_takes_no_command(command: object) -> None:
    with pytest.raises(Conflict) as refusal:
        command()  # type: ignore[operator]  # pytest hands out objects
    assert refusal.value.code == "case_closed"


class TestPause:
    @pytest.mark.parametrize(
        ("kind", "events"),
        [
            (PauseKind.MANUAL, ["case.paused"]),
            (PauseKind.DISPUTE, ["dispute.opened", "case.paused"]),
            (PauseKind.REPRESENTED, ["case.paused"]),
        ],
    )
    def test_a_pause_says_why_and_a_dispute_is_one(self, kind: PauseKind, events: list[str]) -> None:
        """STOP_01."""
        change = pause(case(), kind, NOW, reason="because")
        assert types(change) == events
        assert change[0].status is CaseStatus.PAUSED
        assert change[1][-1].payload["reason"] == "because"
        assert "reason" not in change[1][-1].public

    @pytest.mark.parametrize(
        ("before", "status"),
        [
            (case(), CaseStatus.OPEN),
            (case(decision_asked=(at(72),)), CaseStatus.AWAITING_DECISION),
            (case(attention=Attention("x", "", at(9))), CaseStatus.NEEDS_ATTENTION),
        ],
    )
    def test_resuming_puts_a_case_back_where_it_stood(self, before: Case, status: CaseStatus) -> None:
        paused, _ = pause(before, PauseKind.MANUAL, NOW, reason="x")
        assert resume(paused, reason="y")[0].status is status

    @pytest.mark.parametrize("weak", [PauseKind.MANUAL, PauseKind.PAYMENT_CLAIMED])
    @pytest.mark.parametrize("strong", LASTING)
    def test_an_ordinary_pause_never_takes_the_place_of_a_lasting_one(self, strong: PauseKind, weak: PauseKind) -> None:
        """STOP_01, STOP_04; in whichever order they come."""
        for kinds in ((strong, weak), (weak, strong)):
            held = case()
            for kind in kinds:
                held, _ = pause(held, kind, NOW, reason="x", until=day(30) if kind is weak else None)
            assert [each.kind for each in pauses_of(held)] == [strong, weak]

    def test_each_lasting_reason_is_lifted_on_its_own(self) -> None:
        held = case()
        for kind in (PauseKind.DISPUTE, PauseKind.REPRESENTED, PauseKind.DEATH):
            held, _ = pause(held, kind, NOW, reason="x")
        once, drafts = resume(held, reason="y", kind=PauseKind.DISPUTE)
        assert [each.kind for each in pauses_of(once)] == [PauseKind.DEATH, PauseKind.REPRESENTED]
        assert (once.status, drafts[-1].type, drafts[-1].public["kind"]) == ("paused", "case.paused", "death")
        thrice = resume(resume(once, reason="y")[0], reason="y")[0]
        assert (thrice.status, thrice.pause) == (CaseStatus.OPEN, None)

    def test_what_a_call_says_does_not_take_the_place_of_a_fact_of_the_debtor(self) -> None:
        """STOP_04: the pause ends with the fact it came from."""
        fact = Pause(PauseKind.DEATH, at(3), fact_id="fact_1")
        held, _ = pause(case(pause=fact), PauseKind.DEATH, NOW, reason="deceased")
        assert pauses_of(held) == (fact,)

    def test_a_second_ordinary_pause_replaces_the_first(self) -> None:
        first, _ = pause(case(), PauseKind.MANUAL, NOW, reason="x", until=day(30))
        second, _ = pause(first, PauseKind.PAYMENT_CLAIMED, NOW, reason="x")
        assert [each.kind for each in pauses_of(second)] == [PauseKind.PAYMENT_CLAIMED]

    def test_what_is_not_paused_is_not_resumed(self) -> None:
        with pytest.raises(Conflict) as refusal:
            resume(case(), reason="x")
        assert refusal.value.code == "case_not_paused"


class TestDecision:
    awaiting = case(status=CaseStatus.AWAITING_DECISION, decision_asked=(at(72),))

    @pytest.mark.parametrize(
        ("choice", "outcome", "phase"),
        [
            (Choice.HANDOVER, Outcome.HANDED_OVER, Phase.JUDICIAL),
            (Choice.WRITE_OFF, Outcome.WRITTEN_OFF, Phase.AMICABLE),
            (Choice.WITHDRAW, Outcome.WITHDRAWN, Phase.AMICABLE),
            (Choice.SOLD, Outcome.SOLD, Phase.AMICABLE),
        ],
    )
    def test_each_choice_has_its_outcome(self, choice: Choice, outcome: Outcome, phase: Phase) -> None:
        """R-093."""
        closed, drafts = decide_case(self.awaiting, choice, NOW, reason="x")
        assert (closed.status, closed.outcome, closed.phase) == (CaseStatus.CLOSED, outcome, phase)
        assert drafts[-1].type == "case.closed"

    @pytest.mark.parametrize("choice", [Choice.HANDOVER, Choice.EXTEND])
    def test_a_handover_or_an_extension_follows_the_scenario(self, choice: Choice) -> None:
        """R-098: nothing is handed over by itself, nor before its time."""
        with pytest.raises(Conflict) as refusal:
            decide_case(case(), choice, NOW, reason="x")
        assert refusal.value.code == "decision_not_awaited"

    @pytest.mark.parametrize("choice", [Choice.WITHDRAW, Choice.WRITE_OFF, Choice.SOLD])
    def test_the_creditor_may_give_up_at_any_time(self, choice: Choice) -> None:
        assert decide_case(case(), choice, NOW, reason="x")[0].is_closed

    def test_an_extension_waits_fifteen_days_and_asks_again(self) -> None:
        extended, _ = decide_case(self.awaiting, Choice.EXTEND, at(80), reason="x")
        assert extended.hold is not None
        assert (extended.status, extended.hold.until, extended.decision_asked) == (CaseStatus.OPEN, day(95), ())

    def test_every_question_is_counted(self) -> None:
        once, drafts = ask_for_decision(case(), at(72))
        twice, _ = ask_for_decision(once, at(87))
        assert twice.decision_asked == (at(72), at(87))
        assert set(drafts[0].public["choices"]) == {choice.value for choice in Choice}


class TestClosing:
    def test_closing_ends_pause_attention_and_hold(self) -> None:
        held = case(pause=Pause(PauseKind.MANUAL, at(3)), attention=Attention("x", "", at(3)))
        closed, _ = close(held, Outcome.PAID, NOW, reason="paid")
        assert (closed.pause, closed.attention, closed.hold, closed.closed_at) == (None, None, None, NOW)

    @pytest.mark.parametrize("kind", LASTING)
    def test_what_forbids_contact_outlasts_the_closing(self, kind: PauseKind) -> None:
        """STOP_01, STOP_04: a payment that bounces revives the debt, not the right to write to the debtor."""
        held, _ = pause(case(), kind, NOW, reason="x")
        reopened, drafts = reopen(close(held, Outcome.PAID, NOW, reason="paid")[0], reason="payment_reversed")
        assert (reopened.status, [each.kind for each in pauses_of(reopened)]) == (CaseStatus.PAUSED, [kind])
        assert [draft.type for draft in drafts] == ["case.reopened", "case.paused"]

    def test_reopening_brings_it_back_where_the_scenario_stood(self) -> None:
        opened, drafts = reopen(CLOSED, reason="payment_reversed")
        assert (opened.status, opened.outcome, opened.closed_at) == (CaseStatus.OPEN, None, None)
        assert drafts[0].type == "case.reopened"

    @pytest.mark.parametrize(("step_id", "stays"), [("pay_1", True), ("second_reminder", False), (None, False)])
    def test_a_question_about_a_receipt_outlives_the_case_and_every_other_ends_with_it(
        self, step_id: str | None, stays: bool
    ) -> None:
        """PAY_03, R-092: nobody knows whether the receipt of the first half went out; paying the rest answers nothing.

        A reminder of a closed case, and whatever else was asked, is nobody's matter any more.
        """
        owed = (Receipt("pay_1", ReceiptState.ISSUED, "doc_1"),)
        attention = Attention("delivery_unknown", "?", NOW, step_id)
        asking = case(status=CaseStatus.NEEDS_ATTENTION, attention=attention, receipts=owed)
        closed, _ = close(asking, Outcome.PAID, NOW, reason="paid")
        assert (closed.status, closed.attention) == (CaseStatus.CLOSED, attention if stays else None)

    def test_a_closed_case_that_needs_a_person_stays_closed_and_says_why(self) -> None:
        """R-092: a final receipt that cannot be issued is not forgotten because the case is over."""
        asked, drafts = needs_attention(CLOSED, Attention("step_failed", "", NOW, "pay_1"))
        assert (asked.status, asked.attention and asked.attention.code) == (CaseStatus.CLOSED, "step_failed")
        assert [draft.type for draft in drafts] == ["case.needs_attention"]


class TestAttention:
    def asking(self, step_id: str, *steps: StepRecord, contact_id: str | None = None, **changes: Any) -> Case:
        attention = Attention("delivery_unknown", "?", at(46), step_id, contact_id)
        return case(status=CaseStatus.NEEDS_ATTENTION, attention=attention, steps=steps, **changes)

    def resolved(self, asking: Case, action: AttentionAction) -> Case:
        return resolve_attention(asking, action, PROGRESSIF, at(47), reason="x")[0]

    def test_nothing_is_resolved_where_nothing_is_asked(self) -> None:
        with pytest.raises(Conflict) as refusal:
            self.resolved(case(), AttentionAction.SKIP)
        assert refusal.value.code == "attention_not_needed"

    def test_a_paused_case_stays_paused(self) -> None:
        """STOP_04: a death is looked into, and still nobody is contacted."""
        asking = replace(self.asking("verification_call"), pause=Pause(PauseKind.DEATH, at(9)))
        assert self.resolved(asking, AttentionAction.SKIP).status is CaseStatus.PAUSED

    @pytest.mark.parametrize(
        ("action", "state", "contacts", "then"),
        [
            (AttentionAction.RETRY, StepState.STARTED, [], "first_reminder"),
            (AttentionAction.SKIP, StepState.SKIPPED, [ContactState.UNKNOWN], "second_reminder"),
            (AttentionAction.MARK_SENT, StepState.DONE, [ContactState.SENT], "second_reminder"),
        ],
    )
    def test_retry_does_it_again_skip_passes_over_it_mark_sent_believes_it(
        self, action: AttentionAction, state: StepState, contacts: list[ContactState], then: str
    ) -> None:
        """R-028."""
        doubt = ref("reminder_1", 15, ContactState.UNKNOWN, duplicate_possible=True)
        record = StepRecord("first_reminder", StepState.STARTED, at(15), contacts=(doubt,))
        after = self.resolved(self.asking("first_reminder", CALLED, record, contact_id=doubt.id), action)
        found = after.record_of("first_reminder")
        assert found is not None
        assert (found.state, [c.state for c in found.contacts]) == (state, contacts)
        assert decide(facts(after), PROGRESSIF, at(20)).step_id == then
        assert after.attention is None

    def test_marking_the_e_mail_of_a_coupled_step_leaves_its_sms_to_be_sent(self) -> None:
        doubt = ref("reminder_2", 30, ContactState.UNKNOWN, duplicate_possible=True)
        record = StepRecord("second_reminder", StepState.STARTED, at(30), contacts=(doubt,))
        asking = self.asking("second_reminder", CALLED, REMINDED, record, contact_id=doubt.id)
        step = decide(facts(self.resolved(asking, AttentionAction.MARK_SENT)), PROGRESSIF, at(30, 9))
        assert step.template == "reminder_2_sms"

    def notice(self, state: ContactState, notice: FormalNotice | None) -> Case:
        letter = ref("formal_notice", 45, state, Channel.REGISTERED_LETTER)
        record = StepRecord("formal_notice", StepState.STARTED, at(45), contacts=(letter,))
        steps = (CALLED, REMINDED, REMINDED_AGAIN, record)
        return self.asking("formal_notice", *steps, contact_id=letter.id, notice=notice)

    def test_a_notice_marked_sent_counts_as_posted_and_is_followed(self) -> None:
        after = self.resolved(self.notice(ContactState.UNKNOWN, None), AttentionAction.MARK_SENT)
        assert after.notice is not None
        assert (after.notice.posted_on, after.notice.named_last_day) == (day(45), day(62))
        assert decide(facts(after), PROGRESSIF, at(47)).action == "check_delivery"

    def test_a_notice_that_was_not_posted_and_is_marked_sent_was_posted_today(self) -> None:
        unposted = FormalNotice("ctc_formal_notice_45", day(45), day(62))
        after = self.resolved(self.notice(ContactState.SENT, unposted), AttentionAction.MARK_SENT)
        assert after.notice is not None
        assert after.notice.posted_on == day(47)

    @pytest.mark.parametrize("action", [AttentionAction.RETRY, AttentionAction.SKIP])
    def test_a_notice_given_up_is_not_waited_for(self, action: AttentionAction) -> None:
        unposted = FormalNotice("ctc_formal_notice_45", day(45), day(62))
        after = self.resolved(self.notice(ContactState.SENT, unposted), action)
        assert after.notice is None
        expected = "formal_notice" if action is AttentionAction.RETRY else "last_call"
        assert decide(facts(after), PROGRESSIF, at(47)).step_id == expected

    @pytest.mark.parametrize(
        ("before", "action", "after"),
        [
            (ReceiptState.ISSUED, AttentionAction.RETRY, ReceiptState.ISSUED),
            (ReceiptState.ISSUED, AttentionAction.MARK_SENT, ReceiptState.SENT),
            (ReceiptState.WITHDRAWAL_DUE, AttentionAction.SKIP, ReceiptState.WITHDRAWN),
            (ReceiptState.DUE, AttentionAction.SKIP, ReceiptState.NONE),
        ],
    )
    def test_a_receipt_in_doubt_is_settled_too(
        self, before: ReceiptState, action: AttentionAction, after: ReceiptState
    ) -> None:
        failed = ref("receipt", 20, ContactState.FAILED)
        asking = self.asking("pay_1", receipts=(Receipt("pay_1", before, contacts=(failed,)),))
        receipt = self.resolved(asking, action).receipt_of("pay_1")
        assert receipt is not None
        assert receipt.state is after
        assert (receipt.contacts == ()) is (action is AttentionAction.RETRY)
