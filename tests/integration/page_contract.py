"""What the ports of the debtor's page promise, whoever keeps it: codes under a debtor's key, and counted requests."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.sealed_event import KeyErased, WrappedKey
from chalicelib.domain.visits import OF_A_LINK

DEBTOR = {"tenant_id": "ten_1", "livemode": "true", "debtor_id": "deb_1"}
OTHER = {**DEBTOR, "debtor_id": "deb_2"}


class SealsContract:
    """``vault`` is a fixture."""

    def test_the_same_message_has_the_same_code_of_32_bytes(self, vault: Any) -> None:
        key = vault.new_key(DEBTOR)
        code = vault.authenticate(key, b"message", "purpose")
        assert len(code) == 32
        assert vault.authenticate(key, b"message", "purpose") == code

    def test_another_message_purpose_or_debtor_has_another_code(self, vault: Any) -> None:
        key = vault.new_key(DEBTOR)
        codes = {
            vault.authenticate(key, b"message", "purpose"),
            vault.authenticate(key, b"messagf", "purpose"),
            vault.authenticate(key, b"", "purpose"),
            vault.authenticate(key, b"message", "purposes"),
            vault.authenticate(key, b"smessage", "purpose"),
            vault.authenticate(vault.new_key(DEBTOR), b"message", "purpose"),
            vault.authenticate(vault.new_key(OTHER), b"message", "purpose"),
        }
        assert len(codes) == 7

    def test_an_erased_key_makes_no_code(self, vault: Any) -> None:
        """R-142: nobody can make or check a link of an erased debtor again."""
        with pytest.raises(KeyErased):
            vault.authenticate(None, b"message", "purpose")

    def test_a_code_needs_the_very_key(self, vault: Any) -> None:
        key = vault.new_key(DEBTOR)
        code = vault.authenticate(key, b"message", "purpose")
        try:
            moved = vault.authenticate(WrappedKey(key.ciphertext, OTHER), b"message", "purpose")
        except Exception as error:  # noqa: BLE001  KMS refuses the context, the fake makes another code
            moved = str(error).encode()
        assert moved != code


class PageVisitsContract:
    """``visits`` is a fixture."""

    def test_a_window_is_leased_to_its_end_and_no_further(self, visits: Any) -> None:
        granted = [visits.lease("name", 7, OF_A_LINK) for _ in range(OF_A_LINK.most // OF_A_LINK.lease + 2)]
        assert granted == [True] * (OF_A_LINK.most // OF_A_LINK.lease) + [False] * 2

    def test_names_and_windows_are_counted_apart(self, visits: Any) -> None:
        while visits.lease("name", 7, OF_A_LINK):
            pass
        assert visits.lease("other", 7, OF_A_LINK)
        assert visits.lease("name", 8, OF_A_LINK)
