"""Change what is known of a debtor; running cases see it at their next step."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.domain.debtor_facts import found_again
from chalicelib.domain.errors import FieldProblem, PreconditionFailed, Refused
from chalicelib.domain.parties import Debtor, Scope

from .compliance_entries import channel_writes
from .identity_problems import Identifiers
from .ports import IdentityChecks, WallClock
from .store_ports import Store
from .writes import Update


@dataclass(frozen=True)
class UpdateDebtor:
    """``changes`` are domain values of the fields given; ``expected`` the versions allowed, ``None`` for any."""

    scope: Scope
    debtor_id: str
    changes: dict[str, Any]
    expected: Collection[int] | None


def update_debtor(command: UpdateDebtor, *, store: Store, checks: IdentityChecks, wall: WallClock) -> Debtor:
    """Errors: ``precondition_failed``; a field's own code; ``debtor_kind_fixed``: rules of law depend on the kind."""
    debtor, key = store.debtor(command.scope, command.debtor_id)
    if command.expected is not None and debtor.version not in command.expected:
        raise PreconditionFailed("The debtor changed; read it again.")
    if command.changes.get("kind", debtor.kind) != debtor.kind:
        problem = FieldProblem("#/kind", "debtor_kind_fixed", "Create another debtor of the right kind.")
        raise Refused("The kind of a debtor does not change.", code="debtor_kind_fixed", errors=(problem,))
    identifiers = Identifiers(checks)
    changed = identifiers.debtor(replace(debtor, **command.changes))
    changed = found_again(changed) if changed.address != debtor.address and changed.address else changed
    identifiers.refuse_if_any()
    if changed == debtor:
        return debtor
    changed = replace(changed, version=debtor.version + 1)
    store.commit([Update(changed, key), *channel_writes(debtor, changed, wall.now())])
    return changed
