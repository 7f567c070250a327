from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest

from chalicelib.domain.contact import ContactState
from chalicelib.domain.test_clock import ClockStatus
from chalicelib.domain.writes import Create, Update
from chalicelib.entrypoints.workers.mail_events import NoticesFailed, record_mail_events
from tests.support import stored_things as things
from tests.support.ses_notices import classic, from_queue, from_topic, published
from tests.support.stored_things import NOW, SECRET_EMAIL, TEST, WRAPPED
from tests.support.worker_world import WorkerWorld


def failed(event: object) -> list[str]:
    return [item["itemIdentifier"] for item in record_mail_events(event)["batchItemFailures"]]


def test_a_bounce_changes_contact_debtor_and_case(world: WorkerWorld) -> None:
    """CON_09: the address that bounced is not used again."""
    world.emailed_case()
    assert failed(from_topic(classic("Bounce"))) == []
    assert world.store.contact(TEST, "ctc_1").state is ContactState.BOUNCED
    debtor, _ = world.store.debtor(TEST, "deb_1")
    assert SECRET_EMAIL not in debtor.usable_emails()
    assert world.store.event_range(TEST, "case_1", 1, 9)[0].header.type == "contact.bounced"


def test_a_notice_that_comes_twice_is_recorded_once(world: WorkerWorld) -> None:
    world.emailed_case()
    for event in (from_queue(published("Delivery"), published("Delivery")), from_topic(classic("Delivery"))):
        assert failed(event) == []
    kinds = [e.header.type for e in world.store.event_range(TEST, "case_1", 1, 9)]
    assert kinds.count("contact.delivered") == 1


def test_an_email_in_doubt_is_found_by_its_tag(world: WorkerWorld) -> None:
    """The sender never heard from the provider: the notice proves that the e-mail left."""
    world.emailed_case(in_doubt=True)
    world.clock.instant = NOW + timedelta(minutes=5)
    assert failed(from_queue(published("Delivery", message_id="m-unheard"))) == []
    assert world.store.contact(TEST, "ctc_1").state is ContactState.DELIVERED


def test_a_notice_waits_while_its_sender_is_still_at_work(world: WorkerWorld) -> None:
    """Otherwise the sender's own record of the sending would lose the race."""
    world.emailed_case(in_doubt=True)
    assert failed(from_queue(published("Delivery", message_id="m-unheard"))) == ["sqs-0"]
    assert world.store.contact(TEST, "ctc_1").state is ContactState.INTENDED


def test_a_notice_that_overtakes_the_answer_is_tried_again_at_once(world: WorkerWorld) -> None:
    _, contact = world.emailed_case(in_doubt=True)

    def answer_is_written_down(seconds: float) -> None:
        world.naps.append(seconds)
        if len(world.naps) == 2:
            sent = replace(contact, state=ContactState.SENT, sent_at=NOW, provider_message_id="m-1", version=2)
            world.store.commit([Update(sent, WRAPPED)])

    world.deps.__dict__["sleep"] = answer_is_written_down
    assert failed(from_topic(classic("Delivery"))) == []
    assert len(world.naps) == 2
    assert world.store.contact(TEST, "ctc_1").state is ContactState.DELIVERED


def test_while_the_test_clock_advances_the_notice_comes_again_later(world: WorkerWorld) -> None:
    world.emailed_case(test_clock_id="clk_1")
    moving = things.clock(status=ClockStatus.ADVANCING, to=NOW + timedelta(days=30))
    world.store.commit([Create(moving)])
    assert failed(from_queue(classic("Bounce"))) == ["sqs-0"]
    with pytest.raises(NoticesFailed):
        record_mail_events(from_topic(classic("Bounce")))
    world.store.commit([Update(moving.settled())])
    assert failed(from_queue(classic("Bounce"))) == []
    assert world.store.contact(TEST, "ctc_1").state is ContactState.BOUNCED


def test_one_bad_notice_does_not_hold_back_the_others(world: WorkerWorld) -> None:
    world.emailed_case()
    event = from_queue("not json", classic("Delivery"), classic("Delivery", "m-unknown"))
    assert failed(event) == ["sqs-0", "sqs-2"]
    assert world.store.contact(TEST, "ctc_1").state is ContactState.DELIVERED


def test_a_bad_notice_from_the_topic_raises_after_the_others_are_recorded(world: WorkerWorld) -> None:
    world.emailed_case()
    with pytest.raises(NoticesFailed):
        record_mail_events(from_topic("not json", classic("Delivery")))
    assert world.store.contact(TEST, "ctc_1").state is ContactState.DELIVERED


def test_a_notice_about_an_erased_debtor_leaves_nothing(world: WorkerWorld) -> None:
    """R-142."""
    world.emailed_case()
    world.store.erase_debtor_key(TEST, "deb_1")
    assert failed(from_queue(classic("Bounce"))) == []
    assert world.store.event_range(TEST, "case_1", 1, 9) == ()


def test_no_log_line_names_the_recipient(world: WorkerWorld, lines: StringIO) -> None:
    world.emailed_case()
    record_mail_events(from_queue("not json " + SECRET_EMAIL, classic("Bounce"), classic("Bounce", "m-unknown")))
    logged = lines.getvalue()
    assert "unusable notice" in logged
    assert SECRET_EMAIL not in logged
    assert "user unknown" not in logged


def test_every_notice_leaves_a_line(world: WorkerWorld, lines: StringIO) -> None:
    world.emailed_case()
    record_mail_events(from_queue(published("Open"), classic("Delivery")))
    assert lines.getvalue().count('"message":"done"') == 2
