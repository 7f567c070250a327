"""What an erasure of test data asks of the store. Everything is found through indexes; nothing is scanned."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import Page
from chalicelib.domain.test_data_erasure import Stage, TestDataErasure


class Erasing(Protocol):
    """Each removal is harmless twice, and says whether anything was still there."""

    def test_data_erasure(self, scope: Scope, erasure_id: str) -> TestDataErasure:
        """``NotFound`` if it does not exist in this scope."""

    def erasable(self, scope: Scope, stage: Stage, until: datetime, *, limit: int, position: str | None) -> Page:
        """Ids of what was made up to ``until``, newest first; erased debtors too."""

    def erase_clock(self, scope: Scope, clock_id: str) -> bool:
        """The clock, who waits and works on it, and its events."""

    def erase_import(self, scope: Scope, import_id: str) -> bool:
        """The import with its key, the results of its lines and the event of its end."""

    def erase_case(self, scope: Scope, case_id: str) -> bool:
        """The case with all that belongs to it; its invoice numbers are free again."""

    def erase_debtor(self, scope: Scope, debtor_id: str) -> bool:
        """The debtor with key, caps and compliance log."""

    def erase_creditor(self, scope: Scope, creditor_id: str) -> bool: ...
