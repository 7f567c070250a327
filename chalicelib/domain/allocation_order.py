"""In which order a payment pays what one invoice owes (PAY_01): the law's order, or one the creditor consents to."""

from __future__ import annotations

from enum import StrEnum


class AllocationOrder(StrEnum):
    """The parts of a debt, first paid first; a complementary indemnity always follows the fixed one.

    Interest before principal is the law's order (C. civ. 1343-1), from which the creditor may depart in the debtor's
    favour. The place of the indemnities is an interpretation: they are accessories of the principal.
    """

    INTEREST_INDEMNITY_PRINCIPAL = "interest_indemnity_principal"
    INTEREST_PRINCIPAL_INDEMNITY = "interest_principal_indemnity"
    PRINCIPAL_INTEREST_INDEMNITY = "principal_interest_indemnity"

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the parts in order, as an ``Account`` calls them."""
        return _PARTS[self]


_INDEMNITIES = ("fixed_indemnity", "complementary_indemnity")
_PARTS = {
    AllocationOrder.INTEREST_INDEMNITY_PRINCIPAL: ("interest", *_INDEMNITIES, "principal"),
    AllocationOrder.INTEREST_PRINCIPAL_INDEMNITY: ("interest", "principal", *_INDEMNITIES),
    AllocationOrder.PRINCIPAL_INTEREST_INDEMNITY: ("principal", "interest", *_INDEMNITIES),
}
