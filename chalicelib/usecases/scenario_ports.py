"""What scenarios need from the outside: what is known of the texts that their steps name."""

from __future__ import annotations

from typing import Protocol

from chalicelib.domain.contact import Channel
from chalicelib.domain.parties import Scope
from chalicelib.domain.templates.findings import TemplateFinding


class TemplateChecks(Protocol):
    """A text, shipped or the tenant's own, tried on realistic cases of every kind of debtor it is written for."""

    def findings(
        self, scope: Scope, template_id: str, version: int | None, channel: Channel
    ) -> tuple[TemplateFinding, ...]:
        """What speaks against sending it through this channel; ``template_unknown`` where there is none."""

    def offers_arrangement(self, scope: Scope, template_id: str, version: int | None) -> bool:
        """Whether a text that exists shows a way to an arrangement (R-051)."""

    def speaks_before_due(self, scope: Scope, template_id: str, version: int | None) -> bool | None:
        """Whether a text tells of what falls due soon (R-046); ``None`` where there is none."""
