"""Another process of the same application: the same table, memories of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from chalicelib import bootstrap
from chalicelib.adapters.token_leases import TokenLeases
from chalicelib.bootstrap import Deps
from chalicelib.domain.key_use import Quotas

from .http_world import SETTINGS, HttpWorld

REMEMBERED = ("settings", "api_keys", "token_leases")


def with_quotas(world: HttpWorld, quotas: Quotas) -> None:
    """The process has these quotas from here on, and holds nothing yet."""
    world.deps.__dict__["token_leases"] = TokenLeases(world.deps.key_uses, quotas, now=world.clock.now)


@contextmanager
def other_process(world: HttpWorld, quotas: Quotas = SETTINGS.quotas) -> Iterator[Deps]:
    """Inside, requests are answered by a process that remembers no key and holds no lease."""
    shared = {name: port for name, port in vars(world.deps).items() if name not in REMEMBERED}
    leases = TokenLeases(world.deps.key_uses, quotas, now=world.clock.now)
    other = Deps(SETTINGS).replaced(**shared, token_leases=leases)
    bootstrap.install(other)
    try:
        yield other
    finally:
        bootstrap.install(world.deps)
