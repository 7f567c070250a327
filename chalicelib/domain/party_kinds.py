"""The kinds of debtor and collector, and what is known of solvency: what rules and scenarios turn on."""

from __future__ import annotations

from enum import StrEnum


class DebtorKind(StrEnum):
    """Told apart everywhere: rules, tone and limits depend on it (R-009, R-010)."""

    COMPANY = "company"
    SOLE_TRADER = "sole_trader"
    CONSUMER = "consumer"
    NON_PROFESSIONAL = "non_professional"
    PUBLIC_BODY = "public_body"

    @property
    def is_business(self) -> bool:
        """Professionals who owe commercial late-payment interest and the 40 EUR (C. com. L441-10)."""
        return self in (DebtorKind.COMPANY, DebtorKind.SOLE_TRADER)

    @property
    def is_natural_person(self) -> bool:
        return self in (DebtorKind.CONSUMER, DebtorKind.SOLE_TRADER)


class CollectorMode(StrEnum):
    """In whose name the debtor is contacted (MODE_01, CPCE R124-1)."""

    CREDITOR_OWN = "creditor_own"
    THIRD_PARTY_MANDATE = "third_party_mandate"


class Solvency(StrEnum):
    """What is known of the debtor's solvency (R-013)."""

    UNKNOWN = "unknown"
    GOOD = "good"
    FRAGILE = "fragile"
    POOR = "poor"
