"""Record a creditor: who is owed, and where debtors pay (R-004)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chalicelib.domain.parties import Creditor, Scope

from .identity_problems import Identifiers
from .ports import IdentityChecks, Ids, Reply, WallClock
from .scenario_rules import refuse_bad_rules
from .store_ports import Store
from .writes import Create


@dataclass(frozen=True)
class CreateCreditor:
    """``fields`` are those of ``Creditor`` that the caller gives, as domain values."""

    scope: Scope
    fields: dict[str, Any]


def create_creditor(
    command: CreateCreditor, *, store: Store, checks: IdentityChecks, ids: Ids, wall: WallClock, reply: Reply
) -> Creditor:
    """Errors: ``invalid_request`` (or the one field's code, such as ``invalid_iban``) naming each field."""
    given = Creditor(id=ids.new("cred"), scope=command.scope, version=1, created_at=wall.now(), **command.fields)
    identifiers = Identifiers(checks)
    creditor = identifiers.creditor(given)
    identifiers.refuse_if_any()
    refuse_bad_rules(creditor, store)
    store.commit([Create(creditor), *reply(creditor)])
    return creditor
