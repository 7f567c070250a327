"""The composition root: settings in, ports out; each port is built once per process, when it is first asked for."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from chalicelib.settings import Settings, read_settings
from chalicelib.wiring.pages import PagePorts
from chalicelib.wiring.storage import StoragePorts
from chalicelib.wiring.texts import TextPorts
from chalicelib.wiring.webhooks import WebhookPorts

if TYPE_CHECKING:
    from chalicelib.adapters.rendering.renderer import Renderer
    from chalicelib.usecases import ports
    from chalicelib.usecases.acknowledgement import Papers
    from chalicelib.usecases.build_evidence_pack import Packing
    from chalicelib.usecases.case_request import Intake
    from chalicelib.usecases.recording import Recording
    from chalicelib.usecases.sending import Sending
    from chalicelib.usecases.spread_facts import Spreading


@dataclass(frozen=True)
class Deps(StoragePorts, TextPorts, WebhookPorts, PagePorts):
    """Every port by name. Imports stand inside, so that a cold start pays only for what its handler uses."""

    settings: Settings

    def replaced(self, **named: Any) -> Deps:
        """The same, with these ports in place of the real ones."""
        other = Deps(self.settings)
        other.__dict__.update(named)
        return other

    @cached_property
    def wall_clock(self) -> ports.WallClock:
        from chalicelib.adapters.wall_clock import SystemClock

        return SystemClock()

    @cached_property
    def ids(self) -> ports.Ids:
        from chalicelib.adapters.ids import UlidIds

        return UlidIds()

    @cached_property
    def cursor_secret(self) -> bytes:
        """Signs cursors; derived from the operator key's hash, which never leaves the configuration."""
        return hmac.digest(self.settings.operator_key_hash.encode("ascii"), b"amiable/cursor/1", hashlib.sha256)

    @cached_property
    def checks(self) -> ports.IdentityChecks:
        from chalicelib.adapters.identity_checks import IdentityChecks

        return IdentityChecks()

    @cached_property
    def queue(self) -> ports.Queue:
        from chalicelib.adapters.queue_sqs import SqsQueue

        settings = self.settings
        return SqsQueue(
            self.client("sqs"),
            runs_url=settings.runs_queue_url,
            archive_url=settings.archive_queue_url,
            webhooks_url=settings.webhooks_queue_url,
            facts_url=settings.facts_queue_url,
            imports_url=settings.imports_queue_url,
        )

    @cached_property
    def runs(self) -> ports.Runs:
        from chalicelib.adapters.runs_stepfunctions import StepFunctionsRuns

        return StepFunctionsRuns(
            self.client("stepfunctions"),
            case_machine_arn=self.settings.case_state_machine_arn,
            clock_machine_arn=self.settings.test_clock_state_machine_arn,
        )

    @cached_property
    def renderer(self) -> Renderer:
        from chalicelib.adapters.rendering.renderer import Renderer

        return Renderer()

    @cached_property
    def tariff(self) -> ports.Tariff:
        from chalicelib.adapters.tariff import DatedTariff

        return DatedTariff()

    @cached_property
    def channels(self) -> tuple[ports.Channels, ports.Channels]:
        """Live mode's and test mode's, in this order."""
        from chalicelib.adapters.channels import live_mode_channels, test_mode_channels
        from chalicelib.usecases.ports import Channels

        settings = self.settings
        places = {"files_bucket": settings.files_bucket, "configuration_set": settings.mail_configuration_set}
        test = test_mode_channels(self.client, **places, delivers=settings.test_mode_delivers)
        live = live_mode_channels(self.client, **places)
        return Channels(live.mailer, live.texter, live.postal), Channels(test.mailer, test.texter, test.postal)

    @cached_property
    def recording(self) -> Recording:
        from chalicelib.adapters.case_snapshots import CaseSnapshots
        from chalicelib.usecases.recording import Recording

        return Recording(
            store=self.store,
            vault=self.vault,
            ids=self.ids,
            wall=self.wall_clock,
            published=self.published_rates,
            snapshots=CaseSnapshots(),
            compressed_waits=self.settings.compressed_waits,
            sleep=self.sleep,
        )

    @cached_property
    def intake(self) -> Intake:
        from chalicelib.adapters.einvoice import EinvoiceReader
        from chalicelib.usecases.case_request import Intake

        return Intake(recording=self.recording, reader=EinvoiceReader(), files=self.files, checks=self.checks)

    @cached_property
    def sending(self) -> Sending:
        from chalicelib.adapters.mime_writer import MimeWriter
        from chalicelib.usecases.sending import Sending

        live, test = self.channels
        return Sending(
            recording=self.recording,
            rooms=self.rooms,
            renderer=self.renderer,
            mime=MimeWriter(self.settings.mail_from),
            archive=self.archive,
            tariff=self.tariff,
            live=live,
            test=test,
            looking=self.looking,
            links=self.page_links,
        )

    @cached_property
    def simulating(self) -> Sending:
        """As ``sending``; what simulated debtors ask for lies in the outbox, even where test mode delivers (R-132)."""
        from chalicelib.adapters.channels import test_mode_channels
        from chalicelib.usecases.ports import Channels

        settings = self.settings
        places = {"files_bucket": settings.files_bucket, "configuration_set": settings.mail_configuration_set}
        outbox = test_mode_channels(self.client, **places, delivers=False)
        return replace(self.sending, test=Channels(outbox.mailer, outbox.texter, outbox.postal))

    @cached_property
    def papers(self) -> Papers:
        """What a signed plan is written and kept with (R-078)."""
        from chalicelib.usecases.acknowledgement import Papers

        return Papers(self.recording, self.archive, self.renderer)

    @cached_property
    def spreading(self) -> Spreading:
        from chalicelib.usecases.spread_facts import Spreading

        return Spreading(self.recording, self.archive)

    @cached_property
    def packing(self) -> Packing:
        from chalicelib.usecases.build_evidence_pack import Packing, Verifier
        from chalicelib.verifier import readme_template, verifier_source

        return Packing(
            recording=self.recording,
            archive=self.archive,
            files=self.files,
            renderer=self.renderer,
            signer=self.vault,
            verifier=Verifier(verifier_source(), readme_template()),
        )

    def sleep(self, seconds: float) -> None:
        """Short naps: of a test clock's advance, of a command that lost a race."""
        import time

        time.sleep(seconds)

    def client(self, service: str) -> Any:
        """A boto3 client of this process."""
        from chalicelib.adapters.aws_client import aws_client

        return aws_client(service)


_installed: list[Deps] = []


def deps() -> Deps:
    """The ports of this process."""
    if not _installed:
        _installed.append(Deps(read_settings()))
    return _installed[0]


def install(other: Deps | None) -> None:
    """Puts other ports in place (tests, tools); ``None`` goes back to those of the environment."""
    _installed.clear()
    if other is not None:
        _installed.append(other)
