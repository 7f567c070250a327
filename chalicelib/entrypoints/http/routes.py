"""Every blueprint of the API."""

from __future__ import annotations

from . import (
    accounts,
    calculations,
    call_tasks,
    case_commands,
    cases,
    compliance,
    contacts,
    creditors,
    debtor_facts,
    debtors,
    documents,
    events,
    imports,
    limitation,
    mandates,
    payments,
    rates,
    test_clocks,
    test_data,
    webhooks,
)
from .framework.api_blueprint import ApiBlueprint

BLUEPRINTS: tuple[ApiBlueprint, ...] = (
    accounts.blueprint,
    creditors.blueprint,
    debtors.blueprint,
    debtor_facts.blueprint,
    compliance.blueprint,
    cases.blueprint,
    case_commands.blueprint,
    mandates.blueprint,
    payments.blueprint,
    contacts.blueprint,
    call_tasks.blueprint,
    documents.blueprint,
    imports.blueprint,
    limitation.blueprint,
    calculations.blueprint,
    rates.blueprint,
    test_clocks.blueprint,
    test_data.blueprint,
    webhooks.blueprint,
    events.blueprint,
)
