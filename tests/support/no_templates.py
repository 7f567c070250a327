"""Where no text of a tenant's own is kept."""

from __future__ import annotations

from chalicelib.domain.errors import NotFound
from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import Page
from chalicelib.domain.templates.model import Template


class NoTemplates:
    """``Templates`` of a tenant that wrote none."""

    def template(self, scope: Scope, template_id: str, version: int | None = None) -> Template:
        raise NotFound(f"There is no text {template_id} {version} of {scope.tenant_id}.")

    def templates(self, scope: Scope, *, limit: int, position: str | None) -> Page:
        del scope, limit, position
        return Page((), None)
