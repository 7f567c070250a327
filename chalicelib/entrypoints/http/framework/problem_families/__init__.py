"""Problem codes of the later parts of the API, one family a module, each in English and in French."""

from __future__ import annotations

from . import (
    calls,
    debtor_page,
    disputes,
    imports,
    last_look,
    payments,
    plans,
    promises,
    scenarios,
    templates,
    webhooks,
)

FAMILIES = (
    calls,
    debtor_page,
    disputes,
    imports,
    last_look,
    payments,
    plans,
    promises,
    scenarios,
    templates,
    webhooks,
)
"""Every family; the catalogues and their tests read the list here."""
