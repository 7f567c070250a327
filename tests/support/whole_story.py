"""A story with both: facts of the debtor, and a collector's mandate."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.domain.contact import Contact
from chalicelib.usecases.writes import Create

from .fact_story import FactStory
from .mandate_story import MandateStory


class WholeStory(FactStory, MandateStory):
    """Facts of the debtor and a collector's mandate in one story."""

    def around(self, template: str, act: Callable[[], object], *, before: bool) -> None:
        """Runs ``act`` once, right before or right after the transaction that intends this message."""
        real = self.memory.commit

        def commit(writes: object) -> None:
            created = [each.entity for each in writes if isinstance(each, Create)]  # type: ignore[attr-defined]  # a list
            if not any(isinstance(each, Contact) and each.template == template for each in created):
                real(writes)  # type: ignore[arg-type]  # handed on as they came
                return
            self.memory.commit = real  # type: ignore[method-assign]  # once
            if before:
                act()
            real(writes)  # type: ignore[arg-type]  # handed on as they came
            if not before:
                act()

        self.memory.commit = commit  # type: ignore[method-assign]  # until the message is intended
