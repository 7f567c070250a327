"""The composition root: settings in, ports out; each port is built once per process, when it is first asked for."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from chalicelib.settings import Settings, read_settings

if TYPE_CHECKING:
    from chalicelib.adapters.api_key_cache import ApiKeyCache
    from chalicelib.adapters.dynamodb.store import DynamoStore
    from chalicelib.adapters.vault_kms import KmsVault
    from chalicelib.domain.rates import RateTable
    from chalicelib.usecases import ports


@dataclass(frozen=True)
class Deps:
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
    def store(self) -> DynamoStore:
        """Store, outbox, schedule and clock room: one object on one table."""
        from chalicelib.adapters.dynamodb.store import DynamoStore

        return DynamoStore(self.client("dynamodb"), self.settings.table_name, self.vault, now=self.wall_clock.now)

    @cached_property
    def vault(self) -> KmsVault:
        """Seals under data keys; also signs evidence packs."""
        from time import monotonic

        from chalicelib.adapters.vault_kms import KmsVault

        return KmsVault(
            self.client("kms"),
            wrapping_key_id=self.settings.data_key_id,
            signing_key_id=self.settings.signing_key_id,
            monotonic=monotonic,
        )

    @cached_property
    def api_keys(self) -> ApiKeyCache:
        from chalicelib.adapters.api_key_cache import ApiKeyCache

        return ApiKeyCache(self.store.api_key_by_hash, now=self.wall_clock.now)

    @cached_property
    def cursor_secret(self) -> bytes:
        """Signs cursors; derived from the operator key's hash, which never leaves the configuration."""
        return hmac.digest(self.settings.operator_key_hash.encode("ascii"), b"amiable/cursor/1", hashlib.sha256)

    @cached_property
    def checks(self) -> ports.IdentityChecks:
        from chalicelib.adapters.identity_checks import IdentityChecks

        return IdentityChecks()

    @cached_property
    def rates(self) -> RateTable:
        from chalicelib.adapters.rates_file import load_rates

        return load_rates()

    def client(self, service: str) -> Any:
        """A boto3 client; adaptive retries stay off, because use cases and queues retry by rule."""
        import boto3

        make: Any = boto3.client
        return make(service)


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
