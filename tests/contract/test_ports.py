"""Adapters and fakes satisfy the ports by shape: the type checker compares signatures, this test the names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from chalicelib.adapters.dynamodb.key_uses import DynamoKeyUses
from chalicelib.adapters.dynamodb.store import DynamoStore
from chalicelib.adapters.files_s3 import S3Files
from chalicelib.adapters.ids import UlidIds
from chalicelib.adapters.mailer_ses import SesMailer
from chalicelib.adapters.postal_outbox import PostalOutbox
from chalicelib.adapters.queue_sqs import SqsQueue
from chalicelib.adapters.runs_stepfunctions import StepFunctionsRuns
from chalicelib.adapters.tariff import DatedTariff
from chalicelib.adapters.test_outbox import TestOutboxMailer, TestOutboxPostal, TestOutboxTexter
from chalicelib.adapters.texter_sns import SnsTexter
from chalicelib.adapters.vault_kms import KmsVault
from chalicelib.adapters.visit_leases import VisitLeases
from chalicelib.adapters.wall_clock import SystemClock
from chalicelib.usecases import key_use_ports, page_ports, ports, store_ports
from chalicelib.usecases.page_links import VaultPageLinks
from tests.support.memory.key_uses import MemoryKeyUses
from tests.support.memory.store import MemoryStore
from tests.support.memory.vault import MemoryVault

SATISFIED: tuple[tuple[type, type], ...] = (
    *((store, port) for store in (DynamoStore, MemoryStore) for port in (store_ports.Store, store_ports.Outbox)),
    *((store, port) for store in (DynamoStore, MemoryStore) for port in (store_ports.Schedule, store_ports.ClockRoom)),
    (S3Files, ports.Files),
    (UlidIds, ports.Ids),
    (SystemClock, ports.WallClock),
    (SqsQueue, ports.Queue),
    (StepFunctionsRuns, ports.Runs),
    (DatedTariff, ports.Tariff),
    *((mailer, ports.Mailer) for mailer in (SesMailer, TestOutboxMailer)),
    *((texter, ports.Texter) for texter in (SnsTexter, TestOutboxTexter)),
    *((postal, ports.Postal) for postal in (PostalOutbox, TestOutboxPostal)),
    (MemoryVault, ports.Vault),
    *((vault, page_ports.Seals) for vault in (KmsVault, MemoryVault)),
    (VisitLeases, page_ports.Visits),
    *((links, page_ports.PageLinks) for links in (VaultPageLinks, page_ports.NoLinks)),
    *((uses, key_use_ports.KeyUses) for uses in (DynamoKeyUses, MemoryKeyUses)),
)


@pytest.mark.parametrize(("adapter", "port"), SATISFIED)
def test_an_adapter_offers_every_method_of_its_port(adapter: type, port: type) -> None:
    wanted = {name for name, member in vars(port).items() if callable(member) and not name.startswith("_")}
    assert wanted
    assert {name for name in wanted if not callable(getattr(adapter, name, None))} == set()


if TYPE_CHECKING:  # never run: the type checker alone reads it

    def _stores(dynamo: DynamoStore, memory: MemoryStore) -> None:
        _stored: tuple[store_ports.Store, store_ports.Store] = (dynamo, memory)
        _outboxes: tuple[store_ports.Outbox, store_ports.Outbox] = (dynamo, memory)
        _schedules: tuple[store_ports.Schedule, store_ports.Schedule] = (dynamo, memory)
        _rooms: tuple[store_ports.ClockRoom, store_ports.ClockRoom] = (dynamo, memory)

    def _others(files: S3Files, ids: UlidIds, clock: SystemClock, queue: SqsQueue, runs: StepFunctionsRuns) -> None:
        _files: ports.Files = files
        _ids: ports.Ids = ids
        _clock: ports.WallClock = clock
        _queue: ports.Queue = queue
        _runs: ports.Runs = runs

    def _effects(ses: SesMailer, sns: SnsTexter, postal: PostalOutbox, tariff: DatedTariff) -> None:
        _mailer: ports.Mailer = ses
        _texter: ports.Texter = sns
        _postal: ports.Postal = postal
        _tariff: ports.Tariff = tariff

    def _page(kms: KmsVault, memory: MemoryVault, visits: VisitLeases, links: VaultPageLinks) -> None:
        _seals: tuple[page_ports.Seals, page_ports.Seals] = (kms, memory)
        _visits: page_ports.Visits = visits
        _links: page_ports.PageLinks = links

    def _uses(dynamo: DynamoKeyUses, memory: MemoryKeyUses) -> None:
        _uses: tuple[key_use_ports.KeyUses, key_use_ports.KeyUses] = (dynamo, memory)

    def _of_tests(
        mailer: TestOutboxMailer, texter: TestOutboxTexter, postal: TestOutboxPostal, vault: MemoryVault
    ) -> None:
        _mailer: ports.Mailer = mailer
        _texter: ports.Texter = texter
        _postal: ports.Postal = postal
        _vault: ports.Vault = vault
