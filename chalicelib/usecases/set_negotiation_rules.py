"""Choose what a creditor's debtors may agree on by themselves: promises, payment plans, disputes (R-073..R-081)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from chalicelib.domain.negotiation.rules import NegotiationRules
from chalicelib.domain.parties import Creditor, Scope

from .set_last_look import creditor_at
from .store_ports import Store
from .writes import Update


@dataclass(frozen=True)
class SetNegotiationRules:
    """``expected`` are the creditor's versions allowed."""

    scope: Scope
    creditor_id: str
    rules: NegotiationRules
    expected: Collection[int] | None = None


def set_negotiation_rules(command: SetNegotiationRules, *, store: Store) -> Creditor:
    """In force at once for what is agreed from now on; what stands already stays as it was made."""
    creditor = creditor_at(command.scope, command.creditor_id, command.expected, store)
    if creditor.negotiation_rules == command.rules:
        return creditor
    changed = replace(creditor, negotiation_rules=command.rules, version=creditor.version + 1)
    store.commit([Update(changed)])
    return changed
