"""What the debtor's page is shown with: its screens as HTML, and the creditor's own way to pay online (R-127)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from chalicelib.domain.debtor_page.frame import Frame
from chalicelib.domain.debtor_page.overview import Overview
from chalicelib.domain.debtor_page.papers import Paper
from chalicelib.domain.debtor_page.screens import Review, Screen
from chalicelib.domain.money import Money
from chalicelib.domain.parties import Creditor


class Pages(Protocol):
    """Whole HTML documents, in the language of the frame."""

    def overview(self, overview: Overview, frame: Frame) -> str: ...
    def screen(self, screen: Screen, frame: Frame) -> str: ...
    def papers(self, papers: Sequence[Paper], frame: Frame) -> str: ...
    def words(self, review: Review, language: str) -> str:
        """The review as plain text, word for word: what is kept as evidence."""


class PaymentLinks(Protocol):
    """Where an amount can be paid online."""

    def link(self, creditor: Creditor, amount: Money, reference: str) -> str | None:
        """An https address; ``None`` where the creditor has no such way."""
