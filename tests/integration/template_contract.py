"""What every store promises about a tenant's own texts and the logos of its creditors (R-056, R-125)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.errors import NotFound, VersionConflict
from chalicelib.domain.kept_logo import KeepLogo
from chalicelib.domain.templates.model import Template, TemplateVersion
from chalicelib.domain.writes import Create, Update
from tests.support.own_texts import copy_of
from tests.support.stored_things import LIVE, NOW, OTHER_TENANT, TEST

MADE = replace(copy_of("call_verification", scope=TEST), created_at=NOW, changed_at=NOW)


def keep(store: Any, template: Template) -> None:
    change = Create(template) if template.version == 1 else Update(template)
    store.commit([change, Create(TemplateVersion(template))])


class TemplateContract:
    def test_every_version_comes_back_as_it_was_made(self, store: Any) -> None:
        keep(store, MADE)
        later = replace(MADE, version=2, tone=3, archived_at=NOW)
        keep(store, later)
        assert store.template(TEST, MADE.id) == later
        assert store.template(TEST, MADE.id, 1) == MADE
        assert store.template(TEST, MADE.id, 2) == later
        with pytest.raises(NotFound):
            store.template(TEST, MADE.id, 3)

    def test_a_version_is_made_once(self, store: Any) -> None:
        keep(store, MADE)
        with pytest.raises(VersionConflict):
            keep(store, MADE)
        with pytest.raises(VersionConflict):
            store.commit([Update(replace(MADE, version=3)), Create(TemplateVersion(replace(MADE, version=3)))])

    def test_texts_are_listed_newest_first_in_their_own_world(self, store: Any) -> None:
        """R-134."""
        others = [replace(MADE, id=f"tpl_01JDXA000000000000000000{n:02d}") for n in range(3)]
        for each in others:
            keep(store, each)
        page = store.templates(TEST, limit=2, position=None)
        rest = store.templates(TEST, limit=2, position=page.position)
        assert [each.id for each in (*page.items, *rest.items)] == [each.id for each in reversed(others)]
        for scope in (LIVE, OTHER_TENANT):
            assert store.templates(scope, limit=9, position=None).items == ()
            with pytest.raises(NotFound):
                store.template(scope, others[0].id, 1)

    def test_a_logo_is_read_by_its_creditor_and_hash_and_kept_again_without_harm(self, store: Any) -> None:
        kept = KeepLogo(TEST, "cred_1", "ab" * 32, b"\x89PNG picture")
        store.commit([kept])
        store.commit([kept])
        assert store.logo(TEST, "cred_1", "ab" * 32) == b"\x89PNG picture"
        for scope, creditor_id in ((OTHER_TENANT, "cred_1"), (TEST, "cred_2")):
            with pytest.raises(NotFound):
                store.logo(scope, creditor_id, "ab" * 32)
