"""The operator opens an account for an integrator, with a first key for each mode (R-134)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.parties import Scope
from chalicelib.domain.tenant import ALL_SCOPES, Tenant

from .create_key import IssuedKey, issue
from .ports import Ids, Reply, WallClock
from .store_ports import Store
from .writes import Create


@dataclass(frozen=True)
class CreateTenant:
    """``name`` is the integrator's; ``actor`` opens the account."""

    name: str
    actor: str


@dataclass(frozen=True)
class NewTenant:
    """The keys' secrets are in clear here and nowhere else; show them once. Test mode comes first."""

    tenant: Tenant
    keys: tuple[IssuedKey, ...]


def create_tenant(command: CreateTenant, *, store: Store, ids: Ids, wall: WallClock, reply: Reply) -> NewTenant:
    """Tenant and both keys in one transaction."""
    now = wall.now()
    tenant = Tenant(ids.new("tnt"), command.name, now)
    keys = tuple(
        issue(
            Scope(tenant.id, livemode), "First key", ALL_SCOPES, actor=command.actor, expires_at=None, ids=ids, now=now
        )
        for livemode in (False, True)
    )
    created = NewTenant(tenant, keys)
    store.commit([Create(tenant), *(Create(issued.key) for issued in keys), *reply(created)])
    return created
