"""A tenant's own texts in the one table: each as it stands, and every version of it for ever (R-125).

| what                | pk               | sk        | read by                                       |
|---------------------|------------------|-----------|-----------------------------------------------|
| a text, as it stands | W#TPL#<template> | META      | Get; list: by_month (TPL)                     |
| a version, for good | W#TPL#<template> | V#000001  | Get, where a step of a scenario sends it      |
| a creditor's logo   | W#CRED#<creditor> | LOGO#<sha-256 in hex> | Get, where a message shows it      |
"""

from __future__ import annotations

from chalicelib.domain.errors import NotFound
from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import Page
from chalicelib.domain.templates.model import Template, TemplateVersion

from . import codec, index_keys, keys
from .event_reads import EventReads
from .keys import Key
from .table import Item

KIND, VERSIONS, LOGO = "TPL", "V#", "LOGO#"


def template_key(scope: Scope, template_id: str) -> Key:
    """Where a text lies as it stands."""
    return Key(f"{keys.world(scope)}#{KIND}#{template_id}", keys.META)


def version_key(scope: Scope, template_id: str, version: int) -> Key:
    """Where one version lies for good."""
    return Key(template_key(scope, template_id).pk, f"{VERSIONS}{version:06d}")


def template_item(entity: Template | TemplateVersion) -> Item:
    """A version is put once and never again: its item has no version to name."""
    if isinstance(entity, TemplateVersion):
        made = entity.template
        return {**version_key(made.scope, made.id, made.version)._asdict(), "data": codec.dump(made)}
    listed: Item = {
        "gsi1pk": index_keys.month(entity.scope, KIND, keys.instant(entity.created_at)[:7]),
        "gsi1sk": index_keys.created(entity.created_at, entity.id),
    }
    key = template_key(entity.scope, entity.id)
    return {**key._asdict(), **listed, "data": codec.dump(entity), "v": entity.version}


def logo_key(scope: Scope, creditor_id: str, sha256: str) -> Key:
    """Where a creditor's logo lies, under its own hash."""
    return Key(keys.creditor(scope, creditor_id).pk, f"{LOGO}{sha256}")


class TemplateReads(EventReads):
    """One Get; a list reads ids from its index first."""

    def logo(self, scope: Scope, creditor_id: str, sha256: str) -> bytes:
        """The PNG of a creditor's logo."""
        png = self._get(logo_key(scope, creditor_id, sha256), "logo", sha256)["png"]
        if not isinstance(png, bytes):
            raise TypeError("a logo is bytes")
        return png

    def template(self, scope: Scope, template_id: str, version: int | None = None) -> Template:
        """The present version, or the one named."""
        if version is None:
            return _template(self._get(template_key(scope, template_id), "template", template_id))
        item = self._table.get(version_key(scope, template_id, version))
        if item is None:
            raise NotFound(f"There is no version {version} of template {template_id}.")
        return _template(item)

    def templates(self, scope: Scope, *, limit: int, position: str | None) -> Page:
        page = self._month_page(scope, KIND, limit, position)
        found = self._table.batch_get(page.items)
        return Page(tuple(_template(found[key]) for key in page.items if key in found), page.position)


def _template(item: Item) -> Template:
    return codec.load(Template, str(item["data"]))
