"""Which adapters carry the contacts of a mode. Test mode's never reach a person, unless the local cloud says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chalicelib.adapters.mailer_ses import SesMailer
from chalicelib.adapters.once_box import OnceBox
from chalicelib.adapters.postal_outbox import PostalOutbox
from chalicelib.adapters.test_outbox import TestOutboxMailer, TestOutboxPostal, TestOutboxTexter
from chalicelib.adapters.texter_sns import SnsTexter

ClientOf = Callable[[str], Any]


@dataclass(frozen=True)
class ModeChannels:
    """The three effects of one mode."""

    mailer: SesMailer | TestOutboxMailer
    texter: SnsTexter | TestOutboxTexter
    postal: PostalOutbox | TestOutboxPostal


def live_mode_channels(client: ClientOf, *, files_bucket: str, configuration_set: str) -> ModeChannels:
    """SES, SNS and the postal outbox that a carrier collects from."""
    return ModeChannels(
        mailer=SesMailer(client("ses"), configuration_set=configuration_set),
        texter=SnsTexter(client("sns")),
        postal=PostalOutbox(OnceBox(client("s3"), bucket=files_bucket)),
    )


def test_mode_channels(client: ClientOf, *, files_bucket: str, configuration_set: str, delivers: bool) -> ModeChannels:
    """The test outbox; on the local cloud (``delivers``) e-mail and SMS go through its own SES and SNS."""
    box = OnceBox(client("s3"), bucket=files_bucket)
    postal = TestOutboxPostal(box)
    if delivers:
        live = live_mode_channels(client, files_bucket=files_bucket, configuration_set=configuration_set)
        return ModeChannels(live.mailer, live.texter, postal)
    return ModeChannels(TestOutboxMailer(box), TestOutboxTexter(box), postal)
