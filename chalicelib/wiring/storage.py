"""Where things are kept: table, archive, files, keys, rates; part of the composition root."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chalicelib.adapters.api_key_cache import ApiKeyCache
    from chalicelib.adapters.archive_s3 import S3Archive
    from chalicelib.adapters.dynamodb.key_uses import DynamoKeyUses
    from chalicelib.adapters.dynamodb.rate_versions import RateVersions
    from chalicelib.adapters.dynamodb.store import DynamoStore
    from chalicelib.adapters.files_s3 import S3Files
    from chalicelib.adapters.rate_cache import RateCache
    from chalicelib.adapters.rates_file import ShippedRates
    from chalicelib.adapters.token_leases import TokenLeases
    from chalicelib.adapters.vault_kms import KmsVault
    from chalicelib.adapters.visit_leases import VisitLeases
    from chalicelib.domain.rates import RateTable
    from chalicelib.settings import Settings
    from chalicelib.usecases import ports
    from chalicelib.usecases.page_links import VaultPageLinks


class StoragePorts:
    """What ``Deps`` offers to keep and to find; ``Deps`` itself gives settings, clock and clients."""

    if TYPE_CHECKING:
        settings: Settings

        @property
        def wall_clock(self) -> ports.WallClock: ...

        @property
        def cursor_secret(self) -> bytes: ...

        def client(self, service: str) -> Any: ...

    @cached_property
    def store(self) -> DynamoStore:
        """Store, outbox, schedule and clock room: one object on one table."""
        from chalicelib.adapters.dynamodb.store import DynamoStore

        return DynamoStore(self.client("dynamodb"), self.settings.table_name, self.vault, now=self.wall_clock.now)

    @cached_property
    def vault(self) -> KmsVault:
        """Seals under data keys; also signs evidence packs."""
        from time import monotonic

        from chalicelib.adapters.late_client import LateClient
        from chalicelib.adapters.vault_kms import KmsVault

        return KmsVault(
            LateClient(lambda: self.client("kms")),
            wrapping_key_id=self.settings.data_key_id,
            signing_key_id=self.settings.signing_key_id,
            monotonic=monotonic,
        )

    @cached_property
    def page_links(self) -> VaultPageLinks:
        """Links to debtors' pages."""
        from datetime import timedelta

        from chalicelib.usecases.page_links import VaultPageLinks

        settings = self.settings
        lifetime = timedelta(days=settings.debtor_page_days)
        return VaultPageLinks(self.vault, self.wall_clock, settings.debtor_page_url, lifetime)

    @cached_property
    def visits(self) -> VisitLeases:
        """Limits on requests to debtors' pages."""
        from chalicelib.adapters.dynamodb.page_visits import DynamoPageVisits
        from chalicelib.adapters.dynamodb.table import Table
        from chalicelib.adapters.visit_leases import VisitLeases

        counted = DynamoPageVisits(Table(self.client("dynamodb"), self.settings.table_name))
        return VisitLeases(counted, self.cursor_secret, now=self.wall_clock.now)

    @cached_property
    def api_keys(self) -> ApiKeyCache:
        from chalicelib.adapters.api_key_cache import ApiKeyCache

        return ApiKeyCache(self.store.api_key_by_hash, now=self.wall_clock.now)

    @cached_property
    def key_uses(self) -> DynamoKeyUses:
        from chalicelib.adapters.dynamodb.key_uses import DynamoKeyUses
        from chalicelib.adapters.dynamodb.table import Table

        return DynamoKeyUses(Table(self.client("dynamodb"), self.settings.table_name), self.wall_clock.now)

    @cached_property
    def token_leases(self) -> TokenLeases:
        from chalicelib.adapters.token_leases import TokenLeases

        return TokenLeases(self.key_uses, self.settings.quotas, now=self.wall_clock.now)

    @cached_property
    def rate_store(self) -> RateVersions:
        from chalicelib.adapters.dynamodb.rate_versions import RateVersions
        from chalicelib.adapters.dynamodb.table import Table

        return RateVersions(Table(self.client("dynamodb"), self.settings.table_name))

    @cached_property
    def shipped_rates(self) -> ShippedRates:
        from chalicelib.adapters.rates_file import ShippedRates

        return ShippedRates()

    @cached_property
    def published_rates(self) -> RateCache:
        from chalicelib.adapters.rate_cache import RateCache

        return RateCache(self.rate_store.current_versions, self.shipped_rates.table, now=self.wall_clock.now)

    @property
    def rates(self) -> RateTable:
        """In use now: what is shipped, under what the operator put up to a minute ago."""
        return self.published_rates.current()

    @property
    def rooms(self) -> DynamoStore:
        return self.store

    @property
    def outbox(self) -> DynamoStore:
        return self.store

    @property
    def schedule(self) -> DynamoStore:
        return self.store

    @cached_property
    def archive(self) -> S3Archive:
        from chalicelib.adapters.archive_s3 import S3Archive

        return S3Archive(self.client("s3"), bucket=self.settings.archive_bucket)

    @cached_property
    def files(self) -> S3Files:
        from chalicelib.adapters.files_s3 import S3Files

        return S3Files(self.client("s3"), bucket=self.settings.files_bucket)
