"""Tenants' own texts in memory."""

from __future__ import annotations

from chalicelib.adapters.dynamodb import index_keys
from chalicelib.domain.errors import NotFound
from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import Page
from chalicelib.domain.templates.model import Template, TemplateVersion

from .lists import MemoryLists, _page
from .tables import call


class MemoryTemplates(MemoryLists):
    """As the table keeps them: the present version, and each one for good."""

    @call
    def template(self, scope: Scope, template_id: str, version: int | None = None) -> Template:
        if version is None:
            return self._get(Template, scope, template_id)
        kept: TemplateVersion | None = self._entities.get((TemplateVersion, scope, f"{template_id}#{version}"))
        if kept is None:
            raise NotFound(f"There is no version {version} of template {template_id}.")
        return kept.template

    @call
    def logo(self, scope: Scope, creditor_id: str, sha256: str) -> bytes:
        kept = self._logos.get((scope, creditor_id, sha256))
        if kept is None:
            raise NotFound(f"There is no logo {sha256}.")
        return kept

    @call
    def templates(self, scope: Scope, *, limit: int, position: str | None) -> Page:
        return _page(
            self._all(Template, scope), lambda each: index_keys.created(each.created_at, each.id), limit, position
        )
