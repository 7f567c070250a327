"""What providers and carriers report, by tables: bounces, presentations, unclaimed, refused and returned letters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.case import Case, CaseStatus, Outcome
from chalicelib.domain.case_deliveries import Delivered, record_delivery
from chalicelib.domain.contact import Channel, Contact, ContactState, DeliveryEvent, DeliveryKind, Purpose, reference_to
from chalicelib.domain.formal_notice import presume_presented
from chalicelib.domain.holds import Attention
from chalicelib.domain.notice import FormalNotice, Presentation
from chalicelib.domain.receipt import Receipt, ReceiptState
from chalicelib.domain.scenarios.presets import PROGRESSIF
from chalicelib.domain.step_record import StepState

from .cases import CALLED, LAST_CALLED, REMINDED, REMINDED_AGAIN, at, case, contact, day, debtor, done

NOTICE = FormalNotice("ctc_formal_notice_15", day(45), day(62), posted_on=day(45))


def report(of: Case, about: Contact, kind: DeliveryKind, on: int = 16) -> Delivered | None:
    return record_delivery(of, about, debtor(), DeliveryEvent(kind, day(on), at(on)), PROGRESSIF, at(on))


def told(of: Case, about: Contact, kind: DeliveryKind, on: int = 16) -> Delivered:
    delivered = report(of, about, kind, on)
    assert delivered is not None
    return delivered


def notified(**changes: Any) -> tuple[Case, Contact]:
    letter = contact("formal_notice", Channel.REGISTERED_LETTER, state=ContactState.POSTED, intended_at=at(45))
    steps = (CALLED, REMINDED, REMINDED_AGAIN, done("formal_notice", 45, reference_to(letter)))
    return case(steps=steps, notice=NOTICE, **changes), letter


def reminded(*more: Any, **changes: Any) -> tuple[Case, Contact]:
    mail = contact(**changes)
    return case(steps=(CALLED, done("first_reminder", 15, reference_to(mail)), *more)), mail


class TestElectronic:
    @pytest.mark.parametrize(
        ("kind", "event", "state", "blocked"),
        [
            (DeliveryKind.DELIVERED, "contact.delivered", ContactState.DELIVERED, None),
            (DeliveryKind.BOUNCED, "contact.bounced", ContactState.BOUNCED, "lea@debiteur.example"),
            (DeliveryKind.COMPLAINED, "contact.bounced", ContactState.COMPLAINED, "whole channel"),
        ],
    )
    def test_a_report_is_an_event_and_may_stop_the_address_or_the_channel(
        self, kind: DeliveryKind, event: str, state: ContactState, blocked: str | None
    ) -> None:
        """CON_09."""
        after = told(*reminded(), kind)
        assert ([draft.type for draft in after.events], after.contact.state) == ([event], state)
        blocks = [block.address or "whole channel" for block in after.debtor.blocks] if after.debtor else [None]
        assert blocks == [blocked]

    def test_the_same_report_again_changes_nothing(self) -> None:
        of, mail = reminded()
        once = told(of, mail, DeliveryKind.BOUNCED)
        assert report(once.case, once.contact, DeliveryKind.BOUNCED) is None

    def test_a_late_report_never_takes_a_final_state_back(self) -> None:
        of, mail = reminded()
        once = told(of, mail, DeliveryKind.BOUNCED)
        assert told(once.case, once.contact, DeliveryKind.DELIVERED, 17).contact.state is ContactState.BOUNCED

    def test_a_bounce_starts_the_step_again_unless_a_later_one_was_taken(self) -> None:
        states = []
        for more in ((), (REMINDED_AGAIN,)):
            record = told(*reminded(*more), DeliveryKind.BOUNCED).case.record_of("first_reminder")
            assert record is not None
            states.append(record.state)
        assert states == [StepState.STARTED, StepState.DONE]

    @pytest.mark.parametrize("state", [ContactState.INTENDED, ContactState.UNKNOWN])
    def test_a_report_about_a_contact_in_doubt_completes_what_the_answer_would_have(self, state: ContactState) -> None:
        """Design: matched by message id or tag. The step is done, and nobody needs to be asked any more."""
        of, mail = reminded(state=state)
        waiting = replace(of, attention=Attention("delivery_unknown", "?", at(15), "first_reminder", mail.id))
        after = told(replace(waiting, status=CaseStatus.NEEDS_ATTENTION), mail, DeliveryKind.DELIVERED)
        assert [draft.type for draft in after.events] == [
            "contact.sent",
            "case.attention_resolved",
            "contact.delivered",
        ]
        assert (after.case.status, after.case.attention) == (CaseStatus.OPEN, None)
        assert after.contact.version == mail.version + 1

    def test_a_receipt_reported_before_its_answer_is_sent_and_a_bounced_one_goes_again(self) -> None:
        mail = contact("receipt", state=ContactState.INTENDED, payment_id="pay_1", purpose=Purpose.SERVICE)
        issued = case(receipts=(Receipt("pay_1", ReceiptState.ISSUED, "doc_1", contacts=(reference_to(mail),)),))
        once = told(issued, mail, DeliveryKind.DELIVERED)
        assert [receipt.state for receipt in once.case.receipts] == [ReceiptState.SENT]
        bounced = told(once.case, once.contact, DeliveryKind.BOUNCED, 17)
        assert [receipt.state for receipt in bounced.case.receipts] == [ReceiptState.ISSUED]


class TestFormalNotice:
    @pytest.mark.parametrize(
        ("kind", "presentation"),
        [
            (DeliveryKind.PRESENTED, Presentation.PRESENTED),
            (DeliveryKind.RECEIVED, Presentation.RECEIVED),
            (DeliveryKind.UNCLAIMED, Presentation.UNCLAIMED),
            (DeliveryKind.REFUSED, Presentation.REFUSED),
        ],
    )
    @pytest.mark.parametrize(("on", "deadline"), [(48, 62), (52, 62), (53, 63), (60, 70)])
    def test_the_delay_runs_from_the_first_presentation_and_never_ends_before_the_named_day(
        self, kind: DeliveryKind, presentation: Presentation, on: int, deadline: int
    ) -> None:
        """R-040; unclaimed and refused letters are valid (Cass. 1re civ. 20 Jan. 2021, 19-20.680)."""
        notice = told(*notified(), kind, on).case.notice
        assert notice is not None
        assert (notice.presentation, notice.presented_on, notice.deadline) == (presentation, day(on), day(deadline))

    def test_a_later_report_keeps_the_first_presentation(self) -> None:
        of, letter = notified()
        once = told(of, letter, DeliveryKind.PRESENTED, 54)
        twice = told(once.case, once.contact, DeliveryKind.UNCLAIMED, 69).case.notice
        assert twice is not None
        assert (twice.presentation, twice.presented_on, twice.deadline) == (Presentation.UNCLAIMED, day(54), day(64))

    def test_a_presentation_reported_late_does_not_undo_the_reception(self) -> None:
        of, letter = notified()
        once = told(of, letter, DeliveryKind.RECEIVED, 50)
        twice = told(once.case, once.contact, DeliveryKind.PRESENTED, 49).case.notice
        assert twice is not None
        assert twice.presentation is Presentation.RECEIVED

    def test_a_presumption_gives_way_to_what_the_carrier_says(self) -> None:
        of, letter = notified()
        presumed = replace(of, notice=presume_presented(NOTICE, day(52), PROGRESSIF))
        notice = told(presumed, letter, DeliveryKind.PRESENTED, 58).case.notice
        assert notice is not None
        assert (notice.presentation, notice.deadline) == (Presentation.PRESENTED, day(68))

    def test_posting_is_noted(self) -> None:
        of, letter = notified()
        unposted = replace(of, notice=replace(NOTICE, posted_on=None))
        notice = told(unposted, letter, DeliveryKind.POSTED, 46).case.notice
        assert notice is not None
        assert notice.posted_on == day(46)

    def test_a_returned_letter_is_no_notice_and_needs_a_person(self) -> None:
        after = told(*notified(), DeliveryKind.RETURNED, 50)
        attention = after.case.attention
        assert attention is not None
        assert (after.case.notice, attention.code, attention.step_id) == (None, "letter_returned", "formal_notice")
        assert [draft.type for draft in after.events] == ["letter.returned", "case.needs_attention"]

    def test_on_a_closed_case_a_returned_letter_is_noted_and_changes_nothing_else(self) -> None:
        of, letter = notified(status=CaseStatus.CLOSED, outcome=Outcome.PAID)
        after = told(of, letter, DeliveryKind.RETURNED, 50)
        assert (after.case.status, after.case.attention) == (CaseStatus.CLOSED, None)

    def test_a_notice_in_doubt_that_was_presented_becomes_the_notice(self) -> None:
        letter = contact("formal_notice", Channel.REGISTERED_LETTER, state=ContactState.UNKNOWN, intended_at=at(45))
        of = case(steps=(CALLED, done("formal_notice", 45, reference_to(letter)), LAST_CALLED))
        notice = told(of, letter, DeliveryKind.PRESENTED, 48).case.notice
        assert notice is not None
        assert (notice.handed_over_on, notice.named_last_day, notice.presented_on) == (day(45), day(62), day(48))
