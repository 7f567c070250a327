"""The complementary indemnity in requests (IND_05)."""

from __future__ import annotations

from .cases import ReasonRequest
from .files import DocumentIn
from .values import Line, PositiveEuro


class ComplementaryIndemnityRequest(ReasonRequest):
    """``POST /cases/{id}/complementary-indemnities``: costs beyond the 40 EUR of one invoice, with their proof.

    ``invoice`` is its id or its number.
    """

    invoice: Line
    amount: PositiveEuro
    document: DocumentIn
