"""Texts of a tenant's own in tests: copies of shipped ones with something changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from chalicelib.adapters.rates_file import load_rates
from chalicelib.adapters.rendering import Renderer
from chalicelib.adapters.rendering.own_texts import OwnTexts
from chalicelib.domain.parties import Scope
from chalicelib.domain.templates.model import ShippedTemplate, Template
from chalicelib.usecases.check_template import Checking

LIVE = Scope("ten_a", livemode=True)
SINCE = datetime(2026, 1, 2, tzinfo=UTC)
SHIPPED: dict[tuple[str, str], ShippedTemplate] = {(each.name, each.language): each for each in OwnTexts().shipped()}
CHECKING = Checking(OwnTexts(), Renderer(), load_rates())


def copy_of(name: str, *, scope: Scope = LIVE, language: str = "fr", **parts: Any) -> Template:
    """Version 1 of an own text that says what the shipped one says, but for the parts given."""
    shipped = SHIPPED[name, language]
    changed = replace(shipped.parts, **parts)
    id_ = "tpl_01JDXA0000000000000000000A"
    return Template(id_, scope, 1, SINCE, SINCE, name, shipped.channel, language, 2, changed)


def body_of(name: str) -> str:
    return SHIPPED[name, "fr"].parts.body
