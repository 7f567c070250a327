from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date, timedelta
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError, ConnectTimeoutError, ReadTimeoutError
from moto import mock_aws
from moto.ses.models import ses_backends
from moto.sns.models import sns_backends

from chalicelib.adapters.effect_client import effect_client, provider_errors
from chalicelib.adapters.mailer_ses import SesMailer
from chalicelib.adapters.once_box import OnceBox
from chalicelib.adapters.postal_outbox import PostalOutbox
from chalicelib.adapters.test_outbox import TestOutboxMailer, TestOutboxPostal, TestOutboxTexter
from chalicelib.adapters.texter_sns import SnsTexter, sender_id
from chalicelib.domain.contact import Channel, DeliveryKind
from chalicelib.domain.errors import AmbiguousFailure, ProviderUnavailable
from chalicelib.domain.outgoing import OutgoingEmail, OutgoingLetter, OutgoingSms
from tests.support import stored_things as things
from tests.support.stored_things import LIVE, NOW, TEST

REGION = "eu-west-3"
ACCOUNT = "123456789012"
DAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in (("ACCESS_KEY_ID", "testing"), ("SECRET_ACCESS_KEY", "testing"), ("DEFAULT_REGION", REGION)):
        monkeypatch.setenv(f"AWS_{name}", value)
    with mock_aws():
        yield


@pytest.fixture
def s3() -> Any:
    client = boto3.client("s3", region_name=REGION)
    client.create_bucket(Bucket="files", CreateBucketConfiguration={"LocationConstraint": REGION})
    return client


@pytest.fixture
def box(s3: Any) -> OnceBox:
    return OnceBox(s3, bucket="files")


def email(text: str = "Bonjour") -> OutgoingEmail:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "relances@example.com", things.SECRET_EMAIL, "Rappel"
    message.set_content(text)
    return OutgoingEmail("ctc_1", things.SECRET_EMAIL, message.as_bytes())


def letter(scope: Any = TEST, *, registered: bool = True) -> OutgoingLetter:
    return OutgoingLetter("ctc_1", scope, registered, "Zéphyrine\n12 rue des Lilas\n75011 Paris", b"%PDF-1.7", DAY)


def registered_contact(**changes: Any) -> Any:
    return things.contact(channel=Channel.REGISTERED_LETTER, **changes)


def error_of(status: int, code: str) -> ClientError:
    return ClientError(
        {"Error": {"Code": code, "Message": "x"}, "ResponseMetadata": {"HTTPStatusCode": status}}, "Send"
    )


# --- e-mail and SMS -------------------------------------------------------------------------------------------------


def test_an_email_leaves_as_it_was_written() -> None:
    client = effect_client("ses")
    client.verify_domain_identity(Domain="example.com")
    client.create_configuration_set(ConfigurationSet={"Name": "amiable"})
    receipt = SesMailer(client, configuration_set="amiable").send(email())
    (sent,) = ses_backends[ACCOUNT][REGION].sent_messages
    assert receipt.message_id == sent.id
    assert set(sent.destinations) == {things.SECRET_EMAIL}
    assert "Bonjour" in str(sent.raw_data)


def test_an_email_carries_its_contact_and_configuration_set() -> None:
    asked: dict[str, Any] = {}

    class Recording:
        meta = effect_client("ses").meta

        def send_raw_email(self, **parameters: Any) -> dict[str, str]:
            asked.update(parameters)
            return {"MessageId": "m-1"}

    assert SesMailer(Recording(), configuration_set="amiable").send(email()).message_id == "m-1"
    assert asked["Tags"] == [{"Name": "contact_id", "Value": "ctc_1"}]
    assert asked["ConfigurationSetName"] == "amiable"


def test_an_unverified_sender_is_surely_not_sent() -> None:
    with pytest.raises(ProviderUnavailable):
        SesMailer(effect_client("ses"), configuration_set="amiable").send(email())


def test_an_sms_leaves_under_the_trade_name() -> None:
    texter = SnsTexter(effect_client("sns"))
    receipt = texter.send(OutgoingSms("ctc_1", things.SECRET_PHONE, "Votre dossier AM-0001", "Boulangerie Zéphyrine"))
    sent = sns_backends[ACCOUNT][REGION].sms_messages
    assert sent[receipt.message_id] == (things.SECRET_PHONE, "Votre dossier AM-0001")
    assert texter.lookup("ctc_1") is None


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Boulangerie Zéphyrine", "Boulangerie"), ("Été & Cie", "EteCie"), ("1 2 3", ""), ("—", ""), ("3D", "3D")],
)
def test_a_trade_name_becomes_what_operators_take(name: str, shown: str) -> None:
    assert sender_id(name) == shown


class Failing(BaseHTTPRequestHandler):
    """A provider that fails at everything, and counts."""

    requests = 0

    def do_POST(self) -> None:
        Failing.requests += 1
        self.send_response(503)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Nothing to say."""


@pytest.fixture
def failing() -> Iterator[str]:
    Failing.requests = 0
    server = HTTPServer(("127.0.0.1", 0), Failing)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("mode", ["legacy", "standard", "adaptive"])
def test_a_message_is_tried_once_however_patient_the_client(failing: str, mode: str) -> None:
    """An SMS sent again after a lost answer would be a second SMS."""
    patient = Config(retries={"mode": mode, "total_max_attempts": 4})
    made = {"region_name": REGION, "endpoint_url": failing, "config": patient}
    mailer = SesMailer(boto3.client("ses", **made), configuration_set="amiable")
    texter = SnsTexter(boto3.client("sns", **made))
    with pytest.raises(AmbiguousFailure):
        mailer.send(email())
    with pytest.raises(AmbiguousFailure):
        texter.send(OutgoingSms("ctc_1", things.SECRET_PHONE, "Votre dossier", "Fournil"))
    assert Failing.requests == 2


@pytest.mark.parametrize(
    ("failure", "meaning"),
    [
        (ConnectTimeoutError(endpoint_url="https://x"), ProviderUnavailable),
        (error_of(400, "Throttling"), ProviderUnavailable),
        (error_of(400, "MessageRejected"), ProviderUnavailable),
        (ReadTimeoutError(endpoint_url="https://x"), AmbiguousFailure),
        (ConnectionClosedError(endpoint_url="https://x"), AmbiguousFailure),
        (error_of(500, "InternalFailure"), AmbiguousFailure),
        (error_of(503, "ServiceUnavailable"), AmbiguousFailure),
    ],
)
def test_a_failure_says_whether_the_message_may_have_left(failure: Exception, meaning: type[Exception]) -> None:
    with pytest.raises(meaning), provider_errors("SES"):
        raise failure


def test_other_errors_fly() -> None:
    with pytest.raises(KeyError), provider_errors("SES"):
        raise KeyError("a fault of our own")


# --- test mode ------------------------------------------------------------------------------------------------------


def test_a_message_of_test_mode_is_kept_and_reaches_nobody(box: OnceBox) -> None:
    """No message of test mode reaches a person (design: test mode)."""
    mailer, texter = TestOutboxMailer(box), TestOutboxTexter(box)
    assert mailer.lookup("ctc_1") is None
    assert mailer.send(email()) == mailer.lookup("ctc_1")
    assert box.read("test-outbox/ctc_1") == email().mime
    texter.send(OutgoingSms("ctc_2", things.SECRET_PHONE, "Votre dossier", "Fournil"))
    assert b"Votre dossier" in (box.read("test-outbox/ctc_2") or b"")
    assert ses_backends[ACCOUNT][REGION].sent_messages == []
    assert not sns_backends[ACCOUNT][REGION].sms_messages


def test_a_message_of_test_mode_is_kept_once(box: OnceBox) -> None:
    mailer = TestOutboxMailer(box)
    mailer.send(email("premier"))
    mailer.send(email("second"))
    assert b"premier" in (box.read("test-outbox/ctc_1") or b"")


def test_the_simulated_carrier_presents_a_registered_letter_after_three_days(box: OnceBox) -> None:
    carrier = TestOutboxPostal(box)
    receipt = carrier.send(letter())
    assert (receipt.posted_on, receipt.expected_event_on) == (DAY, DAY + timedelta(days=3))
    assert carrier.lookup("ctc_1") == receipt
    contact = registered_contact()
    assert carrier.track(contact, DAY + timedelta(days=2), NOW) == ()
    reports = carrier.track(contact, DAY + timedelta(days=9), NOW)
    assert [(r.kind, r.on) for r in reports] == [
        (DeliveryKind.PRESENTED, DAY + timedelta(days=3)),
        (DeliveryKind.RECEIVED, DAY + timedelta(days=3)),
    ]


def test_the_simulated_carrier_reports_once(box: OnceBox) -> None:
    carrier, day = TestOutboxPostal(box), DAY + timedelta(days=3)
    carrier.send(letter())
    contact = registered_contact()
    for report in carrier.track(contact, day, NOW):
        contact = contact.with_event(report)
    assert carrier.track(contact, day, NOW) == ()


def test_the_simulated_carrier_says_nothing_of_plain_letters_and_of_letters_it_never_had(box: OnceBox) -> None:
    carrier = TestOutboxPostal(box)
    assert carrier.track(registered_contact(id="ctc_404"), DAY, NOW) == ()
    carrier.send(letter(registered=False))
    assert carrier.track(things.contact(channel=Channel.LETTER), DAY + timedelta(days=30), NOW) == ()


def test_a_letter_handed_over_again_keeps_its_first_posting_date(box: OnceBox) -> None:
    carrier = TestOutboxPostal(box)
    carrier.send(letter())
    later = OutgoingLetter("ctc_1", TEST, True, "x", b"%PDF", DAY + timedelta(days=5))
    assert carrier.send(later).posted_on == DAY


# --- live letters ---------------------------------------------------------------------------------------------------


def test_a_live_letter_waits_with_its_order_until_somebody_posts_it(box: OnceBox) -> None:
    outbox = PostalOutbox(box)
    assert outbox.lookup("ctc_1") is None
    receipt = outbox.send(letter(LIVE))
    assert (receipt.posted_on, receipt.message_id) == (None, "ctc_1")
    assert outbox.send(letter(LIVE)) == outbox.lookup("ctc_1") == receipt
    assert box.read("postal/live/ctc_1.pdf") == b"%PDF-1.7"
    assert b'"handed_over_on": "2026-11-21"' in (box.read("postal/live/ctc_1") or b"")
    assert outbox.track(registered_contact(), DAY + timedelta(days=30), NOW) == ()


def test_a_letter_of_test_mode_never_gets_into_the_live_outbox(box: OnceBox) -> None:
    with pytest.raises(ValueError, match="other mode"):
        PostalOutbox(box).send(letter(TEST))
