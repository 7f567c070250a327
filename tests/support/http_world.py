"""The application on ports in memory: a clock that stands, ids in order, two tenants in both modes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from threading import Lock
from typing import Any, cast

from chalicelib import bootstrap
from chalicelib.adapters.case_snapshots import CaseSnapshots
from chalicelib.adapters.einvoice import EinvoiceReader
from chalicelib.adapters.identity_checks import IdentityChecks
from chalicelib.adapters.outbound_url import OutboundUrls
from chalicelib.adapters.rate_cache import RateCache
from chalicelib.adapters.rates_file import load_rates
from chalicelib.adapters.token_leases import TokenLeases
from chalicelib.adapters.visit_leases import VisitLeases
from chalicelib.bootstrap import Deps
from chalicelib.domain.api_secret import hash_secret
from chalicelib.domain.archive_layout import ArchivedBody, ArchivedObject
from chalicelib.domain.contact import Channel
from chalicelib.domain.errors import NotFound
from chalicelib.domain.money import Money
from chalicelib.domain.parties import Scope
from chalicelib.domain.rates import RateTable
from chalicelib.entrypoints.http.framework.application import AmiableApp
from chalicelib.entrypoints.http.routes import BLUEPRINTS
from chalicelib.settings import Settings
from chalicelib.usecases.build_evidence_pack import Packing, Verifier
from chalicelib.usecases.case_request import Intake
from chalicelib.usecases.ports import Channels
from chalicelib.usecases.recording import Recording
from chalicelib.usecases.stored_webhook_events import StoredWebhookEvents

from .effects import Carrier, RecordingMailer, RecordingTexter, Sent
from .effects import WallClock as EffectClock
from .fake_webhooks import RecordingQueue, ReversingBox
from .http_client import HttpClient
from .memory.key_uses import MemoryKeyUses
from .memory.page_visits import MemoryPageVisits
from .memory.store import MemoryStore
from .memory.vault import MemoryVault
from .plain_papers import ForgetfulVault, PlainPages, PlainSigner
from .published_pages import publish_in_process
from .rates import MemoryRates

OPERATOR_KEY = "op_for-tests-only"
TODAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SETTINGS = Settings(
    stage="test",
    table_name="table",
    archive_bucket="archive",
    files_bucket="files",
    data_key_id="data",
    signing_key_id="signing",
    runs_queue_url="runs",
    archive_queue_url="archive",
    webhooks_queue_url="webhooks",
    facts_queue_url="facts",
    imports_queue_url="imports",
    case_state_machine_arn="case",
    test_clock_state_machine_arn="clock",
    operator_key_hash=hash_secret(OPERATOR_KEY),
    mail_from="no-reply@amiable.example",
    mail_configuration_set="mail",
    base_url="https://docs.amiable.example",
    debtor_page_url="https://page.example",
)
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class StandingClock:
    """Wall time under the test's hand."""

    def __init__(self, instant: datetime = TODAY) -> None:
        self.instant = instant

    def now(self) -> datetime:
        return self.instant


class CountingIds:
    """Ids of the right form, in order; random bytes that differ each time. Real ids tell ``made_at``."""

    made_at: datetime | None = None

    def __init__(self) -> None:
        self._numbers = count(1)
        self._lock = Lock()

    def new(self, prefix: str) -> str:
        number = self._next()
        if self.made_at is not None:
            number += int(self.made_at.timestamp() * 1_000) << 80
        letters = "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(125, -1, -5))
        return f"{prefix}_{letters}"

    def random_bytes(self, count: int) -> bytes:
        return self._next().to_bytes(count, "big")

    def _next(self) -> int:
        with self._lock:
            return next(self._numbers)


class KeptArchive:
    """What was put, by its key."""

    def __init__(self) -> None:
        self.bodies: dict[str, bytes] = {}

    def put_once(
        self, key: str, body: bytes, *, livemode: bool, content_type: str, retain_until: datetime | None = None
    ) -> bool:
        del livemode, content_type, retain_until
        return self.bodies.setdefault(key, body) is body

    def list_objects(self, prefix: str) -> tuple[ArchivedObject, ...]:
        return tuple(ArchivedObject(key, "1", len(body)) for key, body in self.bodies.items() if key.startswith(prefix))

    def read(self, item: ArchivedObject) -> ArchivedBody:
        return self.read_oldest_version(item.key)

    def read_oldest_version(self, key: str) -> ArchivedBody:
        return ArchivedBody(ArchivedObject(key, "1", len(self.bodies[key])), self.bodies[key])


class KeptFiles:
    """Uploads by id, downloads as they were handed out."""

    def __init__(self) -> None:
        self.uploads: dict[tuple[Scope, str], bytes] = {}
        self.downloads: dict[str, bytes] = {}
        self.imports: dict[tuple[Scope, str], bytes] = {}
        self.forgotten: list[str] = []

    def upload_link(self, scope: Scope, upload_id: str, *, size: int, media_type: str) -> Mapping[str, Any]:
        del scope, size
        return {"method": "PUT", "url": f"https://files.example/{upload_id}", "headers": {"Content-Type": media_type}}

    def uploaded(self, scope: Scope, upload_id: str) -> bytes:
        if (scope, upload_id) not in self.uploads:
            raise NotFound(f"There is no upload {upload_id}.")
        return self.uploads[scope, upload_id]

    def keep_import(self, scope: Scope, import_id: str, sealed: bytes) -> None:
        self.imports[scope, import_id] = sealed

    def kept_import(self, scope: Scope, import_id: str) -> bytes:
        if (scope, import_id) not in self.imports:
            raise NotFound(f"The file of import {import_id} is gone.")
        return self.imports[scope, import_id]

    def forget_import(self, scope: Scope, import_id: str) -> None:
        self.imports.pop((scope, import_id), None)

    def download_link(self, scope: Scope, debtor_id: str, name: str, media_type: str, content: bytes) -> str:
        del scope, media_type
        url = f"https://files.example/{debtor_id}/{name}"
        self.downloads[url] = content
        return url

    def forget_debtor(self, scope: Scope, debtor_id: str) -> None:
        del scope
        self.forgotten.append(debtor_id)

    def forget_contact(self, scope: Scope, contact_id: str) -> None:
        del scope
        self.forgotten.append(contact_id)


class RecordedRuns:
    """Which executions were asked for."""

    def __init__(self) -> None:
        self.clocks: list[tuple[str, int]] = []

    def start_case(self, scope: Scope, case_id: str, run: int, clock_id: str | None, due_at: datetime) -> None:
        raise AssertionError("the edge starts no case by itself", scope, case_id, run, clock_id, due_at)

    def start_clock(self, scope: Scope, clock_id: str, advance: int) -> None:
        del scope
        self.clocks.append((clock_id, advance))

    def resume(self, token: str, due_at: datetime) -> bool:
        raise AssertionError("the edge resumes nothing", token, due_at)

    def is_alive(self, case_id: str, run: int) -> bool:
        raise AssertionError("the edge asks for no execution", case_id, run)


class FlatTariff:
    """A euro for every contact."""

    def cost(self, channel: Channel, on: date, livemode: bool, segments: int = 1) -> Money:
        del channel, on, livemode, segments
        return Money(100)


@dataclass(frozen=True)
class Tenant:
    """A tenant's id and a client for each mode."""

    id: str
    test: HttpClient
    live: HttpClient


@dataclass(frozen=True)
class HttpWorld:
    """``anonymous`` sends no key."""

    deps: Deps
    store: MemoryStore
    clock: StandingClock
    files: KeptFiles
    runs: RecordedRuns
    anonymous: HttpClient
    operator: HttpClient
    sent: list[Sent] = field(default_factory=list)
    """What left the house at once: one-time codes."""

    @property
    def key_uses(self) -> MemoryKeyUses:
        """The use of keys, where it is kept in memory."""
        return cast("MemoryKeyUses", self.deps.key_uses)

    def tenant(self, name: str = "Facturo") -> Tenant:
        answer = self.operator.post("/v1/tenants", {"name": name})
        assert answer.status == 201, answer.text
        secrets = {key["livemode"]: key["secret"] for key in answer.json["keys"]}
        return Tenant(
            answer.json["id"], self.anonymous.with_key(secrets[False]), self.anonymous.with_key(secrets[True])
        )


@contextmanager
def http_world(
    make_store: Callable[[StandingClock, MemoryVault], Any] | None = None,
    webhook_store: Any = None,
    make_key_uses: Callable[[StandingClock], Any] = lambda clock: MemoryKeyUses(clock.now),
    shipped_rates: Callable[[], RateTable] = load_rates,
) -> Iterator[HttpWorld]:
    """A fresh world, on the store in memory or another; the ports of the process are put back afterwards."""
    publish_in_process()
    clock, ids, vault = StandingClock(), CountingIds(), ForgetfulVault()
    store = make_store(clock, vault) if make_store else MemoryStore()
    key_uses = make_key_uses(clock)
    if isinstance(store, MemoryStore) and isinstance(key_uses, MemoryKeyUses):
        store.announced = key_uses.announce
    files, runs, archive = KeptFiles(), RecordedRuns(), KeptArchive()
    rate_store = MemoryRates()
    published = RateCache(rate_store.current_versions, shipped_rates, now=clock.now)
    recording = Recording(store=store, vault=vault, ids=ids, wall=clock, published=published, snapshots=CaseSnapshots())
    checks = IdentityChecks()
    sent: list[Sent] = []
    hands = cast("EffectClock", clock)
    effects = Channels(RecordingMailer(sent, hands), RecordingTexter(sent, hands), Carrier(sent, hands))
    deps = Deps(SETTINGS).replaced(
        channels=(effects, effects),
        store=store,
        key_uses=key_uses,
        token_leases=TokenLeases(key_uses, SETTINGS.quotas, now=clock.now),
        visits=VisitLeases(MemoryPageVisits(), b"for tests only", now=clock.now),
        vault=vault,
        wall_clock=clock,
        ids=ids,
        checks=checks,
        rate_store=rate_store,
        published_rates=published,
        files=files,
        runs=runs,
        archive=archive,
        tariff=FlatTariff(),
        recording=recording,
        packing=Packing(recording, archive, files, PlainPages(), PlainSigner(), Verifier(b"", "README")),
        webhook_store=webhook_store or store.webhooks,
        webhook_events=StoredWebhookEvents(store),
        webhook_queue=RecordingQueue(),
        webhook_urls=OutboundUrls(),
        secret_box=ReversingBox(),
        intake=Intake(recording=recording, reader=EinvoiceReader(), files=files, checks=checks),
    )
    bootstrap.install(deps)
    app = AmiableApp("amiable", configure_logs=False)
    app.register(BLUEPRINTS)
    anonymous = HttpClient.of(app)
    try:
        yield HttpWorld(deps, store, clock, files, runs, anonymous, anonymous.with_key(OPERATOR_KEY), sent)
    finally:
        bootstrap.install(None)
