"""What templates need from the outside: where they are kept, and the language that they are written in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from chalicelib.domain.messages import MessageFacts
from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import Page
from chalicelib.domain.templates.findings import TemplateFinding
from chalicelib.domain.templates.model import ShippedTemplate, Template


class Templates(Protocol):
    """Tenants' own texts; each version under its own key, for good."""

    def template(self, scope: Scope, template_id: str, version: int | None = None) -> Template:
        """One Get: the present version, or the one named. ``NotFound``."""

    def templates(self, scope: Scope, *, limit: int, position: str | None) -> Page:
        """The present versions, newest first."""


class TemplateTexts(Protocol):
    """The language of texts, and what is shipped in it."""

    def faults(self, template: Template, examples: Sequence[MessageFacts]) -> tuple[TemplateFinding, ...]: ...
    def own_parts(self, template: Template) -> tuple[tuple[str, str], ...]: ...
    def shipped(self) -> tuple[ShippedTemplate, ...]: ...
