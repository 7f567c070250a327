"""Change what is known of a creditor. Letters already sent keep what they said."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.domain.errors import FieldProblem, PreconditionFailed, Refused
from chalicelib.domain.parties import Creditor, Scope

from .identity_problems import Identifiers
from .ports import IdentityChecks
from .scenario_rules import refuse_bad_rules
from .store_ports import Store
from .writes import Update

PAYEE_FIELDS = ("iban", "bic")


@dataclass(frozen=True)
class UpdateCreditor:
    """``changes`` are domain values of the fields given; ``expected`` the versions allowed, ``None`` for any."""

    scope: Scope
    creditor_id: str
    changes: dict[str, Any]
    expected: Collection[int] | None


def update_creditor(command: UpdateCreditor, *, store: Store, checks: IdentityChecks) -> Creditor:
    """Errors: ``precondition_failed``; a field's own code; ``creditor_iban_change_unsupported``; of its scenario rules.

    A first IBAN may be given; a present one is never changed here, so that no letter can be turned to another account.
    """
    creditor = store.creditor(command.scope, command.creditor_id)
    if command.expected is not None and creditor.version not in command.expected:
        raise PreconditionFailed("The creditor changed; read it again.")
    identifiers = Identifiers(checks)
    changed = identifiers.creditor(replace(creditor, **command.changes))
    identifiers.refuse_if_any()
    _refuse_new_payee(creditor, changed)
    if "scenario_rules" in command.changes:
        refuse_bad_rules(changed, store)
    if changed == creditor:
        return creditor
    changed = replace(changed, version=creditor.version + 1)
    store.commit([Update(changed)])
    return changed


def _refuse_new_payee(before: Creditor, after: Creditor) -> None:
    code, cure = "creditor_iban_change_unsupported", "Create another creditor with the new account."
    places = _changed_accounts(before, after)
    problems = tuple(FieldProblem(f"#/{place}", code, cure) for place in places)
    if problems:
        detail = "The account that debtors pay to is not changed here."
        raise Refused(detail, code="creditor_iban_change_unsupported", errors=problems)


def _changed_accounts(before: Creditor, after: Creditor) -> list[str]:
    """Where another account would take the place of one that debtors may have been told (PAY_06)."""
    fields = () if before.iban is None else PAYEE_FIELDS
    places = [field for field in fields if getattr(before, field) != getattr(after, field)]
    told, new = before.collector, after.collector
    if told is not None and (new is None or told.dedicated_iban != new.dedicated_iban):
        places.append("collector/dedicated_iban")
    return places
