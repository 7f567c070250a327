"""Test mode cannot reach a person: only the local cloud's own switch gives it SES and SNS, and AWS refuses it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage
from typing import Any, NoReturn

import boto3
import pytest
from moto import mock_aws
from moto.ses.models import ses_backends
from moto.sns.models import sns_backends

from chalicelib.adapters import channels
from chalicelib.adapters.mailer_ses import SesMailer
from chalicelib.adapters.test_outbox import TestOutboxMailer, TestOutboxPostal, TestOutboxTexter
from chalicelib.adapters.texter_sns import SnsTexter
from chalicelib.bootstrap import Deps
from chalicelib.domain.outgoing import OutgoingEmail, OutgoingLetter, OutgoingSms
from chalicelib.domain.parties import Scope
from chalicelib.settings import SettingsError, read_settings
from tests.unit.test_settings import COMPLETE

REGION = "eu-west-3"
ACCOUNT = "123456789012"
PLACES = {"files_bucket": "files", "configuration_set": "amiable"}
TEST = Scope("tnt_1", livemode=False)
NOBODY = "someone@example.com"


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in (("ACCESS_KEY_ID", "testing"), ("SECRET_ACCESS_KEY", "testing"), ("DEFAULT_REGION", REGION)):
        monkeypatch.setenv(f"AWS_{name}", value)
    with mock_aws():
        location = {"LocationConstraint": REGION}
        boto3.client("s3", region_name=REGION).create_bucket(Bucket="files", CreateBucketConfiguration=location)
        yield


class Reached:
    """A client of something that reaches people: every use of it fails the test."""

    def __init__(self, service: str) -> None:
        self._service = service
        self.meta = boto3.client(service, region_name=REGION).meta

    def __getattr__(self, operation: str) -> NoReturn:
        raise AssertionError(f"test mode called {self._service}.{operation}")


def client_of(service: str) -> Any:
    return boto3.client(service, region_name=REGION) if service == "s3" else Reached(service)


def send_everything(mailer: Any, texter: Any, postal: Any) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "relances@example.com", NOBODY, "Rappel"
    message.set_content("Bonjour")
    mailer.send(OutgoingEmail("ctc_mail", NOBODY, message.as_bytes()))
    mailer.lookup("ctc_mail")
    texter.send(OutgoingSms("ctc_sms", "+33639980012", "Lumen", "Bonjour"))
    texter.lookup("ctc_sms")
    for registered in (False, True):
        name = f"ctc_letter_{registered}"
        letter = OutgoingLetter(name, TEST, registered, "Lyon", b"%PDF-1.7", date(2026, 1, 13))
        postal.send(letter)
        postal.lookup(name)


def test_no_adapter_of_test_mode_calls_anything_that_reaches_a_person() -> None:
    test = channels.test_mode_channels(client_of, **PLACES, delivers=False)
    send_everything(test.mailer, test.texter, test.postal)
    assert keys_in_files() == {
        "test-outbox/ctc_mail",
        "test-outbox/ctc_sms",
        "test-outbox/ctc_letter_False",
        "test-outbox/ctc_letter_False.pdf",
        "test-outbox/ctc_letter_True",
        "test-outbox/ctc_letter_True.pdf",
    }, "a carrier collects from another place than the test outbox"


def test_the_stub_would_notice() -> None:
    """Without the outbox the same calls fail: the test above can fail."""
    test = channels.test_mode_channels(client_of, **PLACES, delivers=True)
    with pytest.raises(AssertionError, match="test mode called ses"):
        send_everything(test.mailer, test.texter, test.postal)


def test_the_application_as_configured_for_aws_gives_test_mode_the_outbox() -> None:
    """Through the composition root, with nothing replaced: SES and SNS stay untouched."""
    _, test = Deps(read_settings({**COMPLETE, "FILES_BUCKET": "files"})).channels
    assert (type(test.mailer), type(test.texter), type(test.postal)) == (
        TestOutboxMailer,
        TestOutboxTexter,
        TestOutboxPostal,
    )
    send_everything(test.mailer, test.texter, test.postal)
    assert not ses_backends[ACCOUNT][REGION].sent_messages
    assert not sns_backends[ACCOUNT][REGION].sms_messages


def test_only_a_case_of_live_mode_is_given_the_real_channels() -> None:
    live, test = Deps(read_settings({**COMPLETE, "FILES_BUCKET": "files"})).channels
    assert (type(live.mailer), type(live.texter)) == (SesMailer, SnsTexter)
    assert not isinstance(test.mailer, SesMailer)
    assert not isinstance(test.texter, SnsTexter)


def test_letters_of_test_mode_never_leave_by_a_carrier_even_where_mail_is_delivered() -> None:
    test = channels.test_mode_channels(client_of, **PLACES, delivers=True)
    assert isinstance(test.postal, TestOutboxPostal)


@pytest.mark.parametrize(
    "endpoint",
    [{}, {"AWS_ENDPOINT_URL": "https://email.eu-west-3.amazonaws.com"}],
    ids=["AWS itself", "AWS by name"],
)
def test_settings_refuse_to_deliver_test_messages_on_aws(endpoint: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="TEST_MODE_DELIVERS"):
        read_settings({**COMPLETE, **endpoint, "TEST_MODE_DELIVERS": "true"})


def keys_in_files() -> set[str]:
    listed = boto3.client("s3", region_name=REGION).list_objects_v2(Bucket="files").get("Contents", [])
    return {entry["Key"] for entry in listed}
