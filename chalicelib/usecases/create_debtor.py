"""Record a debtor, with the data key that everything personal of theirs is sealed with (R-004, R-142)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chalicelib.domain.parties import Debtor, Scope
from chalicelib.domain.sealed_event import WrappedKey

from .identity_problems import Identifiers
from .ports import IdentityChecks, Ids, Reply, Vault, WallClock
from .store_ports import Store
from .writes import Create, KeepDebtorKey, Write


@dataclass(frozen=True)
class CreateDebtor:
    """``fields`` are those of ``Debtor`` that the caller gives, as domain values."""

    scope: Scope
    fields: dict[str, Any]


@dataclass(frozen=True)
class NewDebtor:
    """A debtor that is not stored yet, its key, and the writes that store both."""

    debtor: Debtor
    key: WrappedKey

    @property
    def writes(self) -> tuple[Write, ...]:
        return (KeepDebtorKey(self.debtor.scope, self.debtor.id, self.key), Create(self.debtor, self.key))


def create_debtor(
    command: CreateDebtor,
    *,
    store: Store,
    vault: Vault,
    checks: IdentityChecks,
    ids: Ids,
    wall: WallClock,
    reply: Reply,
) -> Debtor:
    """Errors: a field's own code such as ``invalid_siret``; ``debtor_country_not_supported``."""
    new = prepare_debtor(command, vault=vault, checks=checks, ids=ids, wall=wall)
    answer = reply(new.debtor, debtor_id=new.debtor.id, key=new.key)
    store.commit([*new.writes, *answer])
    return new.debtor


def prepare_debtor(
    command: CreateDebtor,
    *,
    vault: Vault,
    checks: IdentityChecks,
    ids: Ids,
    wall: WallClock,
    pointer: str = "#",
) -> NewDebtor:
    """Checks and normalises; ``pointer`` is where the debtor stands in the request (``#/debtor`` in a case's)."""
    given = Debtor(id=ids.new("deb"), scope=command.scope, version=1, created_at=wall.now(), **command.fields)
    identifiers = Identifiers(checks, pointer)
    debtor = identifiers.debtor(given)
    identifiers.refuse_if_any()
    return NewDebtor(debtor, vault.new_key(key_context(command.scope, debtor.id)))


def key_context(scope: Scope, debtor_id: str) -> dict[str, str]:
    """What KMS binds the debtor's data key to."""
    return {"tenant_id": scope.tenant_id, "mode": scope.mode, "debtor_id": debtor_id}
