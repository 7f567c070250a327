"""Tenants (integrators) and their API keys. A key is known only by its hash; it is shown once, when it is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from .parties import Scope


class KeyScope(StrEnum):
    """What a key may do, per resource."""

    CASES_READ = "cases:read"
    CASES_WRITE = "cases:write"
    PARTIES_READ = "parties:read"
    PARTIES_WRITE = "parties:write"
    PAYMENTS_WRITE = "payments:write"
    PAYEES_WRITE = "payees:write"
    SCENARIOS_READ = "scenarios:read"
    SCENARIOS_WRITE = "scenarios:write"
    CONTACTS_READ = "contacts:read"
    CONTACTS_WRITE = "contacts:write"
    WEBHOOKS_READ = "webhooks:read"
    WEBHOOKS_WRITE = "webhooks:write"
    KEYS_READ = "keys:read"
    KEYS_WRITE = "keys:write"
    TEST_CLOCKS_WRITE = "test_clocks:write"
    TEST_DATA_WRITE = "test_data:write"


ALL_SCOPES: frozenset[KeyScope] = frozenset(KeyScope)
KEYS_PER_TENANT = 200
"""In one mode, those that ended lately among them: what keys do in a day is one item, which has its largest size."""
ENDED_KEYS_COUNT = timedelta(days=30)
"""For how long a key that ended still counts, and its use is still recorded."""


@dataclass(frozen=True)
class Tenant:
    """An integrator: one account that serves many creditors (R-134)."""

    id: str
    name: str
    created_at: datetime


@dataclass(frozen=True)
class ApiKey:
    """A key of a tenant in one mode. ``secret_hash`` is SHA-256 of the whole secret, in hex.

    ``created_by`` and ``revoked_by`` are ids of keys, or ``operator``; ``rotated_from`` and ``rotated_to`` are the keys
    before and after it. ``version`` counts its changes. ``made_until`` is the expiry that a rotated key had before.
    """

    id: str
    scope: Scope
    name: str
    secret_hash: str
    hint: str
    scopes: frozenset[KeyScope]
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    created_by: str | None = None
    rotated_from: str | None = None
    rotated_to: str | None = None
    revoked_by: str | None = None
    version: int = 1
    made_until: datetime | None = None

    def is_valid(self, wall_now: datetime) -> bool:
        """Neither revoked nor expired at this wall-clock instant."""
        return self.revoked_at is None and (self.expires_at is None or wall_now < self.expires_at)

    def counts(self, wall_now: datetime) -> bool:
        """Towards the most keys of a tenant: valid, or ended less than thirty days ago."""
        ends = [end for end in (self.revoked_at, self.expires_at) if end is not None]
        return not ends or wall_now < min(ends) + ENDED_KEYS_COUNT

    @property
    def first_expiry(self) -> datetime | None:
        """Until when it was made, whatever a rotation changed; ``None``: until somebody ends it."""
        return self.expires_at if self.rotated_to is None else self.made_until

    @property
    def lifetime(self) -> timedelta | None:
        """How long it was made for."""
        return None if self.first_expiry is None else self.first_expiry - self.created_at
