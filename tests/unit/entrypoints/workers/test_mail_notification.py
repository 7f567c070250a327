from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from chalicelib.domain.contact import DeliveryKind
from chalicelib.entrypoints.workers.mail_notification import RejectedByProvider, notification_of
from chalicelib.usecases.record_mail_report import MailReport
from tests.support.ses_notices import ABSENCE, classic, published


def report(notice: object) -> MailReport | None:
    notification = notification_of(json.dumps(notice))
    return notification.report() if notification else None


@pytest.mark.parametrize(
    ("kind", "recorded"),
    [("Bounce", "bounced"), ("Complaint", "complained"), ("Delivery", "delivered")],
)
def test_both_shapes_of_a_notice_say_the_same(kind: str, recorded: str) -> None:
    told, tagged = report(classic(kind)), report(published(kind))
    assert told is not None
    assert tagged is not None
    assert (told.kind, told.message_id, told.contact_id) == (DeliveryKind(recorded), "m-1", None)
    assert (tagged.kind, tagged.message_id, tagged.contact_id) == (DeliveryKind(recorded), "m-1", "ctc_1")
    assert told.detail == tagged.detail


def test_a_bounce_tells_what_the_other_server_said() -> None:
    found = report(classic("Bounce"))
    assert found is not None
    assert found.detail == "smtp; 550 user unknown"


def test_the_contact_is_read_from_a_header_where_there_is_no_tag() -> None:
    notice = published("Delivery", contact_id=None)
    notice["mail"]["headers"].append({"name": "X-Amiable-Contact", "value": "ctc_7"})
    found = report(notice)
    assert found is not None
    assert found.contact_id == "ctc_7"


def test_an_absence_notice_is_no_bounce() -> None:
    """CON_09 stops an address that is no good; a transient bounce does not say that."""
    assert report(classic("Bounce", bounce=ABSENCE)) is None
    assert report(published("Bounce", bounce=ABSENCE)) is None


@pytest.mark.parametrize("kind", ["Send", "DeliveryDelay", "Open"])
def test_news_that_change_nothing_are_passed_over(kind: str) -> None:
    assert report(published(kind)) is None


def test_what_the_provider_refused_to_send_is_for_a_person() -> None:
    with pytest.raises(RejectedByProvider):
        report(published("Reject", reject={"reason": "Bad content"}))


def test_the_greeting_of_a_new_topic_is_no_news() -> None:
    assert notification_of("Successfully validated SNS topic for Amazon SES event publishing.") is None
    assert notification_of('{"notificationType":"AmazonSnsSubscriptionSucceeded","message":"…"}') is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        "[]",
        "{}",
        '{"notificationType":"Bounce"}',
        '{"notificationType":"Bounce","mail":{"messageId":"m-1"}}',
        '{"notificationType":"Bounce","mail":{"messageId":""},"bounce":{"bounceType":"Permanent"}}',
        '{"notificationType":"Bounce","mail":{"messageId":"m-1"},"bounce":{"bounceType":"Odd"}}',
        '{"mail":{"messageId":"m-1"},"delivery":{}}',
        '{"eventType":"Party","mail":{"messageId":"m-1"}}',
    ],
)
def test_what_is_no_notice_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        notification_of(text)
